"""Databases that can fall silent: a PostgreSQL behind a wire that stops, an SQLite that another writer has locked."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url


class Silent:
    """`url`: for DATABASE_URL."""

    def __init__(self, url: str) -> None:
        self.url = url

    async def fall_silent(self) -> None:
        raise NotImplementedError

    async def speak(self) -> None:
        raise NotImplementedError


class Locked(Silent):
    """An SQLite file; the lock is taken as soon as nobody else has it."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"sqlite:///{file}")
        self._other = sqlite3.connect(file, timeout=30, isolation_level=None, check_same_thread=False)

    async def fall_silent(self) -> None:
        await asyncio.to_thread(self._other.execute, "BEGIN EXCLUSIVE")

    async def speak(self) -> None:
        if self._other.in_transaction:
            self._other.execute("COMMIT")

    def close(self) -> None:
        self._other.close()


class Wire(Silent):
    """Bytes go through to a PostgreSQL until it is told to keep them."""

    def __init__(self, server: str) -> None:
        super().__init__("")
        self._server = make_url(server)
        self._open = asyncio.Event()
        self._open.set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> asyncio.Server:
        listening = await asyncio.start_server(self._joined, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        apart = self._server.set(host="127.0.0.1", port=port, query={"sslmode": "disable"})
        self.url = apart.render_as_string(hide_password=False)
        return listening

    async def fall_silent(self) -> None:
        self._open.clear()

    async def speak(self) -> None:
        self._open.set()

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        folder, host, port = self._server.query.get("host"), self._server.host, self._server.port or 5432
        if folder and not host:
            to_read, to_write = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{port}")
        else:
            to_read, to_write = await asyncio.open_connection(host or "127.0.0.1", port)
        for source, target in ((reader, to_write), (to_read, writer)):
            task = asyncio.create_task(self._pump(source, target))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError):
                while data := await source.read(65536):
                    await self._open.wait()
                    target.write(data)
                    await target.drain()
        finally:
            target.close()

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@asynccontextmanager
async def silent(url: str) -> AsyncIterator[Silent]:
    """The database at this address, which can be made to fall silent."""
    if url.startswith("sqlite"):
        locked = Locked(Path(url.removeprefix("sqlite:///")))
        try:
            yield locked
        finally:
            locked.close()
        return
    wire = Wire(url)
    listening = await wire.start()
    try:
        yield wire
    finally:
        listening.close()
        await wire.close()
