"""Reads what stands above a mention in its thread, within the scopes that the bot has anyway."""

import asyncio
import logging
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.app.inbound import Inbound
from bot.features.answering.intents import Question
from bot.features.answering.thread import ThreadMessage, is_call
from bot.features.gaps.intents import MakeAnswer
from bot.transports.slack.inbound import unescaped, without_mention
from bot.transports.slack.wording import wording

log = logging.getLogger(__name__)
PATIENCE = 5.0
"""Seconds; a thread that takes longer counts as one that can't be read."""
FORM_PATIENCE = 2.0
"""The same where a form is to be opened, which Slack allows for three seconds."""
READ = 200
"""Messages that are read, from the start of the thread."""


async def above(client: AsyncWebClient, asked: Inbound) -> tuple[ThreadMessage, ...] | None:
    """What stands between the bot's last words and a mention that asks nothing of its own, the oldest first.

    Of a thread of which an answer is to be made, what began it.
    None when the question is in the mention; nothing when Slack refuses or stays silent.
    """
    making = isinstance(asked.intent, MakeAnswer)
    calling = isinstance(asked.intent, Question) and is_call(asked.intent.text)
    if asked.above is None or asked.place is None or not (making or calling):
        return None
    thread = asked.place.thread or asked.above
    asking = client.conversations_replies(channel=asked.place.channel, ts=thread, latest=asked.above, limit=READ)
    try:
        found = await asyncio.wait_for(asking, FORM_PATIENCE if making else PATIENCE)
    except SlackApiError as error:
        log.warning("The thread above a mention can't be read: %s.", error.response.get("error"))
        return ()
    except (ClientError, TimeoutError, OSError, ValueError) as error:
        log.warning("The thread above a mention can't be read: %s.", type(error).__name__)
        return ()
    messages = found.get("messages") or []
    return _between(messages[:1] if making else messages, asked.above, asked.bot)


def _between(messages: list[dict[str, Any]], before: str, bot: str) -> tuple[ThreadMessage, ...]:
    kept: list[ThreadMessage] = []
    for message in messages:
        text = unescaped(without_mention(wording(message).text, bot)).strip()
        if message.get("user") == bot:
            kept = []  # it has answered what stands above its own words
        elif text and str(message.get("ts", "")) < before:
            kept.append(ThreadMessage(None if message.get("bot_id") else message.get("user"), text))
    return tuple(kept)
