"""What was asked is stored before Slack hears 200, then answered; what is to be said is stored with the answer.

An answered question takes three transactions: storing what was asked, deciding with all that follows from it, and
marking the answer as sent.
"""

import logging
import secrets
from datetime import timedelta

from pydantic import ValidationError

from bot.app.due import DUE_EVENT
from bot.app.inbound import Inbound
from bot.app.service import Passeur
from bot.delivery.job import Job
from bot.delivery.outbox import DUE, Outbox
from bot.delivery.transport import Attempt, Platform, Transport
from bot.delivery.worker import AT_ONCE as AT_ONCE
from bot.delivery.worker import Clock, Worker, utc_now
from bot.features.answering.replies import Apology, Note
from bot.features.outgoing import Outgoing
from bot.features.recipients import SlackPlace
from bot.knowledge.shapes import Language
from bot.storage.transaction import Transaction
from bot.storage.work import NewWork

log = logging.getLogger(__name__)
INBOUND = "ask"
KEEP_DONE = timedelta(days=2)
PURGE_EVERY = timedelta(hours=1)
LEASE = timedelta(seconds=30)


class Delivery(Worker):
    """`mail`: None when no e-mail is configured."""

    def __init__(
        self,
        passeur: Passeur,
        platform: Platform,
        mail: Transport | None = None,
        *,
        lease: timedelta = LEASE,
        now: Clock = utc_now,
        admitted: bool = True,
    ) -> None:
        super().__init__(passeur.store, lease, now, admitted=admitted)
        self.passeur, self.platform = passeur, platform
        self.outbox = Outbox(passeur.store, platform, mail, lease, lambda: self.now(), passeur.features)
        self._purged = now() - PURGE_EVERY

    async def record(self, asked: Inbound) -> Job | None:
        """Store what was asked; None when it was stored before, or is not for the bot."""
        now = self.now()
        work = NewWork(INBOUND, self.passeur.pseudonym("work", asked.key), asked.model_dump(mode="json"), now)
        async with self.passeur.store.transaction() as transaction:
            if asked.known_only and not await self.passeur.knows(transaction, asked.team, asked.conversation, now):
                return None
            added = await transaction.add(work, now, lease=self.lease if self.admitted else None)
            if added and asked.starts_thread:
                # What is said there before the answer is for the bot too.
                await self.passeur.meet(transaction, asked, now)
            return Job(added, now, asked) if added else None

    async def take(self, asked: Inbound) -> None:
        """Store and do at once what comes from elsewhere than Slack."""
        if job := await self.record(asked):
            await self.do(job)

    async def tell(self, outgoing: Outgoing) -> None:
        """Say something at once, without a row: it is not worth a second try."""
        if self.admitted:
            outcome = await self.platform.send(outgoing, Attempt(secrets.token_hex(8)))
            if outcome.kind != "sent":
                log.warning("A note was not taken: %s.", outcome.error)

    async def serves(self, asked: Inbound) -> bool:
        """Whether who asks may have it, before anything of it is shown."""
        return self.passeur.serves(asked.ask, await self.platform.access(asked.user))

    async def again(self, asked: Inbound) -> None:
        """A second click on a button whose answer stands already: say where."""
        if isinstance(asked.address, SlackPlace):
            private = "response" if asked.address.surface == "response" else "ephemeral"
            place = asked.address.model_copy(update={"surface": private, "in_channel": False})
            await self.tell(Outgoing(Note(await self.language_for(asked), "already"), place))

    async def _handle(self, job: Job) -> list[Job]:
        handlers = {INBOUND: self._answer, DUE: self._fall_due}
        return await handlers.get(job.work.kind, self.outbox.deliver)(job)

    async def _answer(self, job: Job) -> list[Job]:
        asked = self._inbound(job)
        # Who would be introduced is asked afresh.
        rule = self.passeur.features.rule(asked.ask)
        context = await self.platform.context(asked, afresh=rule.audience_of(asked.ask) != "anybody")
        async with self.passeur.store.transaction() as transaction:
            replies = await self.passeur.ask(transaction, asked, context, self.now())
            return await self._done(transaction, job, replies)

    async def _fall_due(self, job: Job) -> list[Job]:
        """A timer of an introduction, a card that stands somewhere, or somebody who can't be written to any more."""
        async with self.passeur.store.transaction() as transaction:
            replies = await self.passeur.fall_due(transaction, DUE_EVENT.validate_python(job.work.payload), self.now())
            return await self._done(transaction, job, replies)

    async def _done(self, transaction: Transaction, job: Job, replies: tuple[Outgoing, ...]) -> list[Job]:
        """Store what is to be said, in the transaction that decided it."""
        following: list[Job] = []
        for number, outgoing in enumerate(replies):
            following += await self.outbox.add(transaction, f"{job.work.key}:{number}", outgoing)
        await transaction.finish(job.work.id, self.now())
        return following

    async def _failed(self, job: Job, reference: str) -> list[Job]:
        """A bug of ours: a message is tried again, a question gets an apology."""
        work = job.work
        if work.kind != INBOUND:
            return await self.outbox.failed(job, reference)
        try:
            asked = self._inbound(job)
        except ValidationError:  # written by another version: there is nobody to apologise to
            asked = None
        apology = await self._apology(asked, reference) if asked else None
        async with self.passeur.store.transaction() as transaction:
            await transaction.fail(work.id, self.now(), reference)
            if asked is not None and asked.known_only and not await self.passeur.met(transaction, asked, self.now()):
                return []
            return await self.outbox.add(transaction, f"{work.key}:apology:{reference}", apology)

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

    async def language_for(self, asked: Inbound) -> Language:
        """For words that answer no question: the button's language, else the person's."""
        spoken = self.passeur.decider.knowledge.organisation.languages
        locale = await self.platform.locale(asked.user) if self.admitted else None
        wanted = getattr(asked.ask, "language", None) or (locale or "")[:2]
        return next((language for language in spoken if language == wanted), spoken[0])

    async def _purge(self) -> None:
        if self.now() - self._purged >= PURGE_EVERY:
            self._purged = self.now()
            async with self.passeur.store.transaction() as transaction:
                await self.passeur.purge(transaction, self.now(), KEEP_DONE)
