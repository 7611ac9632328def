"""What people write and the bot's tokens stand in no log, whatever its level."""

import logging
from pathlib import Path

import pytest

from bot.features.answering.decide import Decider
from tests.double import APP_TOKEN, BOT_TOKEN, SlackDouble
from tests.signed import payload
from tests.slack.bots import settings_for, socket_bot
from tests.slack.test_listeners import CHANNEL
from tests.socket_double import SocketDouble


async def test_debugging_shows_neither_words_nor_tokens(
    slack: SlackDouble, socket: SocketDouble, decider: Decider, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)  # as the command sets it
    async with socket_bot(settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3"), decider, socket) as bot:
        await bot.take(payload("app_mention", {"event.text": "<@U0PASSEUR> quelle licence pour mon zèbre ?"}))
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
    written = "\n".join(f"{record.name}: {record.getMessage()}" for record in caplog.records)
    assert [line for line in written.splitlines() if "zèbre" in line or "z\\u00e8bre" in line] == []
    assert BOT_TOKEN not in written
    assert APP_TOKEN not in written
    assert "verification-token" not in written
