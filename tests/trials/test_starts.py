"""auth.test without an answer: a real `passeur serve` keeps what comes; a refusal ends it with a sentence."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.double import SlackDouble
from tests.signed import payload
from tests.socket_double import SocketDouble
from tests.trials.served import HTTP, SECONDS, SOCKET, TRANSPORTS, Served, mention, served, started

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "starts.yaml").read_text(encoding="utf-8"))
WAYS = ("http", "socket")
"""Each case over one transport, by turns: a start takes some seconds."""
TRIED = [(case, WAYS[place % 2]) for place, case in enumerate(case for case in CASES if "serves" in case)]
ENDED = [(case, WAYS[place % 2]) for place, case in enumerate(case for case in CASES if "ends" in case)]
OTHERS = {"team_id": "T0OTHER", "is_enterprise_install": False}
ORGANISATION = {"is_enterprise_install": True, "enterprise_id": "E0EXAMPLE", "enterprise_name": "Example Group"}
GRID = {"enterprise_id": "E0EXAMPLE", "is_enterprise_install": False}


async def asks(bot: Served, socket: SocketDouble, way: str, number: int = 0) -> None:
    """Deliver a question, and see that it is acknowledged."""
    if way == "http":
        assert await bot.mention(number) == 200
    else:
        await socket.connected()
        await socket.ack(await socket.send("events_api", mention(number)))


def answer_as(slack: SlackDouble, **who: Any) -> None:
    """What auth.test tells from now on."""
    known = slack.workspace.do_auth_test({})
    slack.workspace.do_auth_test = lambda arguments: known | who  # type: ignore[method-assign]


@pytest.mark.parametrize(("case", "way"), TRIED, ids=lambda value: value if isinstance(value, str) else value["name"])
async def test_what_comes_meanwhile_is_kept(
    case: dict[str, Any], way: str, slack: SlackDouble, socket: SocketDouble, tmp_path: Path
) -> None:
    for kind in [*case["first"], "hang"]:
        slack.fault("auth.test", str(kind), retry_after="1")
    async with served(tmp_path, slack, **TRANSPORTS[way]) as bot:
        await slack.until(lambda: len(slack.called("auth.test")) > len(case["first"]), 60)
        await asks(bot, socket, way)
        known = {"auth.test", "apps.connections.open"}
        assert {call.method for call in slack.calls} <= known, "something was sent before Slack said who we are"
        slack.release()
        await slack.until(lambda: bool(slack.called("chat.postMessage")), 60)
        await asks(bot, socket, way)
        assert "Traceback" not in bot.said
        assert await bot.stop() == 0
    (answer,) = slack.messages("C0GENERAL")
    assert "<@" not in answer["text"]


@pytest.mark.parametrize(("case", "way"), ENDED, ids=lambda value: value if isinstance(value, str) else value["name"])
async def test_a_refusal_is_a_sentence(
    case: dict[str, Any], way: str, slack: SlackDouble, socket: SocketDouble, tmp_path: Path
) -> None:
    for kind in case["first"]:
        slack.fault("auth.test", str(kind), retry_after="1")
    async with started(tmp_path, slack, **TRANSPORTS[way]) as bot:
        assert await bot.ends(SECONDS) == 1
    assert case["ends"] in bot.words
    assert "Traceback" not in bot.said
    assert slack.called("chat.postMessage") == []


async def test_what_is_asked_while_it_learns_is_answered_then(
    slack: SlackDouble, database_url: str, tmp_path: Path
) -> None:
    empty = {"PASSEUR_CACHE": str(tmp_path / "cache"), "DATABASE_URL": database_url}
    async with started(tmp_path, slack, **HTTP, **empty) as bot:
        await bot.says("listens on port", SECONDS)
        assert "is learned" not in bot.said
        assert await bot.mention() == 200
        told = await bot.healthy()
        assert "is being learned" in told.get("knowledge", "is being learned")  # unless it is learned by now
        await slack.until(lambda: bool(slack.messages("C0GENERAL")), SECONDS)
        assert bot.words.index("Passeur learns its knowledge") < bot.words.index("listens on port")
        assert bot.words.index("listens on port") < bot.words.index("is learned")
        assert "knowledge" not in await bot.healthy()
    async with served(tmp_path, slack, **HTTP, **empty) as again:
        assert "learns its knowledge" not in again.said
        await again.says("Questions are compared in words")


async def test_a_database_belongs_to_who_used_it_first(slack: SlackDouble, database_url: str, tmp_path: Path) -> None:
    soon = {"DATABASE_URL": database_url, "PASSEUR_LEASE_SECONDS": "1"}
    async with served(tmp_path, slack, **HTTP, **soon) as bot:
        slack.fault("chat.postMessage", "503", times=100)
        assert await bot.mention() == 200
        await slack.until(lambda: bool(slack.called("chat.postMessage")))
        bot.process.kill()
    slack._faults.clear()
    said = len(slack.called("chat.postMessage"))
    answer_as(slack, **OTHERS, team="Other")
    async with started(tmp_path, slack, **HTTP, DATABASE_URL=database_url) as other:
        assert await other.ends(SECONDS) == 1
    for words in ("'Example' (T0EXAMPLE)", "'Other' (T0OTHER)", "DATABASE_URL"):
        assert words in other.words
    assert len(slack.called("chat.postMessage")) == said
    answer_as(slack, team_id="T0EXAMPLE")
    async with served(tmp_path, slack, **HTTP, **soon):
        await slack.until(lambda: bool(slack.messages("C0GENERAL")), 30)


async def test_another_workspace_that_is_late_keeps_nothing_and_sends_nothing(
    slack: SlackDouble, socket: SocketDouble, database_url: str, tmp_path: Path
) -> None:
    async with served(tmp_path, slack, **HTTP, DATABASE_URL=database_url) as bot:
        assert await bot.stop() == 0
    answer_as(slack, **OTHERS)
    slack.fault("auth.test", 503, times=2)
    async with served(tmp_path, slack, **HTTP, DATABASE_URL=database_url) as other:
        theirs = {"team_id": "T0OTHER", "context_team_id": "T0OTHER", "authorizations.0.team_id": "T0OTHER"}
        assert await other.post(payload("app_mention", theirs)) == 503
        assert await other.ends(60) == 1
    assert "T0OTHER" in other.words
    answer_as(slack, team_id="T0EXAMPLE")
    async with served(tmp_path, slack, **HTTP, DATABASE_URL=database_url) as bot:
        await asks(bot, socket, "http", 1)
        await slack.until(lambda: bool(slack.messages("C0GENERAL")))
        assert await bot.stop() == 0
    assert len(slack.messages("C0GENERAL")) == 1


@pytest.mark.parametrize(
    ("first", "second", "works"),
    [
        (ORGANISATION, ORGANISATION | {"team_id": "T0SECOND"}, True),
        (ORGANISATION, OTHERS, False),
        (GRID, GRID | {"team_id": "T0OTHER"}, False),
        ({}, GRID, True),
    ],
    ids=["an organisation", "an organisation and a stranger", "two of an organisation", "one that joins one"],
)
async def test_an_organisation_is_known_by_its_own_id(
    first: dict[str, Any], second: dict[str, Any], works: bool, slack: SlackDouble, tmp_path: Path
) -> None:
    answer_as(slack, **first)
    async with served(tmp_path, slack, **HTTP) as bot:
        assert await bot.stop() == 0
    answer_as(slack, **second)
    async with started(tmp_path, slack, **HTTP) as bot:
        if works:
            await bot.says("Ctrl-C stops it", SECONDS)
            assert await bot.stop() == 0
        else:
            assert await bot.ends(SECONDS) == 1
            assert "belongs to the Slack workspace" in bot.words


async def test_a_socket_waits_for_a_late_answer_too(slack: SlackDouble, socket: SocketDouble, tmp_path: Path) -> None:
    slack.fault("auth.test", 503, times=3)
    async with served(tmp_path, slack, **SOCKET) as bot:
        await socket.connected()
        told = await bot.healthy()
        assert "slack" in told
        await slack.until(lambda: len(slack.called("auth.test")) == 4, 30)
        assert await bot.stop() == 0
