"""What was asked is written down before Slack hears 200, then answered; what is said is sent once.

Two kinds of work: "ask" (an Asked) and "say" (a Call). An ask is decided, saved, and turned into rows to say in one
transaction; each of these is sent, tried again with back-off, and known by its metadata if a crash hid that it went.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.replies import Apology, Note, Reply
from bot.errors import StorageError
from bot.passeur import Passeur, Who
from bot.slack.asked import Address, Asked
from bot.slack.outgoing import Call, call_for, post
from bot.slack.people import People
from bot.slack.send import send
from bot.storage.transaction import Transaction
from bot.storage.work import NewWork, Work

log = logging.getLogger(__name__)
ATTEMPTS = 12
AT_ONCE = 16
POLL = 2.0
KEEP_DONE = timedelta(days=2)
PURGE_EVERY = timedelta(hours=1)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Delivery:
    """One a process; any number of processes may share the table."""

    def __init__(
        self,
        passeur: Passeur,
        client: AsyncWebClient,
        session: aiohttp.ClientSession,
        *,
        lease: timedelta = timedelta(seconds=30),
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.passeur, self.client, self.session = passeur, client, session
        self.lease, self.now = lease, now
        self.people = People(client)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._in_hand = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._purged = now() - PURGE_EVERY

    async def record(self, asked: Asked) -> Work | None:
        """Write down what was asked; None when it was written before, or is not for the bot."""
        if asked.known_only and not await self.passeur.knows(asked.address.team, asked.conversation, self.now()):
            return None
        work = NewWork("ask", asked.key, asked.model_dump(mode="json"), self.now())
        async with self.passeur.store.transaction() as transaction:
            return await transaction.add(work, self.now(), lease=self.lease)

    async def again(self, asked: Asked) -> None:
        """A second click on a button whose answer stands already: say where."""
        address = asked.address.model_copy(update={"surface": "ephemeral"})
        language = getattr(asked.ask, "language", None) or self.passeur.decider.knowledge.organisation.languages[0]
        call = call_for(Note(language, "already"), address, self.passeur.renderer)
        if call is not None:
            await send(call, asked.key, 1, self.client, self.session)

    async def do(self, work: Work) -> None:
        """Do one piece of work that this process has claimed, and what follows from it."""
        self._in_hand += 1
        self._idle.clear()
        try:
            await self._do(work)
        finally:
            self._in_hand -= 1
            if not self._in_hand:
                self._idle.set()

    async def idle(self) -> None:
        """Wait until nothing is in hand."""
        await self._idle.wait()

    async def _do(self, work: Work) -> None:
        async with self._places:
            try:
                following = await (self._answer(work) if work.kind == "ask" else self._say(work))
            except StorageError:
                log.exception("The database refused; work %s waits for its lease to end.", work.id)
                return
            except Exception:  # the one place where a bug in answering becomes an apology
                following = await self._apologise(work)
        for next_work in following:
            await self.do(next_work)

    async def _answer(self, work: Work) -> list[Work]:
        asked = Asked.model_validate(work.payload)
        address = asked.address
        locale = await self.people.locale(address.user)
        who = Who(address.team, address.user, asked.conversation, locale, asked.addressed, asked.share)
        following: list[Work] = []

        async def then(transaction: Transaction, replies: tuple[Reply, ...]) -> None:
            for place, reply in enumerate(replies):
                following.extend(await self._to_say(transaction, f"{work.key}:{place}", reply, address))
            await transaction.finish(work.id, self.now())

        await self.passeur.ask(asked.ask, who, self.now(), then)
        return following

    async def _to_say(self, transaction: Transaction, key: str, reply: Reply, address: Address) -> list[Work]:
        call = call_for(reply, address, self.passeur.renderer)
        added = (
            await transaction.add(NewWork("say", key, call, self.now()), self.now(), lease=self.lease) if call else None
        )
        return [added] if added else []

    async def _say(self, work: Work) -> list[Work]:
        outcome = await send(work.payload, work.key, work.attempts, self.client, self.session)
        async with self.passeur.store.transaction() as transaction:
            if outcome.kind == "sent":
                await transaction.finish(work.id, self.now())
            elif outcome.kind == "again" and work.attempts < ATTEMPTS:
                log.warning("Slack did not take %s (%s); trying again in %s.", work.key, outcome.error, outcome.wait)
                await transaction.retry(work.id, self.now() + outcome.wait, outcome.error)
            else:
                log.error("Slack refused %s: %s.", work.key, outcome.error)
                await transaction.fail(work.id, self.now(), outcome.error)
                return await self._say_directly(transaction, work)
        return []

    async def _say_directly(self, transaction: Transaction, work: Work) -> list[Work]:
        """What a channel refused is said to the person alone, once."""
        call: Call = work.payload
        person = call.get("person")
        if not person or call["method"] != "chat.postMessage":
            return []
        content = {name: call["arguments"][name] for name in ("text", "blocks")}
        direct = NewWork("say", f"{work.key}:direct", post(person, None, content), self.now())
        added = await transaction.add(direct, self.now(), lease=self.lease)
        return [added] if added else []

    async def _apologise(self, work: Work) -> list[Work]:
        reference = secrets.token_hex(4)
        log.exception("Reference %s: work %s (%s) failed.", reference, work.id, work.key)
        async with self.passeur.store.transaction() as transaction:
            await transaction.fail(work.id, self.now(), reference)
            if work.kind != "ask":
                return []
            asked = Asked.model_validate(work.payload)
            if asked.known_only:
                return []
            language = getattr(asked.ask, "language", None) or self.passeur.decider.knowledge.organisation.languages[0]
            return await self._to_say(transaction, f"{work.key}:apology", Apology(language, reference), asked.address)

    async def work_off(self) -> int:
        """Do all that is due and that nobody else holds; how many pieces it was."""
        count = 0
        while works := await self._claim():
            await asyncio.gather(*(self.do(work) for work in works))
            count += len(works)
        return count

    async def _claim(self) -> list[Work]:
        async with self.passeur.store.transaction() as transaction:
            return await transaction.claim(self.now(), self.lease, limit=AT_ONCE)

    async def run(self) -> None:
        """Take up what is due, for ever: later tries, and what stopped processes left."""
        while True:
            with suppress(StorageError):
                await self.work_off()
                await self._purge()
            await asyncio.sleep(POLL)

    async def _purge(self) -> None:
        if self.now() - self._purged >= PURGE_EVERY:
            self._purged = self.now()
            async with self.passeur.store.transaction() as transaction:
                await transaction.purge(self.now(), KEEP_DONE)
