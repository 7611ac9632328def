"""Agent sessions: a thread's title, what the bot does there now, and Slack's stop button; where a workspace has them.

Nobody waits for any of it, and what fails is not tried again: the answer is what counts.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Literal, NamedTuple

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from bot.app.inbound import Inbound
from bot.features.answering.intents import Question
from bot.features.working.intents import StopWork
from bot.features.working.replies import Working
from bot.messages.blocks import cut
from bot.messages.plain import text
from bot.messages.render import Renderer
from bot.transports.slack.agent.optional import OptionalFeatures
from bot.transports.slack.limits import HeldClient, word_of
from bot.transports.slack.people import People

log = logging.getLogger(__name__)
SOON = 0.5
"""Seconds in which most answers come: nothing is shown before."""
PATIENCE = 2.0
TITLE = 80
"""Characters; Slack takes 200, of which its list shows the beginning."""
SESSIONS, STATUS = "agent sessions", "status while it works"


class Session(NamedTuple):
    """The thread of one. `begins`: it has none yet. `title`: what Slack lists it under; empty for its own choice."""

    channel: str
    thread: str
    user: str
    title: str = ""
    begins: bool = False
    stopped: bool = False


def session_of(asked: Inbound) -> Session | None:
    """None where no thread that all can read waits for an answer, or nobody is sure to be spoken to."""
    place = asked.place
    if place is None or place.thread is None or place.surface != "message":
        return None
    if isinstance(asked.intent, StopWork):
        return Session(place.channel, place.thread, asked.user, stopped=True)
    if not isinstance(asked.intent, Question) or asked.known_only or asked.overheard:
        return None
    title = cut(" ".join(asked.intent.text.split()), TITLE)
    begins = place.opens_thread or place.thread == place.message
    return Session(place.channel, place.thread, asked.user, title, begins)


@dataclass(frozen=True)
class AgentSessions:
    """`renderer`: on the knowledge that serves now."""

    client: HeldClient
    optional: OptionalFeatures
    people: People
    renderer: Callable[[], Renderer]

    @asynccontextmanager
    async def at_work(self, asked: Inbound) -> AsyncIterator[None]:
        """Show that something is being done about what was asked, if it takes a while, and that it is done."""
        session = session_of(asked)
        if session is None or not (self.optional.has(SESSIONS) or self.optional.has(STATUS)):
            yield
            return
        done = asyncio.Event()
        showing = asyncio.create_task(self._show(session, done))
        try:
            yield
        finally:
            done.set()
            shown = await showing
            if shown or session.begins or session.stopped:
                await self._set(session, "active", shown=shown)

    async def _show(self, session: Session, done: asyncio.Event) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), SOON)
            return False
        await self._set(session, "processing", shown=True)
        return True

    async def _set(self, session: Session, status: Literal["processing", "active"], *, shown: bool) -> None:
        """A session's status; in a workspace without sessions, words beside the bot's name, or nothing."""
        channel, thread = session.channel, session.thread
        if self.optional.has(SESSIONS):
            call = self.client.agents_sessions_setStatus(
                channel_id=channel, thread_ts=thread, status=status, title=session.title or None
            )
            await self._try(SESSIONS, call)
        if not self.optional.has(SESSIONS) and self.optional.has(STATUS) and shown:
            words = self._words(session.user) if status == "processing" else ""
            old = self.client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=words)
            await self._try(STATUS, old)

    def _words(self, user: str) -> str:
        renderer = self.renderer()
        spoken = renderer.knowledge.organisation.languages
        wanted = (self.people.known_locale(user) or "")[:2]
        language = next((language for language in spoken if language == wanted), spoken[0])
        return text(renderer.parts(Working(language)))

    async def _try(self, feature: str, call: Awaitable[object]) -> None:
        try:
            await asyncio.wait_for(call, PATIENCE)
        except SlackApiError as error:
            word = word_of(error)
            if not self.optional.refused(feature, word):
                log.debug("Slack shows no %s (%s).", feature, word)
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            log.debug("Slack shows no %s (%s).", feature, type(error).__name__)
