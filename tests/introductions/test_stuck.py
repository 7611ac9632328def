"""Requests that nobody answers: in the digest once they have waited, and helped along from the maintainers' channel."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.app import stuck
from bot.features.introductions.intents import HelpAlong, OfIntroduction, Respond, Send
from bot.features.introductions.replies import HelpedAlong, MentorNews, Progress, Request, StuckRequests
from bot.features.introductions.states import State
from bot.storage import Store
from tests.introductions.bench import Bench
from tests.introductions.directory import MAINTAINERS

CHAMPION, ADA, TEAM = "U0CHAMPION", "U0ADA", "U0TEAM"


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    store = await Store.open("sqlite://")
    made = Bench(store)
    await made.ask(CHAMPION, Send(language="fr", candidates=("ada", "bob"), topics=("data",), note="Nos horaires."))
    yield made
    await store.close()


async def shown(bench: Bench) -> StuckRequests | None:
    async with bench.passeur.store.transaction() as transaction:
        sent = await stuck.digest(transaction, bench.passeur.directories, bench.now)
    if not sent:
        return None
    (one,) = sent
    assert isinstance(one.reply, StuckRequests)
    assert CHAMPION not in json.dumps(one.reply.requests)
    return one.reply


async def helped(bench: Bench, name: str, do: Any, *, channel: str = MAINTAINERS) -> HelpedAlong:
    said = await bench.ask(TEAM, HelpAlong(language="fr", introduction=name, do=do), channel=channel)
    found = [getattr(one, "reply", one) for one in said]
    (told,) = [one for one in found if isinstance(one, HelpedAlong)]
    return told


async def state(bench: Bench, name: str) -> State:
    return (await bench.everything())[0][name].state


async def test_a_request_is_shown_once_it_has_waited(bench: Bench) -> None:
    assert await shown(bench) is None
    await bench.wait(days=2)
    assert await shown(bench) is None
    await bench.wait(days=1, hours=1)
    found = await shown(bench)
    assert found is not None
    assert [(one.mentor, one.days, one.state) for one in found.requests] == [("Mentor ada (example)", 3, "reminded")]


async def test_one_that_was_put_off_or_taken_is_not(bench: Bench) -> None:
    name = (await bench.only()).id
    await bench.ask(ADA, OfIntroduction(language="fr", introduction=name, do="yes"))
    await bench.wait(days=9)
    assert await shown(bench) is None


async def test_a_reminder_goes_out_at_once_and_only_once(bench: Bench) -> None:
    name = (await bench.only()).id
    assert (await helped(bench, name, "nudge")).of == "nudge"
    assert [letter.again for letter in bench.to(ADA) if isinstance(letter, Request)] == [None, "reminder"]
    assert await state(bench, name) is State.REMINDED
    assert (await helped(bench, name, "nudge")).of == "reminded"
    await bench.wait(days=3, hours=1)  # the timer of the usual reminder finds that it has moved
    assert len([letter for letter in bench.to(ADA) if isinstance(letter, Request)]) == 2
    assert (await bench.everything())[0][name].state is State.REMINDED


async def test_the_next_one_is_asked(bench: Bench) -> None:
    name = (await bench.only()).id
    assert (await helped(bench, name, "reassign")).mentor == "Mentor ada (example)"
    introductions, _ = await bench.everything()
    assert [(one.mentor, one.state) for one in introductions.values()] == [("ada", State.CLOSED), ("bob", State.ASKED)]
    (told,) = [one for one in bench.to(CHAMPION) if isinstance(one, Progress) and one.of == "left"]
    assert told.mentor == "Mentor bob (example)"


async def test_it_is_closed_for_both(bench: Bench) -> None:
    name = (await bench.only()).id
    assert (await helped(bench, name, "close")).of == "close"
    introductions, needs = await bench.everything()
    assert [one.state for one in introductions.values()] == [State.CLOSED]
    assert [(need.closed, need.given_up) for need in needs.values()] == [(bench.now, False)]
    assert [one.of for one in bench.to(CHAMPION) if isinstance(one, Progress)][-1] == "closed"
    assert [one.of for one in bench.to(ADA) if isinstance(one, MentorNews)] == ["withdrawn"]
    assert (await helped(bench, name, "reassign")).of == "moved"


@pytest.mark.parametrize("do", ["nudge", "reassign", "close"])
async def test_it_is_for_the_maintainers(bench: Bench, do: str) -> None:
    name = (await bench.only()).id
    assert (await helped(bench, name, do, channel="C0GENERAL")).of == "not_yours"
    assert await state(bench, name) is State.ASKED


async def test_of_two_clicks_the_second_is_told(bench: Bench) -> None:
    name = (await bench.only()).id
    await bench.ask(ADA, Respond(language="fr", introduction=name, do="no"))
    for do in ("nudge", "reassign", "close"):
        assert (await helped(bench, name, do)).of == "moved"
