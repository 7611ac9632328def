"""The inbox: what was asked, and what falls due, is given to the features; their replies are stored for the outbox."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from pydantic import ValidationError

from bot import metrics
from bot.app.due import DUE_EVENT
from bot.app.inbound import Inbound
from bot.app.service import Passeur
from bot.app.usage import UsageCounter
from bot.delivery.clock import Clock
from bot.delivery.job import DroppedError, Job
from bot.delivery.outbox import Outbox
from bot.delivery.transport import Platform
from bot.features.answering.replies import Apology
from bot.features.outgoing import Outgoing
from bot.knowledge.shapes import Language
from bot.storage.transaction import Transaction
from bot.storage.work import NewWork

INBOUND = "ask"
"""The kind of its work, as it has stood in the rows since version 0.1."""


@dataclass
class Inbox:
    """`passeur`: another one takes its place when the knowledge is edited.

    `admitted`: whether this process may do it now, and ask the platform; until then it is only written down."""

    passeur: Passeur
    platform: Platform
    outbox: Outbox
    usage: UsageCounter
    now: Clock
    admitted: Callable[[], bool]

    async def add(self, asked: Inbound) -> Job | None:
        """Store what was asked; None when it was stored before, or is not for the bot."""
        now = self.now()
        if (heard := self.passeur.heard(asked, now)) is None:
            return None
        asked = heard
        work = NewWork(INBOUND, self.passeur.pseudonym("work", asked.key), asked.model_dump(mode="json"), now)
        async with self.passeur.store.transaction() as transaction:
            if asked.known_only and not await self.passeur.knows(transaction, asked.team, asked.conversation, now):
                return None
            added = await transaction.add(work, now, lease=self.outbox.lease if self.admitted() else None)
            if added and asked.starts_thread:
                # What is said there before the answer is for the bot too.
                await self.passeur.meet(transaction, asked, now)
            if added:
                metrics.EVENTS.labels(asked.intent.kind).inc()
            return Job(added, now, asked) if added else None

    async def answer(self, job: Job) -> list[Job]:
        """Decide what is said to what was asked."""
        asked = self._inbound(job)
        # Who would be introduced is asked afresh.
        rule = self.passeur.features.rule(asked.intent)
        context = await self.platform.context(asked, afresh=rule.audience_of(asked.intent) != "anybody")
        async with self.passeur.store.transaction() as transaction:
            replies = await self.passeur.ask(transaction, asked, context, self.now())
            following = await self._done(transaction, job, replies)
        self.usage.add(replies, self.now())
        return following

    async def fall_due(self, job: Job) -> list[Job]:
        """A timer of an introduction, a card that stands somewhere, or somebody who can't be written to any more."""
        async with self.passeur.store.transaction() as transaction:
            due = DUE_EVENT.validate_python(job.work.payload)
            replies = await self.passeur.fall_due(transaction, due, self.now())
            return await self._done(transaction, job, replies)

    async def failed(self, job: Job, reference: str) -> list[Job]:
        """A bug of ours: who asked gets an apology."""
        work = job.work
        asked = self.asked(job)
        apology = await self._apology(asked, reference) if asked else None
        async with self.passeur.store.transaction() as transaction:
            await transaction.fail(work.id, self.now(), reference)
            if asked is not None and await self._hardly(transaction, asked):
                return []
            return await self.outbox.add(transaction, f"{work.key}:apology:{reference}", apology)

    async def language_for(self, asked: Inbound) -> Language:
        """For words that answer no question: the button's language, else the person's."""
        spoken = self.passeur.decider.knowledge.organisation.languages
        locale = await self.platform.locale(asked.user) if asked.user and self.admitted() else None
        wanted = getattr(asked.intent, "language", None) or (locale or "")[:2]
        return next((language for language in spoken if language == wanted), spoken[0])

    async def _done(self, transaction: Transaction, job: Job, replies: tuple[Outgoing, ...]) -> list[Job]:
        """Store what is to be said, in the transaction that decided it."""
        if not await transaction.finish(job.work.id, self.now()):
            raise DroppedError
        for outgoing in replies:
            metrics.REPLIES.labels(type(outgoing.reply).__name__).inc()
        following: list[Job] = []
        for number, outgoing in enumerate(replies):
            following += await self.outbox.add(transaction, f"{job.work.key}:{number}", outgoing)
        return following

    async def _hardly(self, transaction: Transaction, asked: Inbound) -> bool:
        """Whether the words were hardly for the bot: who wrote them waits for no reply."""
        stranger = asked.known_only and not await self.passeur.met(transaction, asked, self.now())
        return asked.overheard or stranger

    def asked(self, job: Job) -> Inbound | None:
        """None for what nobody asked, and for what another version wrote down: nobody waits there that can be told."""
        with suppress(ValidationError):
            return self._inbound(job) if job.work.kind == INBOUND else None
        return None

    def _inbound(self, job: Job) -> Inbound:
        if isinstance(job.value, Inbound):
            return job.value
        return Inbound.model_validate(job.work.payload, context={"features": self.passeur.features})

    async def _apology(self, asked: Inbound, reference: str) -> Outgoing | None:
        """In a thread of several people it isn't certain that the words were for the bot."""
        if asked.place is None:
            return None
        place = asked.place.model_copy(update={"surface": "ephemeral"}) if asked.known_only else asked.place
        return Outgoing(Apology(await self.language_for(asked), reference), place)
