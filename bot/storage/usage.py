"""How the bot is used, as counts of days: they name nobody, so they outlast what people may have forgotten."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import delete, func, select

from bot.storage.rows import TableAccess
from bot.storage.tables import usage


class UsageKey(NamedTuple):
    """`outcome`: how a question ended; `entry`: which one answered it, "" where none did."""

    day: date
    outcome: str
    entry: str


class UsageFigures(TableAccess):
    async def add(self, counts: Mapping[UsageKey, int]) -> None:
        for key, count in sorted(counts.items()):  # in one order, so that two processes never wait for each other
            added = self._insert(usage).values(**key._asdict(), count=count)
            more = {"count": usage.c.count + added.excluded["count"]}
            await self._connection.execute(added.on_conflict_do_update(index_elements=list(key._fields), set_=more))

    async def per_day(self, since: date) -> dict[date, dict[str, int]]:
        """Day -> outcome -> how often."""
        found = (
            select(usage.c.day, usage.c.outcome, func.sum(usage.c["count"]))
            .where(usage.c.day >= since)
            .group_by(usage.c.day, usage.c.outcome)
        )
        days: dict[date, dict[str, int]] = {}
        for day, outcome, count in await self._connection.execute(found):
            days.setdefault(day, {})[outcome] = int(count)
        return days

    async def per_entry(self, since: date) -> dict[str, int]:
        """Entry -> how often it answered."""
        times = func.sum(usage.c["count"])
        found = select(usage.c.entry, times).where(usage.c.day >= since, usage.c.entry != "").group_by(usage.c.entry)
        return {entry: int(count) for entry, count in await self._connection.execute(found)}

    async def purge(self, before: date) -> int:
        return await self._count(delete(usage).where(usage.c.day < before))
