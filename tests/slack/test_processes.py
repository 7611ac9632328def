"""Several processes on one table, while Slack is slow: each thing is said once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.delivery.delivery import AT_ONCE, Delivery
from bot.delivery.job import Job
from bot.features.answering.decide import Decider
from bot.features.gaps.values import KeptQuestion
from bot.features.outgoing import Outgoing, StoredCall
from bot.features.recipients import Person
from tests.double import SlackDouble
from tests.signed import payload
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
    return Delivery(ours.passeur, ours.platform, lease=LEASE, now=lambda: ours.now())


async def to_say(bot: HttpBot, text: str) -> Job:
    delivery = bot.running.delivery
    message = StoredCall({"method": "chat.postMessage", "arguments": {"channel": "C0GENERAL", "text": text}})
    async with bot.running.store.transaction() as transaction:
        [job] = await delivery.outbox.add(transaction, text, Outgoing(message, Person(user="U0CHAMPION")))
    return job


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


async def test_only_so_much_is_done_at_once(bot: HttpBot, slack: SlackDouble) -> None:
    slack.fault("chat.postMessage", "hang", times=AT_ONCE + 4)
    works = [await to_say(bot, str(number)) for number in range(AT_ONCE + 4)]
    doing = asyncio.gather(*(bot.running.delivery.do(work) for work in works))
    await slack.until(lambda: len(slack.called("chat.postMessage")) >= AT_ONCE)
    await asyncio.sleep(0.2)
    assert len(slack.called("chat.postMessage")) == AT_ONCE
    slack._faults.clear()
    slack.release()
    await doing
    assert len(slack.messages("C0GENERAL")) == AT_ONCE + 4


async def test_an_event_that_comes_again_after_a_restart_is_not_answered_again(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    settings = settings_for(slack, f"sqlite:///{tmp_path}/restarted.sqlite3")
    for _ in range(2):
        async with http_bot(settings, decider) as started:
            await started.take(payload("app_mention"))
            await slack.until(lambda: len(slack.messages("C0GENERAL")) == 1)
            await asyncio.sleep(0.1)
            await started.running.delivery.idle()
            await started.running.delivery.work_off()
    assert len(slack.messages("C0GENERAL")) == 1


async def test_what_has_expired_is_erased_while_the_bot_runs(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/kept.sqlite3"), decider) as started:
        words = "<@U0PASSEUR> comment régler la chaudière du bâtiment C ?"
        await started.take(payload("app_mention", {"event.text": words}))
        await slack.until(lambda: len(slack.messages("C0GENERAL")) == 1)
        asked = started.running.delivery.now()
        assert len(await kept(started, asked)) == 1
        forward(started, timedelta(days=91).total_seconds())
        async with asyncio.timeout(10):
            while await kept(started, asked):
                await asyncio.sleep(0.1)


async def kept(bot: HttpBot, now: datetime) -> list[KeptQuestion]:
    async with bot.running.store.transaction() as transaction:
        return await transaction.gaps.questions(now)


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
