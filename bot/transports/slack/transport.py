"""Slack as delivery sees it: says things, tells who asks, and what stands above in their thread."""

from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.app.inbound import Context, EmailLink, Inbound
from bot.delivery.transport import Attempt, Outcome
from bot.features.answering.decision import Access
from bot.features.outgoing import Outgoing, StoredCall
from bot.features.recipients import PeopleGroup, Person
from bot.messages.render import Renderer
from bot.transports.slack import calls, stored
from bot.transports.slack.limits import HeldClient
from bot.transports.slack.people import People
from bot.transports.slack.send import send
from bot.transports.slack.threads import above

UNREADABLE = frozenset(
    {
        "user_not_found",
        "users_not_found",
        "user_not_visible",
        "user_disabled",
        "user_is_bot",
        "user_is_restricted",
        "user_is_ultra_restricted",
        "account_inactive",
        "cannot_dm_bot",
        "channel_not_found",
    }
)
"""Slack's words for somebody who reads no message of ours."""


@dataclass(frozen=True)
class SlackTransport:
    client: HeldClient
    session: aiohttp.ClientSession
    people: People
    renderer: Renderer

    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Say it once, unless somebody who should read it is not there any more."""
        if outgoing.introduction is not None:
            for user in _readers(outgoing):
                if await self.people.gone(user):
                    return Outcome("unreachable", "somebody left", person=user)
        reply = outgoing.reply
        call = stored.call_of(reply) if isinstance(reply, StoredCall) else calls.call_for(outgoing, self.renderer)
        if call is None:
            return Outcome("sent")
        outcome = await send(call, attempt, self.client, self.session)
        if outcome.kind == "refused" and outcome.error in UNREADABLE and isinstance(outgoing.to, Person):
            return Outcome("unreachable", outcome.error, person=outgoing.to.user)
        return outcome

    def fallback(self, outgoing: Outgoing) -> Outgoing | None:
        """The same in the direct message, or a note that it could not be said."""
        return calls.fallback(outgoing, self.renderer)

    async def context(self, inbound: Inbound, *, afresh: bool) -> Context:
        """The link in an e-mail is a mentor's own."""
        if isinstance(inbound.address, EmailLink):
            return Context()
        locale = await self.people.locale(inbound.user)
        access = await self.people.access(inbound.user, afresh=afresh)
        return Context(locale, access, await above(self.client, inbound))

    async def access(self, user: str) -> Access:
        """What somebody may have, as Slack said not long ago."""
        return await self.people.access(user)

    async def locale(self, user: str) -> str | None:
        """Such as fr-FR; None when Slack doesn't say, or not soon enough."""
        return await self.people.locale(user)

    def of_0_1(self, payload: dict[str, Any]) -> Outgoing:
        """Version 0.1 knew no other words than Slack's."""
        return stored.outgoing_of(payload)


def _readers(outgoing: Outgoing) -> tuple[str, ...]:
    match outgoing.to:
        case Person(user=user):
            return (user,)
        case PeopleGroup(users=users):
            return users
    return ()
