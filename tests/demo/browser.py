"""local-slack's page as a person uses it: what to do in, what the page shows out (Debian's Chromium, headless)."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
# The last ones keep Chromium from looking for hosts of its own; the tests' page is on this machine.
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--window-size=1280,900",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
SECONDS = 20
Found = TypeVar("Found")


def missing() -> str:
    """What keeps the browser from starting on this machine; empty when nothing does."""
    absent = [str(file) for file in (CHROMIUM, DRIVER) if not file.exists()]
    return f"{' and '.join(absent)} not found (Debian: chromium chromium-driver)" if absent else ""


@contextmanager
def browser() -> Iterator["Browser"]:
    """It ends, with its profile, when the block does."""
    with TemporaryDirectory(prefix="passeur-chromium-", ignore_cleanup_errors=True) as profile:
        options = ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        driver = Chrome(options=options, service=Service(str(DRIVER)))
        try:
            yield Browser(driver)
        finally:
            driver.quit()


def plain(text: str) -> str:
    """Without what typography puts in."""
    return re.sub(r"\s", " ", text).replace("’", "'")


class Browser:
    """Each step waits until the page shows what it needs; an open thread is looked at before the channel."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        """Once its own socket is open: what is written earlier is lost."""
        self.driver.get(url)
        self._until(lambda: "ui live" in self._first(".topbar").text)

    def as_person(self, user: str) -> None:
        """Act as the person with this id."""
        Select(self._first(".actas select")).select_by_value(user)

    def go(self, place: str) -> None:
        """To a channel by its name, to a direct message by the person's role, to the Home tab by "passeur".

        To a conversation of several by all their roles, with commas.
        """
        named = re.compile(rf"\W*{re.escape(place)}(?![\w,])")
        self._until(lambda: [item for item in self._all(".sidebar-item") if named.match(item.text)])[0].click()
        self._until(lambda: [title for title in self._all(".channel-title") if named.match(title.text)])

    def say(self, channel: str, text: str) -> None:
        """Write there; a text that begins with a slash is a command."""
        self.go(channel)
        self._write("main", text)

    def reply(self, text: str) -> None:
        """Write in the thread that is open."""
        self._write(".thread-pane", text)

    def open_thread(self, text: str) -> None:
        """The thread under the newest message of the channel that holds this text, once it has a reply."""
        found = self._until(
            lambda: [
                summary
                for message in self._all("main .msg")
                if text in message.text
                for summary in message.find_elements(By.CSS_SELECTOR, ".thread-summary")
            ]
        )
        found[-1].click()
        self._first(".thread-pane .msg")

    def close_thread(self) -> None:
        self._first(".thread-x").click()
        self._until(lambda: not self._all(".thread-pane"))

    def click(self, text: str) -> None:
        """The newest button of the bot's with this label."""
        self._until(lambda: [button for button in self._all(".bk-button") if button.text == text])[-1].click()

    def fill(self, label: str, text: str) -> None:
        """Write into the field of the open form that has this label, over what is there."""
        fields = self._until(
            lambda: [
                field
                for block in self._all(".modal .bk-input")
                if plain(block.find_element(By.CSS_SELECTOR, ".bk-label").text) == plain(label)
                for field in block.find_elements(By.CSS_SELECTOR, ".bk-plain-input")
            ]
        )
        fields[0].send_keys(Keys.CONTROL + "a", Keys.BACKSPACE)
        self.driver.execute_cdp_cmd("Input.insertText", {"text": text})
        self._until(lambda: fields[0].get_property("value") == text)

    def form(self) -> str:
        """What the open form says."""
        return plain(self._first(".modal").text)

    def typed(self) -> str:
        """What stands in the first field of the open form."""
        return plain(str(self._first(".modal .bk-plain-input").get_property("value")))

    def choose(self, *options: str) -> None:
        """Tick these options of the open form, by their labels."""
        boxes = self._all(".modal .bk-options label")
        labels = self.driver.execute_script("return arguments[0].map(one => one.innerText)", boxes)
        for box in (box for box, label in zip(boxes, labels, strict=True) if plain(label).strip() in options):
            box.click()

    def send_step(self) -> bool:
        """Send the form, and wait for the next one; whether there is one."""
        before = self.form()
        self._first(".modal .modal-btn.primary").click()
        self._until(lambda: not (forms := self._all(".modal")) or plain(forms[0].text) != before)
        return bool(self._all(".modal"))

    def leave_form(self, label: str) -> None:
        """By this button under it."""
        self._until(lambda: [button for button in self._all(".modal .modal-btn") if button.text == label])[0].click()
        self._until(lambda: not self._all(".modal"))

    def send_form(self) -> None:
        """Send it, and wait until it is closed."""
        self._first(".modal .modal-btn.primary").click()
        self._until(lambda: not self._all(".modal"))

    def buttons(self) -> list[str]:
        """The labels of the newest message's buttons."""
        newest = self.messages()[-1]
        return [button.text for button in newest.find_elements(By.CSS_SELECTOR, ".bk-button")]

    def messages(self) -> list[WebElement]:
        """Of the thread that is open, else of the channel; oldest first."""
        return self._all(".thread-pane .msg") or self._all("main .msg")

    def sees(self, text: str) -> None:
        """Wait until the page shows this text."""
        self._until(lambda: plain(text) in plain(self._first(".body").text))

    def newest(self, text: str) -> str:
        """The newest message of the channel, once it holds this text."""
        return self._until(lambda: [found for found in [one.text for one in self.messages()][-1:] if text in found])[0]

    def screenshot(self, path: Path) -> None:
        self.driver.save_screenshot(str(path))

    def _write(self, place: str, text: str) -> None:
        """At once, as if pasted: the page moves the caret a moment after a mention, amid what is typed meanwhile."""
        selector = f"{place} textarea.composer-input"

        def holds(wanted: str) -> bool:
            return self._first(selector).get_property("value") == wanted

        def written() -> bool:
            if not holds(text):
                self._first(selector).send_keys(Keys.CONTROL + "a", Keys.BACKSPACE)  # which focuses it as well
                self.driver.execute_cdp_cmd("Input.insertText", {"text": text})
            return holds(text)

        self._until(written)
        self._first(f"{place} .composer-send:not([disabled])").click()
        self._until(lambda: holds(""))

    def _first(self, selector: str) -> WebElement:
        return self._until(lambda: self._all(selector))[0]

    def _all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def _until(self, look: Callable[[], Found]) -> Found:
        stale = [StaleElementReferenceException]
        try:
            return WebDriverWait(self.driver, SECONDS, 0.1, ignored_exceptions=stale).until(lambda _: look())
        except TimeoutException:
            shown = self.driver.find_element(By.TAG_NAME, "body").text
            raise AssertionError(f"still not so; the page shows:\n{shown}") from None
