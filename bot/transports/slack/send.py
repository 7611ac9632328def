"""Sends one call to Slack: it was sent, is tried again at a time, or was refused for good."""

import asyncio
import logging
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.transport import Attempt, MessagePlace, Outcome
from bot.messages.drawing import png
from bot.transports.slack.calls import (
    ApiCall,
    Arguments,
    Call,
    FileUpload,
    GroupMessage,
    PictureUpload,
    ResponseCall,
)
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

log = logging.getLogger(__name__)
EVENT_TYPE = "passeur_message"
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


SENT = Outcome("sent")


async def send(call: Call, attempt: Attempt, client: HeldClient, session: aiohttp.ClientSession) -> Outcome:
    """Make the call once; from the second try on, look first whether the message had gone: its metadata tell."""
    try:
        match call:
            case ResponseCall():
                return await _respond(call, session, client.limits)
            case FileUpload(user=user, arguments=arguments):
                return await _upload(user, arguments, client)
            case PictureUpload(user=user, svg=svg, arguments=arguments):
                drawn = await asyncio.to_thread(png, svg)
                return await _upload(user, {**arguments, "file": drawn}, client) if drawn else SENT
            case GroupMessage(users=users, arguments=arguments):
                # The same people have one group conversation, however often it is opened.
                opened = await client.conversations_open(users=",".join(users))
                return await _post({**arguments, "channel": opened["channel"]["id"]}, attempt, client)
            case ApiCall(method="chat.postMessage", arguments=arguments):
                return await _post(arguments, attempt, client)
            case ApiCall(method=method, arguments=arguments):
                return _sent(await client.api_call(method, json=arguments))
    except SlackApiError as error:
        return _refusal(error)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return Outcome("again", type(error).__name__)


async def _upload(user: str, arguments: Arguments, client: HeldClient) -> Outcome:
    opened = await client.conversations_open(users=user)
    await client.files_upload_v2(channel=opened["channel"]["id"], **arguments)
    return SENT


async def _post(arguments: Arguments, attempt: Attempt, client: HeldClient) -> Outcome:
    if attempt.number > 1 and (place := await _had_gone(arguments, attempt, client)):
        return Outcome("sent", place=place)
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": attempt.key}}
    return _sent(await client.api_call("chat.postMessage", json={**arguments, "metadata": metadata}))


def _sent(answer: AsyncSlackResponse) -> Outcome:
    return Outcome("sent", place=MessagePlace(str(answer.get("channel") or ""), str(answer.get("ts") or "")))


async def _respond(call: ResponseCall, session: aiohttp.ClientSession, limits: Limits) -> Outcome:
    held = limits.wait("response_url")
    if held is not None:
        return _held(held)
    async with session.post(call.url, json=call.arguments) as response:
        limited, error = response.status == 429, f"response_url answered {response.status}"
        wait = retry_after(response.headers.get("Retry-After"))
        if limited:
            limits.limited("response_url", wait)
        else:
            limits.passed("response_url")
        if response.status < 300:
            return SENT
        if response.status < 500 and not limited:
            return Outcome("refused", error)
        return Outcome("again", error, wait or None, limited)


def _held(wait: timedelta) -> Outcome:
    """It was not tried, because Slack had asked all of its method to wait."""
    return Outcome("again", "held back", wait, limited=True, quiet=True)


async def _had_gone(arguments: Arguments, attempt: Attempt, client: AsyncWebClient) -> MessagePlace | None:
    """Where it stands, if it had."""
    channel, thread = arguments["channel"], arguments.get("thread_ts")
    oldest = f"{(attempt.since - CLOCKS_APART).timestamp():.6f}" if attempt.since else None
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
        if _refusal(error).kind == "again":
            raise
        return None  # there is no such thread, or it can't be read: nothing of ours is known to be there
    messages: list[dict[str, Any]] = found.get("messages", [])
    keys = ((message.get("metadata") or {}).get("event_payload", {}).get("key") for message in messages)
    found_at = (message["ts"] for message, key in zip(messages, keys, strict=True) if key == attempt.key)
    return next((MessagePlace(channel, str(ts)) for ts in found_at), None)


def _refusal(error: SlackApiError) -> Outcome:
    if isinstance(error, HeldBackError):
        return _held(error.wait)
    word, status = word_of(error), status_of(error)
    if word in PASSING or status == 429 or status >= 500 or not word:
        return Outcome("again", word or f"status {status}", asked_wait(error) or None, is_limit(error))
    return Outcome("refused", word)
