"""What Slack shows of an agent: sessions with their stop button, a status, prompts, feedback; and a Slack without."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.delivery.outbox import OUTGOING
from bot.features.answering.decide import Decider
from bot.features.outgoing import restored
from bot.features.working.replies import Stopped
from bot.transports.slack.agent import sessions
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import Bot, HttpBot, http_bot, settings_for
from tests.slack.test_listeners import CHANNEL, DIRECT, THREAD, click, mentioned, said

SET, OLD = "agents.sessions.setStatus", "assistant.threads.setStatus"
CASES = yaml.safe_load(Path(__file__).with_name("refusals.yaml").read_text(encoding="utf-8"))
OPENED = {"event.user": "U0CHAMPION", "event.channel": DIRECT}


def ask(number: int) -> dict[str, Any]:
    """A mention that begins a thread of its own."""
    return payload("app_mention", {"event.ts": f"179000020{number}.1"}) | {"event_id": f"Ev0ASKED{number}"}


def opening(number: int) -> dict[str, Any]:
    return payload("app_home_opened_messages", OPENED) | {"event_id": f"Ev0OPENED{number}"}


async def take(bot: Bot, *bodies: dict[str, Any]) -> None:
    for body in bodies:
        await bot.take(body)
        await bot.running.delivery.idle()


async def slow(bot: Bot, slack: SlackDouble, body: dict[str, Any]) -> None:
    """Who asks is looked up for longer than an answer takes."""
    slack.fault("users.info", "hang", times=2)
    await bot.take(body)
    await slack.until(lambda: bool(slack.called(SET) or slack.called(OLD)))


async def test_a_thread_becomes_a_session_under_its_question(bot: Bot, slack: SlackDouble) -> None:
    await mentioned(bot, slack)
    await slack.until(lambda: "active" in [call["status"] for call in slack.called(SET)])
    shown = slack.called(SET)[-1]
    assert shown == {"channel_id": CHANNEL, "thread_ts": THREAD, "status": "active", "title": shown["title"]}
    assert 0 < len(shown["title"]) <= sessions.TITLE
    assert "<@" not in shown["title"]


async def test_what_takes_long_is_shown_and_ends(bot: Bot, slack: SlackDouble) -> None:
    await slow(bot, slack, payload("app_mention"))
    assert [call["status"] for call in slack.called(SET)] == ["processing"]
    assert slack.messages(CHANNEL) == []
    slack.release()
    await slack.until(lambda: len(slack.called(SET)) == 2)
    assert slack.called(SET)[-1]["status"] == "active"
    assert len(slack.messages(CHANNEL)) == 1


async def test_a_direct_message_that_is_answered_below_opens_no_thread(bot: Bot, slack: SlackDouble) -> None:
    await take(bot, payload("message_im", {**OPENED, "event.text": "quelle licence pour nos données ?"}))
    assert slack.called(SET) == slack.called(OLD) == []


async def test_words_that_may_be_for_somebody_else_show_nothing(bot: Bot, slack: SlackDouble) -> None:
    await mentioned(bot, slack)
    await slack.until(lambda: bool(slack.called(SET)))
    await take(bot, payload("message_in_thread", {"event.text": "et pour du code ?"}))
    assert len(slack.called(SET)) == 1


async def test_a_workspace_without_sessions_sees_words(bot: Bot, slack: SlackDouble) -> None:
    slack.fault(SET, "error:unknown_method", times=9)
    await slow(bot, slack, payload("app_mention"))
    await slack.until(lambda: bool(slack.called(OLD)))
    slack.release()
    await slack.until(lambda: len(slack.called(OLD)) == 2)
    assert [call["status"] for call in slack.called(OLD)] == ["cherche une réponse…", ""]
    assert len(slack.called(SET)) == 1


async def test_the_stop_button_stops_what_is_being_looked_for(bot: Bot, slack: SlackDouble) -> None:
    await slow(bot, slack, payload("app_mention"))
    await bot.take(payload("agent_session_stopped"))
    await slack.until(lambda: slack.called(SET)[-1]["status"] == "active")
    slack.release()
    await bot.running.delivery.idle()
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
    assert "arrêté" in said(slack.messages(CHANNEL)[0])
    assert slack.messages(CHANNEL)[0]["thread_ts"] == THREAD


async def test_a_reply_that_waits_for_slack_is_stopped_too(bot: Bot, slack: SlackDouble) -> None:
    slack.fault("chat.postMessage", 429, retry_after="3600")
    await take(bot, payload("app_mention"))
    await take(bot, payload("agent_session_stopped"), payload("agent_session_stopped"))
    later = bot.running.delivery.now() + timedelta(days=1)
    async with bot.running.store.transaction() as transaction:
        due = await transaction.claim(later, timedelta(1))  # on a Sunday also Monday's digest
        waiting = [restored(work.payload).reply for work in due if work.kind == OUTGOING]
    assert [type(reply) for reply in waiting] == [Stopped]


async def test_stopping_what_is_answered_says_nothing_more(bot: Bot, slack: SlackDouble) -> None:
    await mentioned(bot, slack)
    await take(bot, payload("agent_session_stopped"))
    assert len(slack.messages(CHANNEL)) == 1
    assert slack.called(SET)[-1]["status"] == "active"


@pytest.mark.parametrize("label", ["👍 Utile", "👎 Pas utile"])
async def test_slacks_own_thumbs_are_a_vote(label: str, bot: Bot, slack: SlackDouble) -> None:
    message = await mentioned(bot, slack)
    assert [block["type"] for block in message["blocks"]][-1] == "context_actions"
    clicked = click(message, label)
    clicked["actions"][0]["type"] = "feedback_buttons"
    await take(bot, clicked)
    async with bot.running.store.transaction() as transaction:
        assert list((await transaction.votes()).values()) == [(1, 0) if label == "👍 Utile" else (0, 1)]


async def test_a_private_answer_has_our_own_buttons(bot: Bot, slack: SlackDouble) -> None:
    command = payload("slash_command", {"text": "quelle licence pour nos données ?"})
    command["response_url"] = slack.response_url(command["channel_id"], command["user_id"])
    await take(bot, command)
    (answer,) = slack.responses(command["response_url"])
    assert "context_actions" not in [block["type"] for block in answer["blocks"]]
    assert "👍 Utile" in said(answer)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['feature']}: {case['word']}")
async def test_what_a_workspace_lacks_is_learnt_once(
    case: dict[str, Any], slack: SlackDouble, decider: Decider, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    method, learnt, prompts = case["method"], case.get("learnt", True), "Prompts" in case["method"]
    slack.fault(method, f"error:{case['word']}", times=1 if method == "chat.postMessage" else 9)
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3"), decider) as bot:
        await thrice(bot, opening if prompts else ask)
    tried = slack.called(method)
    if method == "chat.postMessage":
        assert [has_thumbs(call) for call in tried] == [True, False, False, False]
    else:
        assert len(tried) == (1 if learnt else 3 if case["word"] != "ratelimited" else len(tried))
    assert len(slack.messages(CHANNEL)) == (0 if prompts else 3)
    told = [record for record in caplog.records if case["feature"] in record.getMessage()]
    assert len([record for record in told if record.levelno >= logging.INFO]) == (1 if learnt else 0)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def thrice(bot: HttpBot, made: Any) -> None:
    for number in range(3):
        await take(bot, made(number))


def has_thumbs(call: dict[str, Any]) -> bool:
    return any(block["type"] == "context_actions" for block in call["blocks"])
