"""A call in, its outcome out: sent, to be tried again at a time, or refused for good."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.retry import backoff
from bot.transports.slack.limits import (
    LIMITED,
    HeldBackError,
    HeldClient,
    Limits,
    asked_wait,
    is_limit,
    retry_after,
    status_of,
    word_of,
)
from bot.transports.slack.outgoing import EVENT_TYPE, Call

log = logging.getLogger(__name__)
HELD = "held back"
"""The error of a call that was not tried, because Slack had asked all of its method to wait."""
PASSING = LIMITED | frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
    }
)
LOOK_BACK = 30
CLOCKS_APART = timedelta(minutes=1)


@dataclass(frozen=True)
class Outcome:
    """`wait`: how long until the next try. `error`: Slack's own word, for the log. `limited`: there was no try.

    `place`: the channel and the timestamp of a message that was sent.
    """

    kind: Literal["sent", "again", "refused"]
    wait: timedelta = timedelta(0)
    error: str = ""
    limited: bool = False
    place: tuple[str, str] = ("", "")


SENT = Outcome("sent")


async def send(
    call: Call,
    key: str,
    attempts: int,
    client: HeldClient,
    session: aiohttp.ClientSession,
    since: datetime | None = None,
) -> Outcome:
    """Make the call once; from the second try on, look first whether the message had gone: its metadata tell.

    `since`: when the message was decided on, before which it can't have gone.
    """
    try:
        if call["method"] == "response_url":
            return await _respond(call, attempts, session, client.limits)
        arguments = dict(call["arguments"])
        if call["method"] == "files.upload":
            return await _upload(arguments, client)
        if "," in arguments.get("channel", ""):
            # The same people have one group conversation, however often it is opened.
            opened = await client.conversations_open(users=arguments["channel"])
            arguments["channel"] = opened["channel"]["id"]
        if call["method"] == "chat.postMessage":
            if attempts > 1 and (place := await _had_gone(arguments, key, since, client)):
                return Outcome("sent", place=place)
            arguments["metadata"] = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        answer = await client.api_call(call["method"], json=arguments)
        return Outcome("sent", place=(str(answer.get("channel") or ""), str(answer.get("ts") or "")))
    except SlackApiError as error:
        return _refusal(error, attempts)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return Outcome("again", backoff(attempts), type(error).__name__)


async def _upload(arguments: dict[str, Any], client: AsyncWebClient) -> Outcome:
    opened = await client.conversations_open(users=arguments.pop("user"))
    await client.files_upload_v2(channel=opened["channel"]["id"], **arguments)
    return SENT


async def _respond(call: Call, attempts: int, session: aiohttp.ClientSession, limits: Limits) -> Outcome:
    held = limits.wait("response_url")
    if held is not None:
        return Outcome("again", held, HELD, limited=True)
    async with session.post(call["url"], json=call["arguments"]) as response:
        limited, error = response.status == 429, f"response_url answered {response.status}"
        wait = retry_after(response.headers.get("Retry-After"))
        if limited:
            limits.limited("response_url", wait)
        else:
            limits.passed("response_url")
        if response.status < 300:
            return SENT
        if response.status < 500 and not limited:
            return Outcome("refused", error=error)
        return Outcome("again", wait or backoff(attempts), error, limited)


async def _had_gone(
    arguments: dict[str, Any], key: str, since: datetime | None, client: AsyncWebClient
) -> tuple[str, str] | None:
    """Where it stands, if it had."""
    channel, thread = arguments["channel"], arguments.get("thread_ts")
    oldest = f"{(since - CLOCKS_APART).timestamp():.6f}" if since else None
    if channel.startswith("U"):
        opened = await client.conversations_open(users=channel)
        channel = opened["channel"]["id"]
    try:
        if thread:
            # Slack gives the oldest replies first; without `oldest` a long thread would hide the last ones.
            found = await client.conversations_replies(
                channel=channel, ts=thread, oldest=oldest, include_all_metadata=True, limit=200
            )
        else:
            found = await client.conversations_history(channel=channel, include_all_metadata=True, limit=LOOK_BACK)
    except SlackApiError as error:
        if _refusal(error, 1).kind == "again":
            raise
        return None  # there is no such thread, or it can't be read: nothing of ours is known to be there
    messages: list[dict[str, Any]] = found.get("messages", [])
    keys = ((message.get("metadata") or {}).get("event_payload", {}).get("key") for message in messages)
    return next(((channel, str(message["ts"])) for message, of in zip(messages, keys, strict=True) if of == key), None)


def _refusal(error: SlackApiError, attempts: int) -> Outcome:
    if isinstance(error, HeldBackError):
        return Outcome("again", error.wait, HELD, limited=True)
    word, status = word_of(error), status_of(error)
    if word in PASSING or status == 429 or status >= 500 or not word:
        wait = asked_wait(error) or backoff(attempts)
        return Outcome("again", wait, word or f"status {status}", is_limit(error))
    return Outcome("refused", error=word)
