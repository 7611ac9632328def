"""The studio in a browser: it follows the files, and nobody is kept from reading it."""

import asyncio
from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from bot.storage.store import Store
from bot.studio.pages import SECTIONS
from tests.conftest import absent
from tests.demo.browser import Browser, browser, missing
from tests.studio.conftest import Studio

PATHS = [f"/fr/{section}" for section in SECTIONS] + ["/fr/ask?q=licence", "/en/entries/a", "/en/quality?compare=1"]
SECONDS = 60


@pytest.fixture
def page() -> Iterator[Browser]:
    if missing():
        absent(missing())
    if find_spec("axe_selenium_python") is None:
        absent("axe-selenium-python isn't installed")
    with browser() as opened:
        yield opened


def violations(page: Browser) -> list[str]:
    """What axe finds on the page, each with where it is."""
    from axe_selenium_python import Axe

    axe = Axe(page.driver)
    axe.inject()
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in axe.run()["violations"]]


def complaints(page: Browser) -> list[str]:
    """What the browser's console says."""
    return [entry["message"] for entry in page.driver.get_log("browser")]


async def test_an_edit_shows_in_the_open_page_and_a_mistake_too(studio: Studio, page: Browser) -> None:
    def shows(text: str) -> None:
        WebDriverWait(page.driver, SECONDS, 0.2).until(lambda _: text in page.driver.page_source)

    def journey() -> None:
        whole = studio.entries.read_text(encoding="utf-8")
        page.driver.get(f"{studio.address}/fr/ask?q=quelle+licence+pour+nos+donn%C3%A9es+%3F")
        shows("Prenez la licence.")
        studio.entries.write_text(whole.replace("Prenez la licence.", "Prenez celle d'à côté."), encoding="utf-8")
        shows("Prenez celle d’à côté.")
        studio.entries.write_text(whole.replace("owner", "ownr"), encoding="utf-8")
        shows("notice bad")
        page.driver.find_element(By.CSS_SELECTOR, ".notice.bad a").click()
        shows("ownr: us")
        assert complaints(page) == []

    await asyncio.to_thread(journey)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 380)])
async def test_every_page_can_be_read_by_everybody(
    studio: Studio, asked: Store, page: Browser, scheme: str, width: int
) -> None:
    def journey() -> None:
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        colours = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", colours)
        page.driver.get(f"{studio.address}/en/quality")  # measured once, so that no page loads anew while it is read
        WebDriverWait(page.driver, SECONDS, 0.2).until(lambda _: "Nothing to measure" in page.driver.page_source)
        page.driver.get(f"{studio.address}/en/quality?compare=1")
        WebDriverWait(page.driver, SECONDS, 0.2).until(lambda _: "git" in page.driver.page_source)
        for path in PATHS:
            page.driver.get(studio.address + path)
            assert violations(page) == [], path
            wide = "return document.documentElement.scrollWidth > innerWidth"
            assert not page.driver.execute_script(wide), path
        assert complaints(page) == []

    await asyncio.to_thread(journey)


async def test_the_keyboard_reaches_the_content_first_and_writes_a_decision(
    studio: Studio, asked: Store, page: Browser
) -> None:
    def journey() -> None:
        page.driver.get(f"{studio.address}/en/gaps")
        page.driver.switch_to.active_element.send_keys(Keys.TAB)
        assert page.driver.switch_to.active_element.get_attribute("class") == "skip"
        page.driver.switch_to.active_element.send_keys(Keys.ENTER)
        assert page.driver.switch_to.active_element.get_attribute("id") == "content"
        summary = page.driver.find_element(By.CSS_SELECTOR, ".decisions summary")
        summary.send_keys(Keys.ENTER)
        words = page.driver.find_element(By.CSS_SELECTOR, "textarea[name=words]")
        words.send_keys(" non")
        field = page.driver.find_element(By.CSS_SELECTOR, "input[name=entry]")
        field.send_keys(Keys.CONTROL + "a", Keys.NULL, "a", Keys.ESCAPE)  # which closes the list of proposals
        page.driver.find_element(By.CSS_SELECTOR, ".decisions details[open] button").send_keys(Keys.ENTER)
        WebDriverWait(page.driver, SECONDS, 0.2).until(lambda _: "passeur gaps apply" in page.driver.page_source)
        assert complaints(page) == []

    await asyncio.to_thread(journey)
