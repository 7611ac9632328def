"""The link in an e-mail to an external mentor: the page in Chromium, and everything that it refuses."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import text_to_be_present_in_element
from selenium.webdriver.support.ui import WebDriverWait

from bot.features.introductions.intents import OfNeed
from bot.messages.buttons import encode
from tests.conftest import absent
from tests.demo.browser import Browser, browser, missing
from tests.introductions.mailing import ASKER, MENTOR, NOTE, Scene
from tests.signed import payload

WORDS = {
    "fr": ("Une personne aimerait votre aide", "Oui, je veux bien", "Non, merci", "Plus tard", "Poser la question"),
    "en": ("Somebody would like your help", "Yes, gladly", "No, thanks", "Later", "Ask the question"),
}
AFTER = {
    "fr": ("vous avez dit oui", "vous avez dit non", "nous vous écrirons à cette date", "votre question est transmise"),
    "en": ("you said yes", "you said no", "we’ll write to you on that day", "your question is on its way"),
}
GONE = {"fr": "Ce lien ne sert plus.", "en": "This link is no longer of use."}
STATES = ("accepted", "declined", "deferred", "questioned")
PICTURES = os.environ.get("PASSEUR_TEST_PICTURES")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if missing():
        absent(missing())
    with browser() as opened:
        yield opened


def picture(chromium: Browser, name: str) -> None:
    if PICTURES:
        chromium.screenshot(Path(PICTURES) / f"{name}.png")


@pytest.mark.parametrize("answer", range(4), ids=STATES)
@pytest.mark.parametrize("language", WORDS)
async def test_the_page_takes_the_mentors_answer(mailed: Scene, chromium: Browser, language: str, answer: int) -> None:
    await mailed.ask(language)
    link, (title, *labels) = mailed.link(), WORDS[language]
    day = mailed.delivery.now().date() + timedelta(days=20)

    def read() -> str:
        chromium.driver.get(link)
        picture(chromium, f"asked-{language}")
        return chromium.driver.find_element(By.TAG_NAME, "main").text

    def click() -> None:
        if answer == 2:
            field = chromium.driver.find_element(By.NAME, "day")
            chromium.driver.execute_script("arguments[0].value = arguments[1]", field, day.isoformat())
        if answer == 3:
            chromium.driver.find_element(By.NAME, "words").send_keys("Combien d’arrêts ?")
        buttons = chromium.driver.find_elements(By.TAG_NAME, "button")
        next(button for button in buttons if button.text == labels[answer]).click()
        shown = text_to_be_present_in_element((By.TAG_NAME, "h1"), AFTER[language][answer])
        WebDriverWait(chromium.driver, 20, ignored_exceptions=[WebDriverException]).until(shown)  # between two pages
        picture(chromium, f"{STATES[answer]}-{language}")

    shown = await asyncio.to_thread(read)
    assert title in shown
    assert NOTE in shown
    assert ASKER not in shown
    assert "champion" not in shown.lower()
    assert await mailed.state() == "asked"
    assert MENTOR not in mailed.told()
    await asyncio.to_thread(click)
    await mailed.settled()
    assert await mailed.state() == STATES[answer]
    assert (MENTOR in mailed.told()) == (answer == 0)
    if answer == 2:
        assert (await mailed.introductions())["outside"].not_before == day
    if answer == 3:
        assert "Combien d’arrêts ?" in mailed.told()


async def test_a_mentor_who_said_not_before_is_asked_again_with_a_new_link(mailed: Scene) -> None:
    await mailed.ask()
    old, day = mailed.link(), mailed.delivery.now().date() + timedelta(days=20)
    status, _, _ = await mailed.http("POST", old, {"do": "not_before", "day": day.isoformat()})
    assert status == 200
    await mailed.forward(days=25)
    assert await mailed.state() in ("asked", "reminded")
    assert mailed.link() != old
    assert (await mailed.http("GET", old))[0] == 410
    assert (await mailed.http("POST", mailed.link(), {"do": "yes"}))[0] == 200
    assert await mailed.state() == "accepted"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_mail_program_that_follows_links_answers_nothing(mailed: Scene, method: str) -> None:
    await mailed.ask()
    before = await mailed.introductions()
    for _ in range(3):
        assert (await mailed.http(method, mailed.link()))[0] == 200
    await mailed.settled()
    assert await mailed.introductions() == before
    assert (await mailed.http("PUT", mailed.link(), {"do": "yes"}))[0] == 405


async def refused(mailed: Scene, link: str, do: str = "yes") -> None:
    """Politely, in the reader's language, whatever they do with it."""
    before = await mailed.introductions()
    for language, words in GONE.items():
        for method, data in (("GET", None), ("POST", {"do": do})):
            status, page, headers = await mailed.http(method, link, data, **{"Accept-Language": f"{language}-CA,de"})
            assert status == 410
            assert words in page or "<h1>Ce lien" in page
            assert "voudrions publier" not in page
            assert headers["Cache-Control"] == "no-store"
    assert (await mailed.http("HEAD", link))[0] == 410
    assert await mailed.introductions() == before


@pytest.mark.parametrize("forge", ["letter", "end", "none", "other", "long"])
async def test_a_forged_link_is_refused(mailed: Scene, forge: str) -> None:
    await mailed.ask()
    address, _, token = mailed.link().rpartition("/")
    [one] = (await mailed.introductions()).values()
    changed = "B" if token[4] == "A" else "A"
    forged = {
        "letter": token[:4] + changed + token[5:],
        "end": token[:-3],
        "none": one.id,
        "other": f"{token}.{token}",
        "long": "A" * 6000,
    }
    await refused(mailed, f"{address}/{forged[forge]}")


async def test_a_link_lasts_thirty_days_and_no_longer(mailed: Scene) -> None:
    await mailed.ask()
    link = mailed.link()
    now = mailed.delivery.now()
    mailed.delivery.now = lambda: now + timedelta(days=29, hours=23)
    assert (await mailed.http("GET", link))[0] == 200
    mailed.delivery.now = lambda: now + timedelta(days=30)
    await refused(mailed, link)


@pytest.mark.parametrize("answer", ["yes", "no", "not_before"])
async def test_a_link_answers_once(mailed: Scene, answer: str) -> None:
    await mailed.ask()
    day = (mailed.delivery.now().date() + timedelta(days=9)).isoformat()
    link = mailed.link()
    answers = [mailed.http("POST", link, {"do": answer, "day": day}) for _ in range(2)]
    first, second = await asyncio.gather(*answers)
    assert {first[0], second[0]} == {200, 410}
    assert first[1] == second[1]  # whoever clicks twice reads what was taken, not that the link is of no use
    await mailed.settled()
    await refused(mailed, link, "no" if answer == "yes" else "yes")


async def test_of_two_answers_at_once_each_page_tells_what_was_taken(mailed: Scene) -> None:
    await mailed.ask()
    both = [mailed.http("POST", mailed.link(), {"do": do}) for do in ("yes", "no")]
    (yes, yes_page, _), (no, no_page, _) = await asyncio.gather(*both)
    taken = await mailed.state()
    assert (yes, no) == ((200, 410) if taken == "accepted" else (410, 200))
    assert (AFTER["fr"][0] in yes_page) == (taken == "accepted")
    assert (AFTER["fr"][1] in no_page) == (taken == "declined")


async def test_the_link_of_the_first_e_mail_and_of_the_reminder_answer_once_together(mailed: Scene) -> None:
    await mailed.ask()
    first = mailed.link()
    await mailed.forward(days=6)
    assert await mailed.state() == "reminded"
    assert mailed.link() != first
    assert (await mailed.http("POST", first, {"do": "yes"}))[0] == 200
    await refused(mailed, mailed.link(), "no")


async def test_a_request_that_was_withdrawn_takes_no_answer(mailed: Scene) -> None:
    await mailed.ask()
    link, [one] = mailed.link(), (await mailed.introductions()).values()
    action, value = encode(OfNeed(language="fr", need=one.need, do="withdraw"))
    changes = {"actions.0.action_id": action, "actions.0.value": value}
    await mailed.bot.take(payload("block_actions_message", changes))
    await mailed.settled()
    assert await mailed.state() == "withdrawn"
    assert "retirée" in mailed.mailbox.received[-1].get_content()
    await refused(mailed, link)


@pytest.mark.parametrize("day", ["", "soon", "2026-13-40", "-1", "+1000", "0"])
async def test_a_bad_day_is_told_and_the_form_shown_again(mailed: Scene, day: str) -> None:
    await mailed.ask()
    if day.strip("+-").isdigit():
        day = (mailed.delivery.now().date() + timedelta(days=int(day))).isoformat()
    status, page, _ = await mailed.http("POST", mailed.link(), {"do": "not_before", "day": day})
    assert status == 400
    assert "choisissez une date entre" in page
    assert "Oui, je veux bien" in page
    assert await mailed.state() == "asked"


@pytest.mark.parametrize(
    "body",
    [b"", b"do=maybe", b"do", b"\xff\xfe=%ff", b"do=question&words=+", b"do=question&words=" + b"x" * 1001, b"{}"],
)
async def test_a_body_that_is_no_answer_changes_nothing(mailed: Scene, body: bytes) -> None:
    await mailed.ask()
    assert (await mailed.http("POST", mailed.link(), body))[0] == 400
    assert await mailed.state() == "asked"


async def test_a_body_too_large_is_not_read_to_its_end(mailed: Scene) -> None:
    await mailed.ask()
    at = urlsplit(mailed.link())

    def post() -> int:
        with closing(HTTPConnection(at.hostname or "", at.port, timeout=20)) as connection:
            connection.putrequest("POST", at.path)
            connection.putheader("Content-Length", "1000000000")
            connection.endheaders(b"do=yes&" + b"x" * 30000)
            with connection.getresponse() as answer:
                return answer.status

    assert await asyncio.to_thread(post) == 413
    assert await mailed.state() == "asked"


async def test_the_page_keeps_to_itself(mailed: Scene) -> None:
    await mailed.ask("fr", "<script>alert(1)</script> & <b>gras</b>")
    status, page, headers = await mailed.http("GET", mailed.link())
    assert status == 200
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    policy = headers["Content-Security-Policy"].split("; ")
    assert policy[:3] == ["default-src 'none'", "style-src 'unsafe-inline'", "form-action 'self'"]
    assert "frame-ancestors 'none'" in policy
    kept = ("Cache-Control", "Referrer-Policy", "X-Frame-Options", "X-Content-Type-Options", "X-Robots-Tag")
    assert [headers[name] for name in kept] == ["no-store", "no-referrer", "DENY", "nosniff", "noindex"]
