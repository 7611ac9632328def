"""Slack's limits, and a Slack slower than the lease: under a real `passeur serve` each thing is said once."""

import asyncio
from pathlib import Path

import pytest

from tests.double import SlackDouble
from tests.signed import payload
from tests.trials.served import HTTP, Served, mention, served

SLOW = 4.0


async def ask(bot: Served, numbers: range) -> None:
    assert set(await asyncio.gather(*(bot.mention(number) for number in numbers))) == {200}


async def test_a_limit_is_found_once_and_holds_all_that_is_said_by_its_method(
    slack: SlackDouble, database_url: str, tmp_path: Path
) -> None:
    slack.fault("chat.postMessage", 429, times=500, retry_after="900")
    async with served(tmp_path, slack, **HTTP, DATABASE_URL=database_url) as bot:
        assert await bot.mention() == 200
        await slack.until(lambda: bool(slack.called("chat.postMessage")))
        await bot.says("trying again in 0:15:00")
        await ask(bot, range(1, 40))
        url = slack.response_url("C0GENERAL", "U0CHAMPION")
        assert await bot.post(payload("slash_command", {"response_url": url})) == 200
        await slack.until(lambda: bool(slack.responses(url)))
        opened = payload("app_home_opened_home")
        assert await bot.post(opened) == 200
        await slack.until(lambda: bool(slack.called("views.publish")))
        await asyncio.sleep(3)
        assert len(slack.called("chat.postMessage")) == 1
        assert await bot.stop() == 0


async def test_what_was_held_is_said_once_the_wait_is_over(
    slack: SlackDouble, database_url: str, tmp_path: Path
) -> None:
    slack.fault("chat.postMessage", 429, times=3, retry_after="2")
    async with served(tmp_path, slack, **HTTP, DATABASE_URL=database_url) as bot:
        assert await bot.mention() == 200
        await slack.until(lambda: bool(slack.called("chat.postMessage")))
        await ask(bot, range(1, 40))
        await slack.until(lambda: len(slack.messages("C0GENERAL")) == 40, 60)
        assert len(slack.called("chat.postMessage")) == 43
        assert await bot.stop() == 0


@pytest.mark.parametrize("method", ["chat.postMessage", "response_url"])
async def test_a_slack_slower_than_the_lease_is_told_once(
    method: str, slack: SlackDouble, database_url: str, tmp_path: Path
) -> None:
    """Two processes on one table; the one that does not have the work looks for it every two seconds."""
    slack.fault(method, "hang", times=2)
    way = HTTP | {"DATABASE_URL": database_url, "PASSEUR_LEASE_SECONDS": "1"}
    url = slack.response_url("C0GENERAL", "U0CHAMPION")
    async with served(tmp_path, slack, **way) as one, served(tmp_path, slack, **way) as other:
        asked = mention() if method == "chat.postMessage" else payload("slash_command", {"response_url": url})
        assert await one.post(asked) == 200
        await slack.until(lambda: any(call.method == method for call in slack.calls))
        await asyncio.sleep(SLOW + 2)
        assert len([call for call in slack.calls if call.method == method]) == 1
        slack._faults.clear()
        slack.release()
        await asyncio.sleep(SLOW)
        assert len([call for call in slack.calls if call.method == method]) == 1
        assert await one.stop() == 0
        assert await other.stop() == 0


async def test_a_lease_that_is_no_time_is_refused(slack: SlackDouble, tmp_path: Path) -> None:
    async with served(tmp_path, slack, **HTTP, PASSEUR_LEASE_SECONDS="0.5") as bot:
        assert await bot.ends() == 1
    assert "PASSEUR_LEASE_SECONDS" in bot.words
