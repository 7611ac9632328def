"""The web part refuses, in words and without a traceback, what Slack did not send."""

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from bot.features.answering.decide import Decider
from tests.double import SIGNING_SECRET, SlackDouble
from tests.signed import JSON, payload, request, signed
from tests.slack.bots import HttpBot, http_bot, settings_for

BODY = json.dumps(payload("app_mention")).encode()


@pytest_asyncio.fixture
async def bot(slack: SlackDouble, decider: Decider, tmp_path: Path) -> AsyncIterator[HttpBot]:
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3"), decider) as started:
        yield started


HOUR = 3600
REFUSED: dict[str, tuple[int, Callable[[], dict[str, str]], bytes]] = {
    "no signature": (401, dict, BODY),
    "another's signature": (401, lambda: signed(BODY, "another secret"), BODY),
    "a signature of another body": (401, lambda: signed(b"{}", SIGNING_SECRET), BODY),
    "an old request": (401, lambda: signed(BODY, SIGNING_SECRET, int(time.time()) - HOUR), BODY),
    "a request from the future": (401, lambda: signed(BODY, SIGNING_SECRET, int(time.time()) + HOUR), BODY),
    "a timestamp of letters": (401, lambda: signed(BODY, SIGNING_SECRET, "now"), BODY),
    "a timestamp of other digits": (401, lambda: signed(BODY, SIGNING_SECRET, "¹²"), BODY),
    "signed, but not JSON": (400, lambda: signed(b'{"ok": tru', SIGNING_SECRET), b'{"ok": tru'),
    "signed, but a list": (400, lambda: signed(b"[]", SIGNING_SECRET), b"[]"),
    "too large": (413, lambda: signed(b"x", SIGNING_SECRET), b"x" * (1024 * 1024 + 1)),
}


@pytest.mark.parametrize("what", REFUSED)
async def test_what_slack_did_not_send_is_refused(what: str, bot: HttpBot, slack: SlackDouble) -> None:
    status, sign, body = REFUSED[what]
    headers = {name: value.encode().decode("latin-1") for name, value in sign().items()}
    got, text = await bot.post({"Content-Type": JSON, **headers}, body)
    assert got == status
    assert "Traceback" not in text
    assert slack.called("chat.postMessage") == []


async def test_slack_s_challenge_is_answered(bot: HttpBot) -> None:
    challenge = payload("url_verification")
    status, text = await bot.post(*request(challenge, SIGNING_SECRET))
    assert (status, challenge["challenge"] in text) == (200, True)


async def test_slack_is_told_200_when_it_holds_events_back(bot: HttpBot) -> None:
    assert (await bot.post(*request(payload("app_rate_limited"), SIGNING_SECRET)))[0] == 200


async def test_an_event_of_no_door_is_acknowledged(bot: HttpBot) -> None:
    assert (await bot.post(*request(payload("member_joined_channel"), SIGNING_SECRET)))[0] == 200


async def test_without_a_database_slack_gets_no_200_and_comes_back(bot: HttpBot, tmp_path: Path) -> None:
    await asyncio.to_thread(_break, tmp_path / "passeur.sqlite3")
    status, text = await bot.post(*request(payload("app_mention"), SIGNING_SECRET))
    assert status >= 500
    assert "Traceback" not in text


async def test_without_a_database_a_command_gets_an_apology(bot: HttpBot, slack: SlackDouble, tmp_path: Path) -> None:
    await asyncio.to_thread(_break, tmp_path / "passeur.sqlite3")
    url = slack.response_url("C0GENERAL", "U0CHAMPION")
    status, _ = await bot.post(*request(payload("slash_command", {"response_url": url}), SIGNING_SECRET))
    assert status == 200
    assert slack.responses(url)[0]["text"].startswith("Désolé")


def _break(database: Path) -> None:
    with closing(sqlite3.connect(database, timeout=30)) as opened:
        opened.execute("ALTER TABLE work RENAME TO gone")
