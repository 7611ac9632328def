"""What every part of a transaction does with rows.

A statement of the way of a message is built once, with names for its values: building it costs more than running it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, Delete, Table, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


class TableAccess:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    def _insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        return insert(self._connection.dialect.name, table)

    async def _put(self, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
        put = _upsert(self._connection.dialect.name, table, tuple(key), tuple(values))
        await self._connection.execute(put, {**key, **values})

    async def _count(self, statement: Update | Delete, values: Mapping[str, Any] | None = None) -> int:
        result = await self._connection.execute(statement, values)
        assert isinstance(result, CursorResult)
        return result.rowcount


def insert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _upsert(
    dialect: str, table: Table, key: tuple[str, ...], values: tuple[str, ...]
) -> postgresql.Insert | sqlite.Insert:
    put = insert(dialect, table)
    return put.on_conflict_do_update(index_elements=key, set_={name: put.excluded[name] for name in values})
