"""A database address in, transactions out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage import migrate
from bot.storage.address import Address, parse
from bot.storage.engine import explained, start
from bot.storage.transaction import Transaction


class Store:
    """An open database; of one event loop."""

    def __init__(self, engine: AsyncEngine, address: Address) -> None:
        self._engine = engine
        self._address = address

    @classmethod
    async def open(cls, url: str) -> "Store":
        """Open a database whose tables are this version's, or make a new SQLite one; raises StorageError."""
        address = parse(url)
        engine = await start(address)
        try:
            await migrate.ready(engine, address)
        except BaseException:
            await engine.dispose()
            raise
        return cls(engine, address)

    async def close(self) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """All or nothing. Don't open a second one inside: on SQLite it would wait for the first."""
        with explained(self._address):
            async with self._engine.begin() as connection:
                yield Transaction(connection)

    async def ping(self) -> None:
        """Raise StorageError when the database doesn't answer."""
        with explained(self._address):
            async with self._engine.begin() as connection:
                await connection.execute(text("SELECT 1"))
