"""The outbox: what is to be said is stored, sent in order, tried again or given up, and what follows from that."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from bot import metrics
from bot.app.due import CardPlaced, DueEvent, PersonLeft
from bot.delivery.job import Job
from bot.delivery.retry import ATTEMPTS, MAILS, backoff
from bot.delivery.transport import Attempt, Outcome, Platform, Transport
from bot.features.feature import FeatureTable
from bot.features.outgoing import Outgoing, restored, stored
from bot.features.recipients import Mailbox
from bot.features.table import FEATURES
from bot.storage.store import Store
from bot.storage.transaction import Transaction
from bot.storage.work import NewWork, Work

log = logging.getLogger(__name__)
OUTGOING, OF_0_1, DUE = "outgoing", "say", "due"
"""Kinds of work. Version 0.1 stored finished calls as "say"."""
PAUSE = timedelta(seconds=1)
"""How long something waits for what goes before it and is being sent."""


def to_send(key: str, outgoing: Outgoing, now: datetime) -> NewWork:
    """As the row that the worker sends; adding it a second time under the same key adds nothing."""
    return NewWork(OUTGOING, key, stored(outgoing), now)


@dataclass(frozen=True)
class Outbox:
    """`mail`: None when no e-mail is configured."""

    store: Store
    platform: Platform
    mail: Transport | None
    lease: timedelta
    now: Callable[[], datetime]
    features: FeatureTable = FEATURES

    async def add(self, transaction: Transaction, key: str, outgoing: Outgoing | None) -> list[Job]:
        """Store it, claimed by this process."""
        if outgoing is None:
            return []
        return await self._added(transaction, to_send(key, outgoing, self.now()), outgoing)

    async def deliver(self, job: Job) -> list[Job]:
        """Send it when all that goes before it to the same person was sent, and then what waited for it."""
        outgoing = self._outgoing(job)
        if outgoing.lane is not None and await self._waits(job.work, outgoing.lane):
            return []
        outcome = await self._sent(job.work, outgoing)
        async with self.store.transaction() as transaction:
            following = await self._marked(transaction, job.work, outgoing, outcome)
            if outgoing.lane is None:
                return following
            return [*following, *await self._waited(transaction, job.work, outgoing.lane)]

    async def failed(self, job: Job, reference: str) -> list[Job]:
        """A bug of ours: it is tried again. A timer is never given up, or an introduction would have no end."""
        work, outcome = job.work, Outcome("again", reference)
        try:
            outgoing = None if work.kind == DUE else self._outgoing(job)
        except ValidationError:  # written by another version, which said something that this one can't
            async with self.store.transaction() as transaction:
                await transaction.fail(work.id, self.now(), reference)
            return []
        async with self.store.transaction() as transaction:
            if outgoing is not None:
                return await self._marked(transaction, work, outgoing, outcome)
            await self._again(transaction, work, outcome)
            return []

    def _outgoing(self, job: Job) -> Outgoing:
        if isinstance(job.value, Outgoing):
            return job.value
        if job.work.kind == OF_0_1:
            return self.platform.of_0_1(job.work.payload)
        return restored(job.work.payload, self.features)

    async def _waits(self, work: Work, lane: str) -> bool:
        async with self.store.transaction() as transaction:
            before = await transaction.first_of(lane)
            if before is None or before.id >= work.id:
                return False
            due = max(before.due, self.now() + PAUSE)
            await transaction.retry(work.id, due, f"waits for work {before.id}", counted=False)
            return True

    async def _waited(self, transaction: Transaction, work: Work, lane: str) -> list[Job]:
        waiting = await transaction.first_of(lane)
        if waiting is None or waiting.id == work.id:
            return []
        now = self.now()
        return [Job(one, now) for one in await transaction.claim(now, self.lease, only=waiting.id)]

    async def _sent(self, work: Work, outgoing: Outgoing) -> Outcome:
        transport = self.mail if isinstance(outgoing.to, Mailbox) else self.platform
        if transport is None:
            return Outcome("refused", "no e-mail is configured any more")
        outcome = await transport.send(outgoing, Attempt(work.key, work.attempts, work.added))
        metrics.TRIES.labels("mail" if transport is self.mail else "slack", outcome.kind).inc()
        return outcome

    async def _marked(self, transaction: Transaction, work: Work, outgoing: Outgoing, outcome: Outcome) -> list[Job]:
        """What follows from it."""
        if outcome.kind == "sent":
            await transaction.finish(work.id, self.now())
            after = await self.add(transaction, f"{work.key}:after", outgoing.then)
            return [*after, *await self._placed(transaction, work, outgoing, outcome)]
        if outcome.kind == "again" and (outcome.limited or work.attempts < _tries(outgoing)):
            await self._again(transaction, work, outcome)
            return []
        if outcome.kind == "unreachable" and outgoing.introduction:
            return await self._left(transaction, work, outgoing, outcome.person)
        # That somebody deleted a message of ours, which can't be changed any more, harms nothing.
        level = logging.INFO if outgoing.missed_by_nobody else logging.ERROR
        log.log(level, "Work %s is given up: %s.", work.id, outcome.error)
        otherwise = outgoing.otherwise or self._fallback(outgoing)
        if outgoing.vital and otherwise is None:
            return await self._left(transaction, work, outgoing, "")
        await transaction.fail(work.id, self.now(), outcome.error)
        said = await self.add(transaction, f"{work.key}:otherwise", otherwise)
        return [*said, *await self._placed(transaction, work, outgoing, outcome)]

    def _fallback(self, outgoing: Outgoing) -> Outgoing | None:
        return None if isinstance(outgoing.to, Mailbox) else self.platform.fallback(outgoing)

    async def _again(self, transaction: Transaction, work: Work, outcome: Outcome) -> None:
        wait = backoff(work.attempts) if outcome.wait is None else outcome.wait
        level = logging.DEBUG if outcome.quiet else logging.WARNING
        log.log(level, "Work %s was not taken (%s); trying again in %s.", work.id, outcome.error, wait)
        await transaction.retry(work.id, self.now() + wait, outcome.error, counted=not outcome.limited)

    async def _placed(self, transaction: Transaction, work: Work, outgoing: Outgoing, outcome: Outcome) -> list[Job]:
        """Tell introductions where a card stands; that a conversation of two can't be opened, too."""
        card = outgoing.card
        if card is None or (outcome.kind != "sent" and card.kind != "group"):
            return []
        stands = card.model_copy(update=outcome.place._asdict())
        return await self._due(transaction, f"card:{work.key}", CardPlaced(card=stands))

    async def _left(self, transaction: Transaction, work: Work, outgoing: Outgoing, user: str) -> list[Job]:
        """Nobody reads it: the introduction goes on without them."""
        await transaction.fail(work.id, self.now(), "somebody can't be written to")
        return await self._due(
            transaction, f"left:{work.key}", PersonLeft(introduction=outgoing.introduction, left=user)
        )

    async def _due(self, transaction: Transaction, key: str, due: DueEvent) -> list[Job]:
        return await self._added(transaction, NewWork(DUE, key, due.payload, self.now()))

    async def _added(self, transaction: Transaction, new: NewWork, value: Outgoing | None = None) -> list[Job]:
        added = await transaction.add(new, new.due, lease=self.lease)
        return [Job(added, new.due, value)] if added else []


def _tries(outgoing: Outgoing) -> int:
    return MAILS if isinstance(outgoing.to, Mailbox) else ATTEMPTS
