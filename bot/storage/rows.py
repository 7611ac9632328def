"""What every part of a transaction does with rows."""

from typing import Any

from sqlalchemy import CursorResult, Delete, Table, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


class TableAccess:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    def _insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        return postgresql.insert(table) if self._connection.dialect.name == "postgresql" else sqlite.insert(table)

    async def _put(self, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
        put = self._insert(table).values({**key, **values})
        await self._connection.execute(put.on_conflict_do_update(index_elements=list(key), set_=values))

    async def _count(self, statement: Update | Delete) -> int:
        result = await self._connection.execute(statement)
        assert isinstance(result, CursorResult)
        return result.rowcount
