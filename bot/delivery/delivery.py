"""What was asked is stored before Slack hears 200, then answered; what is to be said is stored with the answer.

An answered question takes three transactions: storing what was asked, deciding with all that follows from it, and
marking the answer as sent.
"""

import asyncio
import logging
import secrets
from contextlib import nullcontext, suppress
from datetime import timedelta

from bot import metrics
from bot.app.due import KnowledgeLive
from bot.app.inbound import Inbound
from bot.app.service import Passeur
from bot.app.usage import UsageCounter
from bot.delivery.clock import Clock, utc_now
from bot.delivery.inbox import INBOUND, Inbox
from bot.delivery.job import DroppedError, Job
from bot.delivery.leases import Leases
from bot.delivery.outbox import DUE, Outbox
from bot.delivery.transport import Attempt, Platform, Transport
from bot.errors import StorageError
from bot.features.answering.replies import Note
from bot.features.outgoing import Outgoing
from bot.features.recipients import SlackPlace
from bot.knowledge.shapes import Language
from bot.storage.work import NewWork

log = logging.getLogger(__name__)
AT_ONCE = 16
POLL = 2.0
KEEP_DONE = timedelta(days=2)
PURGE_EVERY = timedelta(hours=1)
LEASE = timedelta(seconds=30)


class Delivery:
    """The worker: takes up the work of the inbox and the outbox, so many pieces at once.

    One a process; any number of processes may share the table. Nothing is taken up before `admit()`.
    `mail`: None when no e-mail is configured. `lease`: how long others leave alone what this process has claimed.
    """

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
        self.platform, self.now = platform, now
        self._admitted = admitted
        self.outbox = Outbox(passeur.store, platform, mail, lease, lambda: self.now(), passeur.features)
        self._usage = UsageCounter()
        self._inbox = Inbox(passeur, platform, self.outbox, self._usage, lambda: self.now(), lambda: self.admitted)
        self._leases = Leases(passeur.store, lease, lambda: self.now())
        self._places = asyncio.Semaphore(AT_ONCE)
        self._in_hand = 0
        self._idle, self._woken = asyncio.Event(), asyncio.Event()
        self._idle.set()
        self._stopping = False
        self._purged = now() - PURGE_EVERY

    @property
    def passeur(self) -> Passeur:
        """What decides; another one takes its place when the knowledge is edited."""
        return self._inbox.passeur

    @passeur.setter
    def passeur(self, passeur: Passeur) -> None:
        self._inbox.passeur = passeur
        self._woken.set()

    @property
    def admitted(self) -> bool:
        """Whether Slack said who the bot is, the database is its own, and the knowledge is learned.

        Until then work is only written down.
        """
        return self._admitted and not self.passeur.decider.learning

    # What comes in and goes out
    async def record(self, asked: Inbound) -> Job | None:
        """Store what was asked; None when it was stored before, or is not for the bot."""
        return await self._inbox.add(asked)

    async def take(self, asked: Inbound) -> None:
        """Store and do at once what comes from elsewhere than Slack."""
        if job := await self.record(asked):
            await self.do(job)

    async def live(self) -> None:
        """The knowledge that answers now may be another: who asked what it answers is to hear so."""
        now = self.now()
        live = KnowledgeLive(version=self.passeur.decider.version, since=now)
        async with self.passeur.store.transaction() as transaction:
            await transaction.add(NewWork(DUE, *live.work, now), now)

    async def tell(self, outgoing: Outgoing) -> None:
        """Say something at once, without a row: it is not worth a second try."""
        if self.admitted:
            outcome = await self.platform.send(outgoing, Attempt(secrets.token_hex(8)))
            if outcome.kind != "sent":
                log.warning("A note was not taken: %s.", outcome.error)

    async def serves(self, asked: Inbound) -> bool:
        """Whether who asks may have it, before anything of it is shown."""
        return self.passeur.serves(asked.intent, await self.platform.access(asked.user))

    async def again(self, asked: Inbound) -> None:
        """A second click on a button whose answer stands already: say where."""
        if isinstance(asked.address, SlackPlace):
            private = "response" if asked.address.surface == "response" else "ephemeral"
            place = asked.address.model_copy(update={"surface": private, "in_channel": False})
            await self.tell(Outgoing(Note(await self.language_for(asked), "already"), place))

    async def language_for(self, asked: Inbound) -> Language:
        """For words that answer no question: the button's language, else the person's."""
        return await self._inbox.language_for(asked)

    # The work
    def admit(self) -> None:
        """Begin with what was written down until now."""
        self._admitted = True
        self._woken.set()

    async def dismiss(self, seconds: float) -> None:
        """Take up nothing more, for good; what is in hand has so many seconds to end."""
        self._admitted = False
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), seconds)

    async def do(self, job: Job) -> None:
        """Do one piece of work that this process has claimed, and what follows from it.

        Who waits for an answer that takes long may see so.
        """
        if not self.admitted:
            return
        self._in_hand += 1
        self._idle.clear()
        asked = self._inbox.asked(job)
        try:
            async with self.platform.at_work(asked) if asked else nullcontext():
                await self._do(job)
        finally:
            self._in_hand -= 1
            if not self._in_hand:
                self._idle.set()
        if job.work.kind == INBOUND and self.admitted:
            metrics.ANSWER_SECONDS.observe(max(0.0, (self.now() - job.work.added).total_seconds()))

    async def idle(self) -> None:
        """Wait until nothing is in hand."""
        await self._idle.wait()

    async def _do(self, job: Job) -> None:
        async with self._places:
            try:
                if not await self._leases.ours(job):
                    return  # it waited for a place for so long that somebody else took it up
                async with self._leases.held(job):
                    with metrics.WORK_SECONDS.labels(job.work.kind).time():
                        following = await self._handled(job)
            except DroppedError:
                log.info("Work %s was stopped.", job.work.id)
                return
            except StorageError as error:
                log.debug("Work %s waits for its lease to end. %s", job.work.id, error)
                return
            except Exception:  # the one place where a bug in answering becomes an apology
                reference = secrets.token_hex(4)
                log.exception("Reference %s: work %s failed.", reference, job.work.id, extra={"reference": reference})
                metrics.FAILURES.inc()
                failed = self._inbox.failed if job.work.kind == INBOUND else self.outbox.failed
                following = await failed(job, reference)
        for next_job in following:
            await self._do(next_job)

    async def _handled(self, job: Job) -> list[Job]:
        """Do it; what follows from it, claimed by this process."""
        handlers = {INBOUND: self._inbox.answer, DUE: self._inbox.fall_due}
        return await handlers.get(job.work.kind, self.outbox.deliver)(job)

    async def work_off(self) -> int:
        """Do all that is due and that nobody else holds; how many pieces it was."""
        count = 0
        while jobs := await self._leases.claim(AT_ONCE):
            await asyncio.gather(*(self.do(job) for job in jobs))
            count += len(jobs)
        return count

    def stop(self) -> None:
        """Take up nothing more; a transaction that is open is not cut."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Take up what is due until stopped: later tries, and what stopped processes left."""
        while not self._stopping:
            self._woken.clear()
            try:
                if self.admitted:
                    await self.work_off()
                    await self._purge()
            except StorageError as error:
                log.debug("The work that is due waits for the database. %s", error)
            except Exception:  # whatever it was, the next round comes
                log.exception("The work that is due could not be taken up; trying again.")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), POLL)

    async def save_usage(self) -> None:
        """Write down how the bot was used since the last time; without a database it waits for the next one."""
        try:
            await self._usage.save(self.passeur.store, self.now())
        except StorageError as error:
            log.debug("How the bot is used waits for the database. %s", error)

    async def _purge(self) -> None:
        """Write down and erase what is due for it, now and then."""
        if self._usage.due(self.now()):
            await self.save_usage()
        if self.now() - self._purged >= PURGE_EVERY:
            self._purged = self.now()
            async with self.passeur.store.transaction() as transaction:
                await self.passeur.purge(transaction, self.now(), KEEP_DONE)
