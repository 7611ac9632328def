"""Who a person is to the organisation, and their locale: asked of Slack once in a while and never written down."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any, Literal, NamedTuple

from aiohttp import ClientError
from cachetools import TTLCache
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.features.answering.decision import Access
from bot.settings import Guests

log = logging.getLogger(__name__)
REMEMBERED, SECONDS = 5000, 300
"""How many people are remembered, and for how long: a guest of yesterday may be a colleague today."""
PATIENCE = 2.0
UNSEEN = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
"""Slack's words for somebody whom this workspace does not know."""
PersonKind = Literal["colleague", "guest", "stranger", "bot", "gone"]


class Us(NamedTuple):
    """Where the bot is installed: a workspace, or a whole organisation of several (Enterprise Grid).

    `team`: the workspace's id, or the organisation's own. `enterprise`: the organisation's id, if there is one.
    """

    team: str = ""
    enterprise: str = ""


class SlackPerson(NamedTuple):
    kind: PersonKind
    locale: str | None = None


def kind_of(user: Mapping[str, Any], us: Us) -> PersonKind:
    """What `users.info` says somebody is; `is_stranger` alone is false for those who share a channel with us."""
    if user.get("deleted"):
        return "gone"
    if user.get("is_bot") or user.get("is_workflow_bot") or user.get("id") == "USLACKBOT":
        return "bot"
    if user.get("is_stranger") or not _of_us(user, us):
        return "stranger"
    return "guest" if user.get("is_restricted") or user.get("is_ultra_restricted") else "colleague"


def _of_us(user: Mapping[str, Any], us: Us) -> bool:
    """In a Grid every colleague has a home workspace, and may be in ours all the same, or in the organisation only."""
    grid = user.get("enterprise_user") or {}
    enterprise = str(grid.get("enterprise_id") or "")
    if enterprise and us.enterprise:
        return enterprise == us.enterprise
    team = str(user.get("team_id") or us.team)
    return not us.team or team in (us.team, us.enterprise) or us.team in (grid.get("teams") or ())


class People:
    """`us`: as Slack says at the start; until then nobody is taken for a stranger for their workspace's sake.

    `remembered`: how many people at once. `clock`: seconds, by which they are forgotten.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        guests: Guests = "answers",
        *,
        remembered: int = REMEMBERED,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.client, self.guests, self.us = client, guests, Us()
        self._known: TTLCache[str, SlackPerson] = TTLCache(remembered, SECONDS, clock)

    async def find(self, user: str, *, afresh: bool = False) -> SlackPerson | None:
        """None when Slack doesn't say, or not soon enough. `afresh`: as they are now, if Slack answers."""
        if not afresh and user in self._known:
            return self._known[user]
        try:
            asking = self.client.users_info(user=user, include_locale=True)
            found: Mapping[str, Any] = (await asyncio.wait_for(asking, PATIENCE))["user"]
        except SlackApiError as error:
            word = str(error.response.get("error") or "")
            if word in UNSEEN:
                return SlackPerson("stranger")
            log.warning("Slack does not say who somebody is: %s.", word)
            return self._known.get(user)
        except (ClientError, TimeoutError, OSError, ValueError, KeyError) as error:
            log.warning("Slack does not say who somebody is: %s.", type(error).__name__)
            return self._known.get(user)
        self._known[user] = SlackPerson(kind_of(found, self.us), found.get("locale"))
        return self._known[user]

    async def gone(self, user: str) -> bool:
        """Whether they left, or may not be introduced: a bot, a guest, somebody from another organisation."""
        person = await self.find(user, afresh=True)
        return person is not None and self._access(person.kind) != "all"

    async def access(self, user: str, *, afresh: bool = False) -> Access:
        """What they may have; mentors only for those of whom Slack says that they belong to us."""
        person = await self.find(user, afresh=afresh)
        return self._access(person.kind) if person else "unknown"

    def _access(self, kind: PersonKind) -> Access:
        if kind == "colleague" or (kind == "guest" and self.guests == "mentors"):
            return "all"
        return "none" if self.guests == "none" else "answers"

    def known_locale(self, user: str) -> str | None:
        """Such as fr-FR, when it was asked not long ago."""
        person = self._known.get(user)
        return person.locale if person else None

    async def locale(self, user: str) -> str | None:
        """Such as fr-FR; None when Slack doesn't say, or not soon enough: the answer doesn't wait for it."""
        person = await self.find(user)
        return person.locale if person else None
