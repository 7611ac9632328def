"""From a question to a person as two people live it, each in a browser of their own; only the clock is ours."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
import pytest_asyncio

from bot.demo.peer import local_slack
from bot.demo.shim import shim
from bot.demo.workspace import config
from bot.features.answering.decide import Decider
from bot.transports.slack.connect import Running, connected
from tests.conftest import absent
from tests.demo.browser import Browser, browser, missing
from tests.demo.test_journey import SHOTS, settings

NOTE = "Nous voulons publier nos horaires, et nous hésitons entre deux licences."
ASKER, JURIST, WORKSHOP, OUTSIDE = "Championne données", "Juriste", "Mentor atelier", "voisine@demo.invalid"


class Clock:
    """It begins on a Monday morning, goes on as clocks do, and can be moved forward."""

    def __init__(self) -> None:
        self.start, self.begun = datetime.fromisoformat("2026-11-30T09:00:00+00:00"), time.monotonic()

    def __call__(self) -> datetime:
        return self.start + timedelta(seconds=time.monotonic() - self.begun)


class Demo(NamedTuple):
    page: str
    bot: Running
    clock: Clock

    async def later(self, **passed: float) -> None:
        """Move the clock once nothing is in hand, and do all that is due by then."""
        await self.bot.delivery.idle()
        self.clock.start += timedelta(**passed)
        await self.bot.delivery.work_off()
        await self.bot.delivery.idle()


class People(NamedTuple):
    asker: Browser
    mentor: Browser


@pytest_asyncio.fixture
async def demo(program: Path, decider: Decider, tmp_path: Path) -> AsyncIterator[Demo]:
    clock = Clock()
    async with (
        local_slack(program, config()) as page,
        shim(page) as address,
        connected(settings(address, tmp_path), decider, clock) as bot,
    ):
        yield Demo(page, bot, clock)


@pytest.fixture
def people() -> Iterator[People]:
    if missing():
        absent(missing())
    SHOTS.mkdir(parents=True, exist_ok=True)
    with browser() as asker, browser() as mentor:
        yield People(asker, mentor)


async def test_two_people_are_introduced_and_say_that_they_met(demo: Demo, people: People) -> None:
    asker, mentor = people
    await asyncio.to_thread(_arrive, demo, asker, "U0CHAMPION")
    await asyncio.to_thread(_arrive, demo, mentor, "U0JURIST")
    await asyncio.to_thread(_ask, asker, "je cherche un mentor sur les licences", "Juriste (démo)")
    await asyncio.to_thread(_agree, mentor)
    for page in people:
        await asyncio.to_thread(_are_introduced, page)
    await demo.later(days=14, hours=1)
    await asyncio.to_thread(_tell, asker, ASKER, "Oui", "vous avez pu vous parler")
    await asyncio.to_thread(_tell, mentor, JURIST, "Pas encore", "pas encore")


async def test_without_an_answer_the_next_mentor_is_asked_and_the_asker_told(demo: Demo, people: People) -> None:
    asker, mentor = people
    await asyncio.to_thread(_arrive, demo, asker, "U0CHAMPION")
    await asyncio.to_thread(_arrive, demo, mentor, "U0MENTOR")
    await asyncio.to_thread(_ask, asker, "je cherche un mentor", "Mentor atelier (démo)")
    await asyncio.to_thread(_reads, mentor, WORKSHOP, NOTE, "request")
    await demo.later(days=3, hours=1)
    assert "d’ici 4 jours ouvrés" in await asyncio.to_thread(_reads, mentor, WORKSHOP, "Un petit rappel", "reminder")
    await demo.later(days=6)
    told = await asyncio.to_thread(_reads, asker, ASKER, "n’a pas répondu", "expired")
    assert "Juriste (démo)" in told
    await asyncio.to_thread(mentor.as_person, "U0JURIST")
    assert ASKER not in await asyncio.to_thread(_reads, mentor, JURIST, NOTE, "next")
    await asyncio.to_thread(mentor.as_person, "U0MENTOR")
    await asyncio.to_thread(_too_late, mentor)


async def test_the_maintainers_write_to_somebody_outside_and_record_the_yes(demo: Demo, people: People) -> None:
    asker, maintainer = people
    await asyncio.to_thread(_arrive, demo, asker, "U0CHAMPION")
    await asyncio.to_thread(_arrive, demo, maintainer, "U0DEVELOPER")
    await asyncio.to_thread(_ask, asker, "je cherche un mentor", "Communauté voisine (démo)")
    assert OUTSIDE not in asker.driver.page_source
    draft = await asyncio.to_thread(_reads, maintainer, "mainteneurs", NOTE, "draft")
    assert OUTSIDE in draft
    assert ASKER not in draft
    await asyncio.to_thread(maintainer.click, "A dit oui")
    await asyncio.to_thread(_reads, maintainer, "mainteneurs", "sait que le mentor a dit oui", "recorded")
    await asyncio.to_thread(_reads, asker, ASKER, OUTSIDE, "outside")


def _arrive(demo: Demo, page: Browser, user: str) -> None:
    page.open(demo.page)
    page.as_person(user)


def _ask(page: Browser, question: str, name: str) -> None:
    page.say(ASKER, question)
    page.sees("Laissez Passeur choisir" if question.endswith("mentor") else "Me présenter")
    page.screenshot(SHOTS / "introduction_proposals.png")
    page.click(f"Me présenter : {name}")
    page.fill("Votre note au mentor", NOTE)
    page.screenshot(SHOTS / "introduction_note.png")
    assert f"Je demanderai à {name}" in page.form() or f"{name}, puis" in page.form()
    page.send_form()
    sent = page.newest(f"je demande à {name}")
    assert ("la personne suivante" in sent) is not question.endswith("licences")
    page.screenshot(SHOTS / "introduction_sent.png")


def _agree(page: Browser) -> None:
    request = _reads(page, JURIST, NOTE, "request")
    assert ASKER not in request
    assert "championne" not in request.lower()
    page.click("Oui, avec plaisir")


def _are_introduced(page: Browser) -> None:
    said = _reads(page, f"{ASKER}, {JURIST}, passeur", NOTE, "together")
    assert f"@{ASKER}" in said
    assert f"@{JURIST}" in said
    assert "Quelle licence pour des données" in said.replace("\u202f", " ")
    assert said.count("?") == 3


def _tell(page: Browser, place: str, label: str, noted: str) -> None:
    _reads(page, place, "Avez-vous pu parler", "did_you_meet")
    page.click(label)
    _reads(page, place, noted, "noted")


def _reads(page: Browser, place: str, text: str, shot: str) -> str:
    """The newest message of this place, which holds the text."""
    page.go(place)
    found = page.newest(text)
    page.screenshot(SHOTS / f"introduction_{shot}.png")
    return found


def _too_late(page: Browser) -> None:
    """What was asked is over: no button is left, and each card says what became of it."""
    page.go(WORKSHOP)
    page.newest("restée sans réponse")
    page.screenshot(SHOTS / "introduction_over.png")
    assert page.buttons() == []
    assert "Oui, avec plaisir" not in page.driver.page_source
