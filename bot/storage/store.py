"""Opens the database and gives transactions; none of them waits without end for a silent database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage import migrate
from bot.storage.address import DatabaseAddress, parse
from bot.storage.engine import explained, start
from bot.storage.erasing import erasable, erase_piece
from bot.storage.outage import Outage
from bot.storage.transaction import Transaction

OPENING = 30.0
ANSWERING = 10.0
"""Seconds for a transaction: the wait for a connection, each statement, and what is decided in between."""
PINGING = 2.0
CLOSING = 1.0


class Store:
    """An open database; of one event loop."""

    def __init__(self, engine: AsyncEngine, address: DatabaseAddress) -> None:
        self._engine = engine
        self._address = address
        self.outage = Outage()

    @classmethod
    async def open(cls, url: str) -> "Store":
        """Open a database whose tables are this version's, or make a new SQLite one; raises StorageError."""
        address = parse(url)
        async with _within(OPENING, address):
            engine = await start(address)
            try:
                await migrate.ready(engine, address)
            except BaseException:
                await closed(engine)
                raise
        return cls(engine, address)

    @property
    def name(self) -> str:
        """What a person may read of its address."""
        return self._address.name

    async def close(self) -> None:
        await closed(self._engine)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """All or nothing. Don't open a second one inside: on SQLite it would wait for the first."""
        with self.outage.watched():
            async with _within(ANSWERING, self._address), self._engine.begin() as connection:
                yield Transaction(connection)

    async def erase(self) -> int:
        """Erase all that is kept of the workspace, in pieces; how many rows it was. The database is nobody's then."""
        count = 0
        for table in erasable():
            while True:
                with self.outage.watched():
                    async with _within(ANSWERING, self._address):
                        piece = await erase_piece(self._engine, table)
                if not piece:
                    break
                count += piece
        return count

    async def ping(self) -> None:
        """Raise StorageError when the database doesn't answer."""
        with self.outage.watched():
            async with _within(PINGING, self._address), self._engine.begin() as connection:
                await connection.execute(text("SELECT 1"))


@asynccontextmanager
async def _within(seconds: float, address: DatabaseAddress) -> AsyncIterator[None]:
    """Turn failures and silence into StorageError; whoever raises TimeoutError inside is heard as they are."""
    limit = asyncio.timeout(seconds)
    try:
        with explained(address):
            async with limit:
                yield
    except TimeoutError as error:
        if not limit.expired():
            raise
        raise address.refusal(f"no answer within {seconds:g} s") from error


async def closed(engine: AsyncEngine) -> None:
    """A database that does not answer any more is not waited for: the process ends, and its connections with it."""
    with suppress(TimeoutError):
        async with asyncio.timeout(CLOSING):
            await engine.dispose()
