"""Numbers of what is in the database, for who watches the bot: they name nobody."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, or_, select

from bot.storage.rows import TableAccess
from bot.storage.tables import introductions, work


class Queue(NamedTuple):
    """`due`: nobody does it yet. `in_hand`: somebody does. `later`: its time has not come. `oldest`: due since then."""

    due: int
    in_hand: int
    later: int
    oldest: datetime | None


class WorkFigures(TableAccess):
    async def queue(self, now: datetime) -> Queue:
        held = work.c.lease_until > now
        ready = (or_(work.c.lease_until.is_(None), work.c.lease_until <= now)) & (work.c.due <= now)
        columns = (
            func.count(case((ready, 1))),
            func.count(case((held, 1))),
            func.count(),
            func.min(case((ready, work.c.due))),
        )
        due, in_hand, whole, oldest = (
            await self._connection.execute(select(*columns).where(work.c.finished.is_(None)))
        ).one()
        return Queue(due, in_hand, whole - due - in_hand, oldest)

    async def introductions(self) -> dict[str, int]:
        """How many there are in each state."""
        found = select(introductions.c.state, func.count()).group_by(introductions.c.state)
        return {state: int(count) for state, count in await self._connection.execute(found)}
