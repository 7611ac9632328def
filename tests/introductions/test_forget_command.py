"""`passeur forget` erases and ends what the person could erase and end in Slack, and the others hear it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.features.introductions.intents import OfIntroduction, Send, SendOffer
from bot.features.introductions.states import State
from bot.features.outgoing import Outgoing, restored
from bot.features.privacy.intents import ForgetMe
from bot.features.recipients import Person
from bot.storage.work import Work
from tests.introductions.bench import LEASE, TEAM, Bench
from tests.introductions.folder import Installed, installed

CHAMPION, ADA = "U0CHAMPION", "U0ADA"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    return installed(tmp_path, monkeypatch)


async def asked(bench: Bench) -> None:
    await bench.ask(CHAMPION, Send(language="fr", candidates=("ada",), topics=("data",), note="Nos horaires."))


async def queued(bench: Bench) -> list[Work]:
    async with bench.passeur.store.transaction() as transaction:
        return await transaction.claim(bench.now + timedelta(minutes=5), LEASE, limit=50, kind="outgoing")


@pytest.mark.parametrize("who", [CHAMPION, ADA])
@pytest.mark.parametrize("accepted", [False, True])
def test_the_command_does_what_the_person_can_do_in_slack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str, accepted: bool
) -> None:
    async def begin(bench: Bench) -> None:
        await asked(bench)
        if accepted:
            one = await bench.only()
            await bench.ask(ADA, OfIntroduction(language="fr", introduction=one.id, do="yes"))

    async def in_slack(bench: Bench) -> list[Any]:
        await begin(bench)
        before = len(bench.letters)
        await bench.ask(who, ForgetMe(language="fr", sure=True))
        return bench.letters[before:]

    async def state(bench: Bench) -> Any:
        found, needs = await bench.everything()
        async with bench.passeur.store.transaction() as transaction:
            rows = await transaction.registry.mentor_rows()
        ids = {"id", "need", "begun", "asked", "answered", "first_answer"}
        [one] = found.values()
        [need] = needs.values()
        return one.model_dump(exclude=ids), need.asker, need.note, need.closed is not None, rows

    slack = installed(tmp_path / "slack", monkeypatch)
    said = slack.with_bench(in_slack)
    terminal = installed(tmp_path / "terminal", monkeypatch)
    terminal.with_bench(begin)
    printed = terminal.run("forget", TEAM, who)
    works = terminal.with_bench(queued)
    assert blank([restored(work.payload) for work in works]) == blank(said)
    assert terminal.with_bench(state) == slack.with_bench(state)
    assert ("waits" in printed or "wait for" in printed) == bool(said)


def blank(said: list[Outgoing]) -> list[Any]:
    """Without the ids, which differ from one database to the other."""
    return sorted((repr(one.to), type(one.reply).__name__, getattr(one.reply, "of", "")) for one in said)


def test_the_mentor_hears_that_a_request_needs_no_answer_any_more(here: Installed) -> None:
    here.with_bench(asked)
    printed = here.run("forget", f" {TEAM} ", CHAMPION)
    assert "requests 1" in printed
    assert "1 message waits for the bot" in printed
    [work] = here.with_bench(queued)
    assert restored(work.payload).to == Person(user=ADA)
    found, needs = here.with_bench(lambda bench: bench.everything())
    assert [one.state for one in found.values()] == [State.CLOSED]
    assert [(need.asker, need.note) for need in needs.values()] == [("", "")]
    again = here.run("forget", TEAM, CHAMPION)
    assert "requests 0" in again
    assert "message" not in again


def test_an_offer_that_waits_is_forgotten_too(here: Installed) -> None:
    async def rows(bench: Bench) -> Any:
        async with bench.passeur.store.transaction() as transaction:
            return await transaction.registry.mentor_rows()

    offer = SendOffer(language="fr", name="Zoé", did="A ouvert", topics=("data",))
    here.with_bench(lambda bench: bench.ask("U0NOVICE", offer))
    assert len(here.with_bench(rows)) == 1
    assert "mentor 1" in here.run("forget", TEAM, "U0NOVICE")
    assert here.with_bench(rows) == {}


@pytest.mark.parametrize(("team", "user"), [("", CHAMPION), (TEAM, " ")])
def test_an_empty_id_is_refused(here: Installed, team: str, user: str) -> None:
    here.with_bench(asked)
    assert "one is empty" in here.run("forget", team, user, code=1)
    found, _ = here.with_bench(lambda bench: bench.everything())
    assert [one.state for one in found.values()] == [State.ASKED]
