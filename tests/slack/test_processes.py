"""Several processes on one table, while Slack is slow: each thing is said once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.conversation.decide import Decider
from bot.slack.delivery import Delivery
from bot.slack.outgoing import post
from bot.storage.work import NewWork, Work
from tests.double import SlackDouble
from tests.slack.bots import HttpBot, http_bot, settings_for

LEASE = timedelta(seconds=30)


@pytest_asyncio.fixture
async def bot(slack: SlackDouble, decider: Decider, tmp_path: Path) -> AsyncIterator[HttpBot]:
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3"), decider) as started:
        started.running.delivery.stop()  # work is taken up only where the test says so
        yield started


@pytest.fixture
def other(bot: HttpBot) -> Delivery:
    """Another process, on the same table."""
    ours = bot.running.delivery
    return Delivery(ours.passeur, ours.client, ours.session, lease=LEASE, now=lambda: ours.now())


async def to_say(bot: HttpBot, text: str) -> Work:
    delivery = bot.running.delivery
    new = NewWork("say", text, post("C0GENERAL", None, {"text": text}), delivery.now())
    async with bot.running.store.transaction() as transaction:
        work = await transaction.add(new, delivery.now(), lease=LEASE)
    assert work is not None
    return work


def forward(bot: HttpBot, seconds: float) -> None:
    now = bot.running.delivery.now
    bot.running.delivery.now = lambda: now() + timedelta(seconds=seconds)


async def one_waiting_for_another(bot: HttpBot, slack: SlackDouble) -> "asyncio.Future[list[None]]":
    """Two messages to say, one place to do it, and a Slack that does not answer."""
    delivery = bot.running.delivery
    delivery._places = asyncio.Semaphore(1)
    slack.fault("chat.postMessage", "hang", times=2)
    both = [await to_say(bot, "first"), await to_say(bot, "second")]
    doing = asyncio.gather(*(delivery.do(work) for work in both))
    await slack.until(lambda: len(slack.called("chat.postMessage")) == 1)
    return doing


async def test_what_waited_long_for_a_place_has_its_whole_lease_once_it_has_one(
    bot: HttpBot, other: Delivery, slack: SlackDouble
) -> None:
    doing = await one_waiting_for_another(bot, slack)
    forward(bot, 29)
    slack.release()
    await slack.until(lambda: len(slack.called("chat.postMessage")) == 2)
    forward(bot, 2)
    assert await other.work_off() == 0
    slack.release()
    await doing
    assert [message["text"] for message in slack.messages("C0GENERAL")] == ["first", "second"]


async def test_what_another_took_up_meanwhile_is_left_to_it(bot: HttpBot, other: Delivery, slack: SlackDouble) -> None:
    doing = await one_waiting_for_another(bot, slack)
    forward(bot, 29)
    async with bot.running.store.transaction() as transaction:
        first = await transaction.work("first")
        assert first is not None
        await transaction.extend(first, bot.running.delivery.now() + LEASE)
    forward(bot, 2)
    slack._faults.clear()
    assert await other.work_off() == 1
    slack.release()
    await doing
    assert sorted(message["text"] for message in slack.messages("C0GENERAL")) == ["first", "second"]
    assert len(slack.called("chat.postMessage")) == 2
