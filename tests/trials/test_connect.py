"""A channel shared with another organisation: whatever team Slack names first, it is the same conversation."""

from typing import Any

import pytest

from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import Bot
from tests.slack.test_listeners import CHANNEL, button, mentioned

THEIRS = "T0PARTNER"
NAMED: list[dict[str, Any]] = [
    {"team_id": THEIRS},
    {"team_id": THEIRS, "context_team_id": THEIRS},
    {"team_id": THEIRS, "event.team": THEIRS, "event.user_team": THEIRS, "event.source_team": THEIRS},
    {"is_ext_shared_channel": True, "event.team": THEIRS},
]


@pytest.mark.parametrize("named", NAMED, ids=lambda named: " ".join(named))
async def test_a_follow_up_is_understood_in_the_thread(bot: Bot, slack: SlackDouble, named: dict[str, Any]) -> None:
    await mentioned(bot, slack)
    await bot.take(payload("message_in_thread", {"event.text": "et pour du code ?", **named}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    assert slack.messages(CHANNEL)[1]["text"].startswith("*Quelle licence pour un logiciel")


async def test_a_thread_that_began_under_the_other_team_goes_on(bot: Bot, slack: SlackDouble) -> None:
    await bot.take(payload("app_mention", {"team_id": THEIRS, "context_team_id": THEIRS}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
    await bot.take(payload("message_in_thread", {"event.text": "et pour du code ?"}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)


async def test_the_same_message_under_both_teams_is_answered_once(bot: Bot, slack: SlackDouble) -> None:
    await mentioned(bot, slack)
    await bot.take(payload("app_mention", {"team_id": THEIRS, "event_id": "Ev0PARTNER"}))
    await bot.take(payload("message_in_thread", {"event.text": "et pour du code ?"}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    assert slack.messages(CHANNEL)[1]["text"].startswith("*Quelle licence pour un logiciel")


async def test_a_click_from_the_other_team_goes_on_in_the_same_conversation(bot: Bot, slack: SlackDouble) -> None:
    message = await mentioned(bot, slack)
    following = next(e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"])["text"]["text"]
    pressed = {f"actions.0.{name}": value for name, value in button(message, following).items()}
    where = {"container.message_ts": message["ts"], "message.ts": message["ts"]}
    await bot.take(payload("block_actions_message", {**where, **pressed, "team.id": THEIRS, "user.team_id": THEIRS}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    await bot.take(payload("message_in_thread", {"event.text": "plus court"}))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 3)
    first_words = slack.messages(CHANNEL)[1]["text"].splitlines()[0]
    assert slack.messages(CHANNEL)[2]["text"].splitlines()[0] == first_words
