"""Called into a thread by words that ask nothing of their own, the bot answers the question above."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.features.answering.thread import ThreadMessage, is_call, question_above
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import Bot
from tests.slack.test_listeners import CHANNEL, said

FOLDER = Path(__file__).parent
CASES = yaml.safe_load((FOLDER / "threads.yaml").read_text(encoding="utf-8"))
CALLS = yaml.safe_load((FOLDER / "calls.yaml").read_text(encoding="utf-8"))
BEGUN = 1790000100


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
async def test_the_question_is_answered_where_it_stands(bot: Bot, slack: SlackDouble, case: dict[str, Any]) -> None:
    by = case.get("by", "U0CHAMPION")
    slack.workspace.people.setdefault(by, "en-US")
    above = [_message(place, one) for place, one in enumerate(case.get("above", ()))]
    slack.workspace.posts[CHANNEL] = list(above)
    if "fault" in case:
        slack.fault("conversations.replies", case["fault"])
    event = {"event.user": by, "event.text": f"<@U0PASSEUR> {case['mention']}", "event.ts": f"{BEGUN + 50}.000100"}
    called = payload("app_mention", event)
    if above:
        called["event"]["thread_ts"] = above[0]["ts"]
    await bot.take(called)
    await slack.until(lambda: len(slack.messages(CHANNEL)) == len(above) + 1)
    words = _plain(said(slack.messages(CHANNEL)[-1]))
    assert [part for part in case["says"] if _plain(part) not in words] == [], words
    assert [part for part in case.get("not", ()) if _plain(part) in words] == [], words
    if "kept" in case:
        async with bot.running.store.transaction() as transaction:
            kept = await transaction.gaps.questions(bot.running.delivery.now())
        assert [question.text for question in kept] == case["kept"]


def _message(place: int, one: dict[str, Any]) -> dict[str, Any]:
    thread = {"thread_ts": f"{BEGUN}.000100"}
    wrote = {"bot_id": "B0OTHER"} if one.get("bot") else {}
    return {
        "type": "message",
        "ts": f"{BEGUN + place}.000100",
        "user": one["by"],
        "text": one["text"],
        **thread,
        **wrote,
    }


def _plain(text: str) -> str:
    return re.sub(r"\s", " ", text).replace("’", "'")


@pytest.mark.parametrize("text", CALLS["calls"])
def test_words_that_only_call_the_bot_in_are_known(text: str) -> None:
    assert is_call(text)


@pytest.mark.parametrize("text", CALLS["questions"])
def test_words_that_ask_or_say_something_are_no_call(text: str) -> None:
    assert not is_call(text)


def test_nothing_above_asks_nothing() -> None:
    assert question_above((), certain=lambda _: True, small_talk=lambda _: False) is None
    polite = (ThreadMessage("U0JURIST", "bonjour"),)
    assert question_above(polite, certain=lambda _: False, small_talk=lambda _: True) is None
