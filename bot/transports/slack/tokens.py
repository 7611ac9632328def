"""The calls that a start depends on: an answer, a definite refusal in a sentence, or a reason to try again later."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import SlackError
from bot.settings import SLACK_API
from bot.transports.slack.limits import asked_wait, is_limit, status_of, word_of

log = logging.getLogger(__name__)
Result = TypeVar("Result")
UNREACHED = (aiohttp.ClientError, TimeoutError, OSError)
LONGEST_PAUSE = timedelta(seconds=60)
PASSING = frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "org_login_required",
    }
)
"""Slack's words for a workspace or a Slack that has no time now; any other word is an answer."""


class LaterError(Exception):
    """It can't be told now; `wait`: for how long Slack wants to be left alone."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


async def answered(
    call: Awaitable[AsyncSlackResponse], client: AsyncWebClient, token: str, setting: str
) -> AsyncSlackResponse:
    """What Slack answers to a call with this token; raises LaterError, or SlackError with what to check."""
    try:
        return await call
    except SlackApiError as error:
        raise _refusal(error, client, token, setting) from None
    except UNREACHED as error:
        reason = f"Slack can't be reached at {client.base_url} ({type(error).__name__}). Check the network."
        raise LaterError(reason) from None
    except (AttributeError, ValueError):  # slack_sdk takes whatever comes with 200 for an object
        raise SlackError(_not_slack(client, "")) from None


def _refusal(error: SlackApiError, client: AsyncWebClient, token: str, setting: str) -> Exception:
    word, status = word_of(error), status_of(error)
    if is_limit(error) or word in PASSING or status >= 500:
        return LaterError(f"Slack has no time now ({word or f'HTTP {status}'}).", asked_wait(error))
    if word:
        return SlackError(f"Slack refuses {token}: {word}. Check {setting}.")
    told = _not_slack(client, f" (HTTP {status})" if status else "")
    cut = status == 200 and not hasattr(error.response, "data")  # JSON that ends too early
    if cut or status == 408 or client.base_url == SLACK_API:  # Slack itself, or what stands before it for a while
        return LaterError(told)
    return SlackError(told)


def _not_slack(client: AsyncWebClient, status: str) -> str:
    return (
        f"{client.base_url} does not answer as Slack's Web API does{status}. "
        "Check SLACK_API_BASE_URL (left empty, it is Slack's own); if it is right, try again later."
    )


async def sooner_or_later(attempt: Callable[[], Awaitable[Result]], later: LaterError | None) -> Result:
    """Try until there is an answer; `later`: what the try before came to, which has been told already."""
    tries = 0
    while True:
        if later is not None:
            pause = min(LONGEST_PAUSE, timedelta(seconds=2.0 ** min(tries, 10)))
            await asyncio.sleep((later.wait or pause).total_seconds())
            tries += 1
        try:
            return await attempt()
        except LaterError as error:
            later = error
            log.warning("%s It is tried again.", error)
