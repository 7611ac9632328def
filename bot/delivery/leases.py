"""Leases: while this process holds a piece of work no other takes it up, and when it dies another one does."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from bot.delivery.clock import Clock
from bot.delivery.job import Job
from bot.errors import StorageError
from bot.storage.store import Store

log = logging.getLogger(__name__)
RENEWALS = 3
"""A lease is renewed so many times before it would run out."""


class Leases:
    """`length`: how long others leave a piece of work alone that this process has claimed.

    It is renewed three times as often, so it may be shorter than the work.
    """

    def __init__(self, store: Store, length: timedelta, now: Clock) -> None:
        self._store, self.length, self._now = store, length, now

    async def claim(self, limit: int) -> list[Job]:
        """What is due and nobody holds, now held by this process."""
        now = self._now()
        async with self._store.transaction() as transaction:
            return [Job(work, now) for work in await transaction.claim(now, self.length, limit=limit)]

    async def ours(self, job: Job) -> bool:
        """Whether the lease is young, or could be begun anew: what is done at once needs no transaction for it."""
        return self._now() - job.claimed < self.length / RENEWALS or await self._extended(job)

    @asynccontextmanager
    async def held(self, job: Job) -> AsyncIterator[None]:
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

    async def _extended(self, job: Job) -> bool:
        """Begin the lease anew; False when the work is another's by now, or done."""
        async with self._store.transaction() as transaction:
            return await transaction.extend(job.work, self._now() + self.length)

    async def _renewed(self, job: Job, done: asyncio.Event) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), self.length.total_seconds() / RENEWALS)
                return
            try:
                if not await self._extended(job):
                    return
            except StorageError as error:
                log.debug("The lease of work %s could not be renewed. %s", job.work.id, error)
