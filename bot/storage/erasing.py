"""Erases all that is kept of a workspace, in pieces that no transaction is too short for."""

from sqlalchemy import Table, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.tables import metadata, secrets

PIECE = 2000
KEPT = (secrets,)
"""The key of the hashes says nothing of anybody, and the process goes on using it."""


async def erase_piece(engine: AsyncEngine, table: Table) -> int:
    """At most so many rows, in a transaction of its own; how many it was."""
    keys = list(table.primary_key.columns)
    key = keys[0] if len(keys) == 1 else tuple_(*keys)
    piece = delete(table).where(key.in_(select(*keys).limit(PIECE)))
    async with engine.begin() as connection:
        return int((await connection.execute(piece)).rowcount)


def erasable() -> list[Table]:
    return [table for table in metadata.sorted_tables if table not in KEPT]
