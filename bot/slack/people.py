"""A person's Slack id in, their locale out, asked of Slack once in a while and never written down."""

import asyncio
from collections import OrderedDict

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

REMEMBERED = 5000
PATIENCE = 2.0
NOT_OURS = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")


class People:
    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client
        self._locales: OrderedDict[str, str | None] = OrderedDict()

    async def gone(self, user: str, team: str) -> bool:
        """Whether they left, or were never one of us: a bot, a guest, somebody from another organisation."""
        try:
            found = await asyncio.wait_for(self.client.users_info(user=user), PATIENCE)
        except SlackApiError as error:
            return error.response.get("error") in ("user_not_found", "user_not_visible")
        except (ClientError, TimeoutError, OSError, ValueError):
            return False
        person = found["user"]
        return any(person.get(flag) for flag in NOT_OURS) or (team != "" and person.get("team_id", team) != team)

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
