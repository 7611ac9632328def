"""What goes wrong between the bot and Slack, and what people see all the same: one answer, or one apology."""

import asyncio
import dataclasses
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.delivery.retry import ATTEMPTS
from bot.features.answering.decide import Decider
from bot.storage.work import NewWork
from tests import processes
from tests.double import BOT_TOKEN, SIGNING_SECRET, SlackDouble
from tests.processes import Process
from tests.signed import payload, request
from tests.slack.bots import HttpBot, http_bot, settings_for
from tests.slack.test_listeners import CHANNEL, THREAD, click, said


@asynccontextmanager
async def started(slack: SlackDouble, decider: Decider, folder: Path) -> AsyncIterator[HttpBot]:
    async with http_bot(settings_for(slack, f"sqlite:///{folder}/passeur.sqlite3"), decider) as bot:
        yield bot


async def later(bot: HttpBot, seconds: float) -> int:
    """Move the bot's clock on, and let it do what is due by then."""
    delivery, now = bot.running.delivery, bot.running.delivery.now
    await delivery.idle()
    delivery.now = lambda: now() + timedelta(seconds=seconds)
    return await delivery.work_off()


@pytest.mark.parametrize("fault", ["429", "500", "502", "503", "bad_json", "drop", "error:internal_error"])
async def test_a_passing_fault_delays_the_answer_and_does_not_double_it(
    fault: str, slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    slack.fault("chat.postMessage", fault, times=3, retry_after="7")
    async with started(slack, decider, tmp_path) as bot:
        await bot.take(payload("app_mention"))
        for tries in (1, 2, 3, 4):
            await slack.until(lambda tries=tries: len(slack.called("chat.postMessage")) >= tries)
            await later(bot, 30)
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
        await later(bot, 4000)
    assert len(slack.messages(CHANNEL)) == 1


@pytest.mark.parametrize("fault", ["drop", "500", "bad_json"])
async def test_an_answer_whose_receipt_was_lost_is_recognised_and_not_said_again(
    fault: str, slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    slack.fault("chat.postMessage", fault, after=True)
    async with started(slack, decider, tmp_path) as bot:
        await bot.take(payload("app_mention"))
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
        await later(bot, 60)
        await slack.until(lambda: bool(slack.called("conversations.replies")))
        await later(bot, 60)
    assert len(slack.messages(CHANNEL)) == 1
    assert len(slack.called("chat.postMessage")) == 1


async def test_an_answer_at_the_end_of_a_long_thread_is_recognised(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    talk = [
        {"type": "message", "user": "U0JURIST", "ts": f"1790000102.{n:06d}", "thread_ts": THREAD} for n in range(300)
    ]
    slack.workspace.posts[CHANNEL] = talk
    slack.fault("chat.postMessage", "drop", after=True)
    async with started(slack, decider, tmp_path) as bot:
        await bot.take(payload("app_mention"))
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 301)
        await later(bot, 60)
        await slack.until(lambda: bool(slack.called("conversations.replies")))
        await later(bot, 60)
    assert len(slack.messages(CHANNEL)) == 301


async def test_slack_s_retry_after_is_waited_for(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    slack.fault("chat.postMessage", "429", retry_after="120")
    async with started(slack, decider, tmp_path) as bot:
        await bot.take(payload("app_mention"))
        await slack.until(lambda: len(slack.called("chat.postMessage")) == 1)
        await later(bot, 60)
        assert len(slack.called("chat.postMessage")) == 1
        await later(bot, 70)
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)


async def test_slack_s_limits_use_up_no_attempts(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    slack.fault("chat.postMessage", "429", times=2 * ATTEMPTS, retry_after="10")
    async with started(slack, decider, tmp_path) as bot:
        await bot.take(payload("app_mention"))
        for tries in range(1, 2 * ATTEMPTS + 1):
            await slack.until(lambda tries=tries: len(slack.called("chat.postMessage")) >= tries)
            await later(bot, 11)
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
    assert slack.called("conversations.replies") == []


async def test_what_a_channel_refuses_is_said_to_the_person_directly(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    slack.fault("chat.postMessage", "error:is_archived")
    async with started(slack, decider, tmp_path) as bot:
        await bot.take(payload("app_mention"))
        await slack.until(lambda: len(slack.messages("D0CHAMPION")) == 1)
    assert slack.messages(CHANNEL) == []


async def test_a_bug_of_ours_becomes_one_apology_with_a_reference(
    slack: SlackDouble, decider: Decider, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Decider(decider.knowledge, None)  # type: ignore[arg-type]
    async with started(slack, broken, tmp_path) as bot:
        await bot.take(payload("app_mention"))
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
        await later(bot, 4000)
    words = said(slack.messages(CHANNEL)[0])
    assert len(slack.messages(CHANNEL)) == 1
    assert words.startswith("Désolé")
    assert "NoneType" not in words
    reference = words.split("`")[1]
    assert f"Reference {reference}" in caplog.text


async def test_a_bug_in_a_thread_is_apologised_for_in_private_to_whom_the_bot_was_speaking(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    async with started(slack, decider, tmp_path) as bot:
        await bot.take(payload("app_mention"))
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
        delivery = bot.running.delivery
        broken = Decider(decider.knowledge, None)  # type: ignore[arg-type]
        delivery.passeur = dataclasses.replace(delivery.passeur, decider=broken)
        by = {"event.user": "U0JURIST", "event.ts": "1790000110.1"}
        await bot.take(payload("message_in_thread", {**by, "event.text": "on mange où ?"}))
        await bot.take(payload("message_in_thread", {"event.text": "quelle licence pour du code ?"}))
        await slack.until(lambda: len(slack.workspace.ephemeral) == 1)
        await later(bot, 4000)
    (apology,) = slack.workspace.ephemeral
    assert apology["user"] == "U0CHAMPION"
    assert said(apology).startswith("Désolé")
    assert len(slack.messages(CHANNEL)) == 1


async def test_a_person_whose_locale_slack_does_not_tell_is_answered_all_the_same(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    slack.fault("users.info", "500", times=5)
    async with started(slack, decider, tmp_path) as bot:
        await bot.take(payload("app_mention"))
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)


async def test_nothing_that_was_asked_stays_in_the_table_once_it_is_answered(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    async with started(slack, decider, tmp_path) as bot:
        await bot.take(payload("app_mention"))
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
        await bot.running.delivery.work_off()
    content = b"".join(file.read_bytes() for file in tmp_path.glob("passeur.sqlite3*"))
    assert b"U0CHAMPION" not in content.replace(b"message:T0EXAMPLE", b"")


@asynccontextmanager
async def process(slack: SlackDouble, folder: Path, port: int, **more: str) -> AsyncIterator[Process]:
    """The real `passeur serve`, in a process of its own, with `more` in its environment."""
    environment = os.environ | {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_BASE_URL": slack.url,
        "DATABASE_URL": f"sqlite:///{folder}/passeur.sqlite3",
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "PASSEUR_LEASE_SECONDS": "1",
        **more,
    }
    serving = await processes.start("serve", environment=environment)
    try:
        await _listening(port, serving)
        yield serving
    finally:
        if serving.returncode is None:
            serving.terminate()
        await serving.wait()


async def _listening(port: int, serving: Process) -> None:
    async with asyncio.timeout(120), aiohttp.ClientSession() as session:
        while True:
            assert serving.returncode is None, "the bot ended"
            try:
                async with session.get(f"http://127.0.0.1:{port}/health") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)


async def _post(port: int) -> int:
    headers, body = request(payload("app_mention"), SIGNING_SECRET)
    address = f"http://127.0.0.1:{port}/slack/events"
    async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize(
    ("method", "after"), [("users.info", False), ("chat.postMessage", False), ("chat.postMessage", True)]
)
async def test_killed_between_slack_s_200_and_the_answer_the_answer_comes_after_the_restart_once(
    method: str, after: bool, slack: SlackDouble, tmp_path: Path, unused_tcp_port_factory: "type[int]"
) -> None:
    port = unused_tcp_port_factory()
    slack.fault(method, "hang", after=after)
    async with process(slack, tmp_path, port) as serving:
        assert await _post(port) == 200
        await slack.until(lambda: bool(slack.called(method)))
        serving.send_signal(signal.SIGKILL)
        await serving.wait()
    async with process(slack, tmp_path, port):
        await slack.until(lambda: bool(slack.called("conversations.replies") if after else slack.messages(CHANNEL)), 30)
        assert await _post(port) == 200
        assert len(slack.messages(CHANNEL)) == 1


async def test_work_that_another_version_wrote_does_not_stop_the_rest(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    async with started(slack, decider, tmp_path) as bot:
        now = bot.running.delivery.now()
        async with bot.running.store.transaction() as transaction:
            await transaction.add(NewWork("ask", "old", {"nobody": "reads this"}, now), now)
        await bot.running.delivery.work_off()
        await bot.take(payload("app_mention"))
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)


async def test_what_is_refused_in_private_is_said_directly(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    async with started(slack, decider, tmp_path) as bot:
        await bot.take(payload("app_mention"))
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
        slack.fault("chat.postEphemeral", "error:user_not_in_channel")
        await bot.take(click(slack.messages(CHANNEL)[0], "👍"))
        await slack.until(lambda: len(slack.messages("D0CHAMPION")) == 1)
