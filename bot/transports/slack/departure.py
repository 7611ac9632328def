"""The app is uninstalled, or its token revoked: seen, confirmed by Slack, said, and all that was kept is erased."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.delivery import Delivery
from bot.errors import StorageError
from bot.transports.slack.inbound import Payload
from bot.transports.slack.limits import GONE, asked_wait, word_of
from bot.transports.slack.tokens import UNREACHED, LaterError, sooner_or_later

log = logging.getLogger(__name__)
LAST_WORDS = 4.0


class Farewell(NamedTuple):
    """What else a departure asks and does. `replaced`: whether another token is there already. `after`: the rest."""

    replaced: Callable[[], Awaitable[bool]]
    after: Callable[[], Awaitable[None]]


class Departure:
    """`trouble`: why the bot has nothing to do here any more; None while it has."""

    def __init__(self, client: AsyncWebClient, delivery: Delivery, farewell: Farewell | None = None) -> None:
        self._client, self._delivery, self._farewell = client, delivery, farewell
        self._confirming: asyncio.Task[None] | None = None
        self.trouble: str | None = None

    def suspect(self) -> None:
        """An event said so, or a call was refused: neither is believed before Slack says it of the token itself."""
        if self._confirming is None or (self._confirming.done() and self.trouble is None):
            self._confirming = asyncio.create_task(self._confirm())

    async def _confirm(self) -> None:
        word = await sooner_or_later(self._word, None)
        if word not in GONE or (self._farewell and await sooner_or_later(self._farewell.replaced, None)):
            return
        self.trouble = f"the app is not installed any more ({word})"
        log.error(
            "The app is not installed any more, Slack says %s: all that was kept of its workspace is erased.", word
        )
        await self._delivery.dismiss(LAST_WORDS)
        erased = await sooner_or_later(self._erase, None)
        if self._farewell:
            await sooner_or_later(self._farewell.after, None)
        again = "install the app again" if self._farewell else "install the app, set its token, and start again"
        log.warning("%d rows are erased. To begin anew: %s.", erased, again)

    async def _word(self) -> str:
        """Slack's word against the token, empty when it is good; raises LaterError while it can't be told."""
        try:
            await self._client.auth_test()
        except SlackApiError as error:
            word = word_of(error)
            if word in GONE or word in ("invalid_auth", "not_authed"):
                return word
            raise LaterError(f"Slack does not say whether the token is good ({word}).", asked_wait(error)) from None
        except UNREACHED as error:
            raise LaterError(f"Slack does not say whether the token is good ({type(error).__name__}).") from None
        return ""

    async def _erase(self) -> int:
        try:
            return await self._delivery.passeur.store.erase()
        except StorageError as error:
            raise LaterError(str(error)) from None

    async def close(self) -> None:
        if self._confirming is not None:
            self._confirming.cancel()
            await asyncio.wait({self._confirming})


def says_goodbye(body: Payload) -> bool:
    """Whether an event tells that an app is uninstalled, or that a bot's token is revoked; which, Slack is asked."""
    event: Any = body.get("event") or {}
    revoked = event.get("tokens") or {}
    return event.get("type") == "app_uninstalled" or bool(event.get("type") == "tokens_revoked" and revoked.get("bot"))
