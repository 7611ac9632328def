"""Takes up the work that is due, so many pieces at once, and holds the lease of each for as long as it is under way."""

import asyncio
import logging
import secrets
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from bot.delivery.job import Job
from bot.errors import StorageError
from bot.storage.store import Store

log = logging.getLogger(__name__)
AT_ONCE = 16
POLL = 2.0
RENEWALS = 3
"""A lease is renewed so many times before it would run out."""
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Worker(ABC):
    """One a process; any number of processes may share the table. Nothing is taken up before `admit()`.

    `lease`: how long others leave a piece of work alone that this process has claimed; it is renewed three times
    as often, so it may be shorter than the work.
    """

    def __init__(self, store: Store, lease: timedelta, now: Clock, *, admitted: bool) -> None:
        self.store, self.lease, self.now = store, lease, now
        self._places = asyncio.Semaphore(AT_ONCE)
        self._in_hand = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopping = False
        self._woken = asyncio.Event()
        self.admitted = admitted
        """Whether Slack said who the bot is, and the database is its own: until then work is only written down."""

    @abstractmethod
    async def _handle(self, job: Job) -> list[Job]:
        """Do it; what follows from it, claimed by this process."""

    @abstractmethod
    async def _failed(self, job: Job, reference: str) -> list[Job]:
        """What follows when handling it raised, which is in the log under this reference."""

    @abstractmethod
    async def _purge(self) -> None:
        """Erase what has expired, now and then."""

    def admit(self) -> None:
        """Begin with what was written down until now."""
        self.admitted = True
        self._woken.set()

    async def do(self, job: Job) -> None:
        """Do one piece of work that this process has claimed, and what follows from it."""
        if not self.admitted:
            return
        self._in_hand += 1
        self._idle.clear()
        try:
            await self._do(job)
        finally:
            self._in_hand -= 1
            if not self._in_hand:
                self._idle.set()

    async def idle(self) -> None:
        """Wait until nothing is in hand."""
        await self._idle.wait()

    async def _do(self, job: Job) -> None:
        async with self._places:
            try:
                if not await self._ours(job):
                    return  # it waited for a place for so long that somebody else took it up
                async with self._held(job):
                    following = await self._handle(job)
            except StorageError as error:
                log.error("Work %s waits for its lease to end. %s", job.work.id, error)
                return
            except Exception:  # the one place where a bug in answering becomes an apology
                reference = secrets.token_hex(4)
                log.exception("Reference %s: work %s failed.", reference, job.work.id)
                following = await self._failed(job, reference)
        for next_job in following:
            await self._do(next_job)

    async def _ours(self, job: Job) -> bool:
        """Whether the lease is young, or could be begun anew: what is done at once needs no transaction for it."""
        return self.now() - job.claimed < self.lease / RENEWALS or await self._extended(job)

    async def _extended(self, job: Job) -> bool:
        """Begin the lease anew; False when the work is another's by now, or done."""
        async with self.store.transaction() as transaction:
            return await transaction.extend(job.work, self.now() + self.lease)

    @asynccontextmanager
    async def _held(self, job: Job) -> AsyncIterator[None]:
        """Renew the lease for as long as the work takes, so that nobody does it a second time meanwhile."""
        done = asyncio.Event()
        renewing = asyncio.create_task(self._renewed(job, done))
        try:
            yield
        except BaseException:
            renewing.cancel()
            raise
        done.set()
        await renewing

    async def _renewed(self, job: Job, done: asyncio.Event) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), self.lease.total_seconds() / RENEWALS)
                return
            try:
                if not await self._extended(job):
                    return
            except StorageError as error:
                log.warning("The lease of work %s could not be renewed. %s", job.work.id, error)

    async def work_off(self) -> int:
        """Do all that is due and that nobody else holds; how many pieces it was."""
        count = 0
        while jobs := await self._claim():
            await asyncio.gather(*(self.do(job) for job in jobs))
            count += len(jobs)
        return count

    async def _claim(self) -> list[Job]:
        now = self.now()
        async with self.store.transaction() as transaction:
            return [Job(work, now) for work in await transaction.claim(now, self.lease, limit=AT_ONCE)]

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
                log.error("The work that is due waits for the database. %s", error)
            except Exception:  # whatever it was, the next round comes
                log.exception("The work that is due could not be taken up; trying again.")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), POLL)
