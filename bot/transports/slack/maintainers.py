"""Who belongs to the maintainers' channel, for what is asked outside it."""

import asyncio
import logging
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)
PATIENCE = 2.0
"""Seconds for all pages: a form can be opened within three of the click."""
PAGE = 1000


async def is_maintainer(client: AsyncWebClient, user: str, channel: str | None) -> bool:
    """False without a channel, and when Slack refuses or stays silent."""
    if channel is None:
        return False
    try:
        return await asyncio.wait_for(_within(client, user, channel), PATIENCE)
    except SlackApiError as error:
        log.warning("Slack does not say who is in the maintainers' channel: %s.", error.response.get("error"))
    except (ClientError, TimeoutError, OSError, ValueError) as error:
        log.warning("Slack does not say who is in the maintainers' channel: %s.", type(error).__name__)
    return False


async def _within(client: AsyncWebClient, user: str, channel: str) -> bool:
    cursor = ""
    while True:
        found: Any = await client.conversations_members(channel=channel, limit=PAGE, cursor=cursor)
        if user in (found.get("members") or ()):
            return True
        cursor = (found.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return False
