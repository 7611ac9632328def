"""How many transactions an answered question takes: storing it, deciding with all that follows, and marking it sent."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.features.answering.decide import Decider
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import http_bot, settings_for

QUESTIONS: dict[str, tuple[str, dict[str, Any], str]] = {
    "a mention": ("app_mention", {}, "chat.postMessage"),
    "a direct message": ("message_im", {"event.text": "quelle licence pour nos données ?"}, "chat.postMessage"),
    "a mention that nothing answers": (
        "app_mention",
        {"event.text": "<@U0PASSEUR> comment régler la chaudière du bâtiment C ?"},
        "chat.postMessage",
    ),
    "the Home tab": ("app_home_opened_home", {}, "views.publish"),
}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_an_answered_question_takes_three_transactions(
    slack: SlackDouble, decider: Decider, tmp_path: Path, question: str
) -> None:
    listener, changes, method = QUESTIONS[question]
    begun: list[None] = []
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3"), decider) as bot:
        delivery = bot.running.delivery
        delivery.stop()  # the rounds that look for what is due have transactions of their own
        await asyncio.wait([task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__name__", "") == "run"])
        event.listen(bot.running.store._engine.sync_engine, "begin", lambda _: begun.append(None))
        await bot.take(payload(listener, changes))
        await slack.until(lambda: len(slack.called(method)) == 1)
        await delivery.idle()
        assert len(begun) == 3
        assert await delivery.work_off() == 0
