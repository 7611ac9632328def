"""Values that a feature keeps of a person, under its own name: for features that need no table of their own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select

from bot.storage.rows import TableAccess
from bot.storage.tables import kept

OF = (
    select(kept.c.key, kept.c.value)
    .where(kept.c.feature == bindparam("feature"), kept.c.person == bindparam("person"))
    .where(kept.c.expires > bindparam("now"))
    .order_by(kept.c.key)
)


class KeptValues(TableAccess):
    """`person`: the keyed hash, never an id. A value is JSON."""

    async def of(self, feature: str, person: str, now: datetime) -> dict[str, Any]:
        """Key -> value, of those not expired."""
        rows = await self._connection.execute(OF, {"feature": feature, "person": person, "now": now})
        return {row.key: row.value for row in rows}

    async def keep(self, feature: str, person: str, values: Mapping[str, Any], expires: datetime) -> None:
        """A value of None takes the key away."""
        for key, value in values.items():
            where = {"feature": feature, "person": person, "key": key}
            if value is None:
                await self._count(delete(kept).filter_by(**where))
            else:
                await self._put(kept, where, {"value": value, "expires": expires})

    async def forget(self, feature: str, person: str) -> int:
        return await self._count(delete(kept).where(kept.c.feature == feature, kept.c.person == person))

    async def purge(self, now: datetime) -> int:
        """Erase what has expired."""
        return await self._count(delete(kept).where(kept.c.expires <= now))
