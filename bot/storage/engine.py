"""Makes a SQLAlchemy engine whose failures are sentences."""

import asyncio
import logging
import os
import sqlite3
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.errors import MissingLibraryError, StorageError
from bot.storage.address import DatabaseAddress

BUSY_SECONDS = 5.0
POOL_SECONDS = 10.0
WAL_TRIES = 200
OLDEST_SQLITE = (3, 36)  # RETURNING, and databases in memory with several connections


@asynccontextmanager
async def opened(address: DatabaseAddress) -> AsyncIterator[AsyncEngine]:
    """An engine for the length of a `with`."""
    engine = await start(address)
    try:
        yield engine
    finally:
        await engine.dispose()


async def start(address: DatabaseAddress) -> AsyncEngine:
    """An engine that reaches its database; raises StorageError."""
    # What it tells of connections that fail, with tracebacks, StorageError says in a sentence.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
    engine = _postgresql(address) if address.dsn else _sqlite(address)
    try:
        with explained(address):
            if address.file:
                await _write_ahead(engine, address)
            else:
                async with engine.connect():
                    pass
    except BaseException:
        await engine.dispose()
        raise
    return engine


@contextmanager
def explained(address: DatabaseAddress) -> Iterator[None]:
    """Turn a database that fails into StorageError; a fault of ours (a wrong statement or value) stays what it is."""
    try:
        yield
    except (IntegrityError, ProgrammingError, DataError):
        raise
    except DBAPIError as error:
        raise address.refusal(str(error.orig)) from error
    except PoolTimeout as error:
        raise address.refusal("it has been busy for too long") from error


def _postgresql(address: DatabaseAddress) -> AsyncEngine:
    try:
        import asyncpg  # type: ignore[import-untyped]
    except ModuleNotFoundError:
        raise MissingLibraryError("PostgreSQL", "asyncpg") from None

    async def connect() -> Any:
        try:
            return await asyncpg.connect(address.dsn, timeout=address.patience)
        except TimeoutError as error:
            raise address.refusal(f"no answer within {address.patience:g} s") from error
        except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise address.refusal(str(error) or type(error).__name__) from error

    url = URL.create("postgresql+asyncpg")
    return create_async_engine(
        url,
        async_creator=connect,
        pool_pre_ping=True,
        pool_timeout=POOL_SECONDS,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
    )


def _sqlite(address: DatabaseAddress) -> AsyncEngine:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        found = sqlite3.sqlite_version
        raise StorageError(f"SQLite '{found}' is too old, 3.36 or newer is needed. Use a newer Python, or PostgreSQL.")
    if address.file:
        _writable(address, address.file)
    name = str(address.file) if address.file else f"file:/passeur-{uuid.uuid4().hex}"
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=name, query={} if address.file else {"vfs": "memdb", "uri": "true"}),
        # One connection: SQLite has one writer anyway, and tasks queue fairly for it.
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS},
    )
    if not address.file:
        # A cancelled task takes its connection with it; this one keeps the database in memory alive.
        anchor = sqlite3.connect(f"{name}?vfs=memdb", uri=True)
        event.listen(engine.sync_engine, "engine_disposed", lambda _: anchor.close())

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver would begin too late, and not immediately
        cursor = connection.cursor()
        cursor.execute("PRAGMA secure_delete=ON")  # what is erased leaves the file too
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _writable(address: DatabaseAddress, file: Path) -> None:
    # A file that exists isn't opened here: closing it would drop the locks that SQLite holds on it for this process.
    if file.exists():
        if not (file.is_file() and os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
            raise address.refusal("it isn't a file that can be written")
        return
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if not file.exists():
            raise address.refusal("it is a link to a file that isn't there") from None
    except OSError as error:
        raise address.refusal(error.strerror or "it can't be made") from error


async def _write_ahead(engine: AsyncEngine, address: DatabaseAddress) -> None:
    """Switch the file to WAL, once and for all; SQLite doesn't wait for its lock here, so this does."""
    for left in reversed(range(WAL_TRIES)):
        try:
            async with engine.connect() as connection:
                raw = await connection.get_raw_connection()
                assert raw.driver_connection is not None
                await raw.driver_connection.execute_fetchall("PRAGMA journal_mode=WAL")
            return
        except (sqlite3.Error, DBAPIError) as error:
            reason = str(error.orig if isinstance(error, DBAPIError) else error)
            if "locked" not in reason or not left:
                raise address.refusal(reason) from error
            await asyncio.sleep(0.05)
