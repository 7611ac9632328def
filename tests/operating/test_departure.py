"""A token that is revoked, an app that is uninstalled: seen, confirmed by Slack, said, and all is erased."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.features.answering.decide import Decider
from bot.storage.erasing import erasable
from bot.web.health import ready
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import Bot, http_bot, settings_for, socket_bot
from tests.socket_double import SocketDouble

CHANNEL = "C0GENERAL"
UNINSTALLED = {"event": {"type": "app_uninstalled", "event_ts": "1790000116.000100"}}


async def rows(bot: Bot) -> dict[str, int]:
    """What is left in each table that holds something of somebody."""
    counts = {}
    async with bot.running.store.transaction() as transaction:
        for table in erasable():
            found = await transaction._connection.execute(text(f"SELECT count(*) FROM {table.name}"))
            counts[table.name] = int(found.scalar_one())
    return {name: count for name, count in counts.items() if count}


async def gone(bot: Bot) -> None:
    departure = bot.running.departure
    assert departure is not None
    assert departure._confirming is not None
    await departure._confirming


@pytest.mark.parametrize("how", ["tokens_revoked", "app_uninstalled", "a refused call"])
@pytest.mark.parametrize("way", ["http", "socket"])
async def test_it_is_seen_said_and_erased(
    how: str,
    way: str,
    socket_and_slack: tuple[SocketDouble, SlackDouble],
    decider: Decider,
    database_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    socket, slack = socket_and_slack
    settings = settings_for(slack, database_url)
    async with http_bot(settings, decider) if way == "http" else socket_bot(settings, decider, socket) as bot:
        await bot.take(payload("app_mention"))
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
        await bot.running.delivery.idle()
        assert "memories" in await rows(bot)
        slack.fault("auth.test", "503", retry_after="0")  # Slack has no time at first
        slack.fault("auth.test", "error:account_inactive", times=9)
        slack.fault("chat.postMessage", "error:token_revoked", times=9)
        if how == "a refused call":
            await bot.take(payload("message_im"))
            await slack.until(lambda: len(slack.called("auth.test")) > 1)
        else:
            await bot.take(payload("tokens_revoked", UNINSTALLED if how == "app_uninstalled" else None))
        await gone(bot)
        assert await rows(bot) == {}
        assert "not installed any more" in await ready(bot.running)
        said = len(slack.calls)
        await bot.take(payload("app_mention", {"event.ts": "1790000999.000100"}))
        assert len(slack.calls) == said
        assert await rows(bot) == {}
    assert "not installed any more" in caplog.text


async def test_a_token_that_is_good_loses_nothing(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    """Somebody else's token was revoked, the event is old, or nobody sent it from Slack."""
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3"), decider) as bot:
        await bot.take(payload("app_mention"))
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
        await bot.take(payload("tokens_revoked"))
        await gone(bot)
        assert "memories" in await rows(bot)
        assert await ready(bot.running) == ""


async def test_more_than_a_piece_is_erased(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime, timedelta

    from bot.storage.store import Store

    monkeypatch.setattr("bot.storage.erasing.PIECE", 3)
    store, later = await Store.open(database_url), datetime.now(UTC) + timedelta(days=1)
    async with store.transaction() as transaction:
        for number in range(10):
            await transaction.remember(f"place {number}", "{}", later)
            await transaction.vote("entry", "fr", f"person {number}", later, helpful=True)
    assert await store.erase() == 20
    await store.close()
