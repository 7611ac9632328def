"""A person's Slack id in, their locale out, asked of Slack once in a while and never written down."""

import asyncio
from collections import OrderedDict

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

REMEMBERED = 5000
PATIENCE = 2.0


class People:
    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client
        self._locales: OrderedDict[str, str | None] = OrderedDict()

    async def locale(self, user: str) -> str | None:
        """Such as fr-FR; None when Slack doesn't say, or not soon enough: the answer doesn't wait for it."""
        if user in self._locales:
            self._locales.move_to_end(user)
            return self._locales[user]
        try:
            info = await asyncio.wait_for(self.client.users_info(user=user, include_locale=True), PATIENCE)
        except (SlackApiError, ClientError, TimeoutError, OSError, ValueError):
            return None
        self._locales[user] = info["user"].get("locale")
        if len(self._locales) > REMEMBERED:
            self._locales.popitem(last=False)
        return self._locales[user]
