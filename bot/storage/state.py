"""What an operator may know of a database that is there: its server, version, size and owner. It changes nothing."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, inspect, select, text

from bot.storage import migrate
from bot.storage.address import DatabaseAddress
from bot.storage.engine import explained, start
from bot.storage.store import closed
from bot.storage.tables import metadata, workspace
from bot.storage.tables import work as work_table
from bot.storage.work import Workspace


@dataclass(frozen=True)
class DatabaseState:
    """`version`: None without tables of Passeur. `size`: bytes. `rows`: by table. `waiting`: work that is not done."""

    name: str
    server: str
    version: str | None
    writable: bool
    size: int
    workspace: Workspace | None
    rows: dict[str, int]
    waiting: int


async def look(address: DatabaseAddress) -> DatabaseState:
    """Raises StorageError when it can't be reached or written."""
    engine = await start(address)
    try:
        with explained(address):
            async with engine.connect() as connection:
                return await connection.run_sync(_look, address)
    finally:
        await closed(engine)


def _look(connection: Connection, address: DatabaseAddress) -> DatabaseState:
    there = set(inspect(connection).get_table_names())
    rows = {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in metadata.sorted_tables
        if table.name in there
    }
    waiting = select(func.count()).select_from(work_table).where(work_table.c.finished.is_(None))
    found = connection.execute(select(workspace.c.id, workspace.c.name)).one_or_none() if "workspace" in there else None
    server, writable, size = _sqlite(connection) if address.file else _postgresql(connection)
    return DatabaseState(
        address.name,
        server,
        migrate.version_of(connection),
        writable,
        size,
        Workspace(*found) if found else None,
        rows,
        int(connection.execute(waiting).scalar_one()) if "work" in there else 0,
    )


def _sqlite(connection: Connection) -> tuple[str, bool, int]:
    """That a transaction could be begun says that the file can be written."""
    version = connection.execute(text("SELECT sqlite_version()")).scalar_one()
    pages, size = (connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("page_count", "page_size"))
    return f"SQLite {version}", True, int(pages) * int(size)


def _postgresql(connection: Connection) -> tuple[str, bool, int]:
    """Read only is a server that follows another one, and a user who may not write to the tables."""
    version = str(connection.execute(text("SHOW server_version")).scalar_one()).split()[0]
    reads = connection.execute(text("SHOW transaction_read_only")).scalar_one() == "on"
    mine = "SELECT coalesce(bool_and(has_table_privilege(oid, 'INSERT')), true) FROM pg_class WHERE relname = 'work'"
    may = bool(connection.execute(text(mine)).scalar_one())
    size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    return f"PostgreSQL {version}", may and not reads, int(size)
