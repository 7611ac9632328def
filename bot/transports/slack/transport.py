"""Slack as delivery sees it: says things, tells who asks, and what stands above in their thread."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.app.inbound import Context, EmailLink, Inbound
from bot.delivery.transport import Attempt, Outcome
from bot.features.answering.decision import Access
from bot.features.answering.replies import Prompts
from bot.features.gaps.intents import MakeAnswer
from bot.features.outgoing import Outgoing, StoredCall
from bot.features.previews.replies import LinkPreviews
from bot.features.recipients import PeopleGroup, Person
from bot.features.steps.intents import AskInStep
from bot.features.working.intents import StopWork
from bot.messages.render import Renderer
from bot.transports.slack import calls, stored
from bot.transports.slack.agent.optional import OptionalFeatures
from bot.transports.slack.agent.sessions import AgentSessions
from bot.transports.slack.calls import Call
from bot.transports.slack.limits import HeldClient
from bot.transports.slack.maintainers import is_maintainer
from bot.transports.slack.people import People
from bot.transports.slack.send import SENT, send
from bot.transports.slack.threads import above

THUMBS = "feedback buttons"
EXTRAS: Mapping[type, str] = {Prompts: "suggested prompts", LinkPreviews: "link previews"}
"""Replies that a workspace may have no place for."""
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
    """`renderer`: makes one on the knowledge that serves now."""

    client: HeldClient
    session: aiohttp.ClientSession
    people: People
    renderer: Callable[[], Renderer]
    optional: OptionalFeatures = field(default_factory=OptionalFeatures)

    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Say it once, unless somebody who should read it is not there any more."""
        if outgoing.introduction is not None:
            for user in _readers(outgoing):
                if await self.people.gone(user):
                    return Outcome("unreachable", "somebody left", person=user)
        outcome = await self._said(outgoing, attempt)
        if outcome.kind == "refused" and outcome.error in UNREADABLE and isinstance(outgoing.to, Person):
            return Outcome("unreachable", outcome.error, person=outgoing.to.user)
        return outcome

    async def _said(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Without what the workspace lacks, once Slack has refused it."""
        reply = outgoing.reply
        if isinstance(reply, StoredCall):
            return await self._called(stored.call_of(reply), attempt)
        if extra := EXTRAS.get(type(reply)):
            return await self._extra(extra, outgoing, attempt)
        thumbs = self.optional.has(THUMBS)
        call = calls.call_for(outgoing, self.renderer(), thumbs=thumbs)
        outcome = await self._called(call, attempt)
        if not thumbs or outcome.error != "invalid_blocks":
            return outcome
        plain = calls.call_for(outgoing, self.renderer())
        if plain == call:
            return outcome
        without = await self._called(plain, attempt)
        if without.kind == "sent":  # so that it was the thumbs which Slack refused
            self.optional.refused(THUMBS, outcome.error)
        return without

    async def _extra(self, feature: str, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Nobody misses it where Slack shows none."""
        if not self.optional.has(feature):
            return SENT
        outcome = await self._called(calls.call_for(outgoing, self.renderer()), attempt)
        return SENT if outcome.kind == "refused" and self.optional.refused(feature, outcome.error) else outcome

    async def _called(self, call: Call | None, attempt: Attempt) -> Outcome:
        return SENT if call is None else await send(call, attempt, self.client, self.session)

    def fallback(self, outgoing: Outgoing) -> Outgoing | None:
        """The same in the direct message, or a note that it could not be said."""
        return calls.fallback(outgoing, self.renderer())

    def at_work(self, inbound: Inbound) -> AbstractAsyncContextManager[None]:
        """As an agent's session, in a thread that all can read."""
        return AgentSessions(self.client, self.optional, self.people, self.renderer).at_work(inbound)

    async def context(self, inbound: Inbound, *, afresh: bool) -> Context:
        """The link in an e-mail is a mentor's own, whoever stops an answer may, and a workflow is nobody.

        All is asked at once: a form opens in three seconds or never.
        """
        if isinstance(inbound.address, EmailLink) or isinstance(inbound.intent, StopWork | AskInStep):
            return Context()
        (locale, access), maintainer, read = await asyncio.gather(
            self._person(inbound.user, afresh=afresh), self._maintains(inbound), above(self.client, inbound)
        )
        return Context(locale, access, read, maintainer)

    async def _person(self, user: str, *, afresh: bool) -> tuple[str | None, Access]:
        if afresh:  # asked of Slack whatever the other finds
            return await asyncio.gather(self.people.locale(user), self.people.access(user, afresh=True))
        return await self.people.locale(user), await self.people.access(user)

    async def _maintains(self, inbound: Inbound) -> bool:
        channel = self.renderer().knowledge.organisation.channels.maintainers
        return isinstance(inbound.intent, MakeAnswer) and await is_maintainer(self.client, inbound.user, channel)

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
