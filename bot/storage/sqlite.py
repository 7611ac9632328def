"""SQLite for SQLAlchemy's asyncio, without a thread's turn a statement: that costs ten times the statement itself.

A transaction begins when no other process writes: the loop goes on meanwhile. It ends when the disk has it, for which a
thread waits. Between the two nothing waits, since this process holds the only place for writing.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import await_only

DRIVER = "sqlite+in_loop"
PATIENCE, LOOK = 5.0, 0.01
"""Seconds for which another process that writes is waited for, and between two looks whether it is done."""
HELD = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def held(error: sqlite3.Error) -> bool:
    """Whether it is for a lock of somebody else's; the code's lower byte tells the kind."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in HELD


class _Cursor(sqlite3.Cursor):
    async def _async_soft_close(self) -> None:
        """SQLAlchemy asks it of every cursor under asyncio; this one is closed once its rows are read."""


class InLoopConnection(sqlite3.Connection):
    """Of one task at a time, as the pool gives it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._thread = ThreadPoolExecutor(1, "sqlite")

    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)

    async def begin(self) -> None:
        """Take the place for writing."""
        end = monotonic() + PATIENCE
        while True:
            try:
                self.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.Error as error:
                if not held(error) or monotonic() >= end:
                    raise
            await asyncio.sleep(LOOK)

    async def aside(self, what: Callable[[], object]) -> None:
        """Whoever is cancelled waits for its end all the same: SQLite would make the whole loop wait for it."""
        doing = asyncio.get_running_loop().run_in_executor(self._thread, what)
        try:
            await asyncio.shield(doing)
        except asyncio.CancelledError:
            await asyncio.wait([doing])
            raise

    def close(self) -> None:
        super().close()
        self._thread.shutdown(wait=False)


class InLoopDialect(SQLiteDialect_pysqlite):
    """Every transaction is there to write: it takes the place for it at once, or would be refused it later on."""

    driver = "in_loop"
    is_async = True
    has_terminate = True
    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        await_only(dbapi_connection.begin())

    def do_commit(self, dbapi_connection: Any) -> None:
        await_only(dbapi_connection.aside(dbapi_connection.commit))

    def do_execute(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:  # noqa: ARG002
        await_only(_nothing())
        cursor.execute(statement, parameters)

    def do_executemany(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:  # noqa: ARG002
        await_only(_nothing())
        cursor.executemany(statement, parameters)


async def _nothing() -> None:
    """SQLAlchemy takes a driver that awaits nothing for one that blocks."""


registry.register("sqlite.in_loop", __name__, InLoopDialect.__name__)
