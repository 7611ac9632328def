"""Brings a database of any age up to date; the steps are in migrations/versions."""

from pathlib import Path
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StorageError
from bot.storage.address import DatabaseAddress, parse
from bot.storage.engine import explained, opened

STEPS = Path(__file__).parent / "migrations"
UPGRADE_LOCK = 0x7061737365757200  # any number that nobody else locks in this database
COMMAND = "Run: passeur database upgrade."


class Upgrade(NamedTuple):
    """The version found, None for an empty database, and the version left."""

    before: str | None
    after: str


def needed() -> str:
    """The version that this code needs."""
    return _known()[0]


async def current(url: str) -> str | None:
    """The version of the database; None when it has no tables of Passeur, or isn't there yet."""
    address = parse(url)
    if address.file and not address.file.exists():
        return None
    async with opened(address) as engine:
        with explained(address):
            async with engine.begin() as connection:
                return await connection.run_sync(version_of)


async def upgrade(url: str) -> Upgrade:
    """Bring the database to `needed()`; does nothing when it's there. Of two at once the second waits."""
    address = parse(url)
    async with opened(address) as engine:
        with explained(address):
            async with engine.begin() as connection:
                return await connection.run_sync(_upgrade)


async def ready(engine: AsyncEngine, address: DatabaseAddress) -> None:
    """Raise StorageError unless the database is at `needed()`; a new SQLite database is made on the spot."""
    with explained(address):
        async with engine.begin() as connection:
            await connection.run_sync(_made_if_new)
            version = await connection.run_sync(version_of)
    if version is None:
        raise StorageError(f"The database {address.name} has no tables yet, this version needs {needed()}. {COMMAND}")
    _refuse_newer(version)
    if version != needed():
        raise StorageError(f"The database is at {version}, this version needs {needed()}. {COMMAND}")


def _made_if_new(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and not inspect(connection).get_table_names():
        _upgrade(connection)


def _upgrade(connection: Connection) -> Upgrade:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
    before = version_of(connection)
    if before is not None:
        _refuse_newer(before)
    if before != needed():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return Upgrade(before, needed())


def version_of(connection: Connection) -> str | None:
    """None without tables of Passeur."""
    return MigrationContext.configure(connection).get_current_revision()


def is_known(version: str) -> bool:
    """Whether this code knows how to go on from it; a newer Passeur's it doesn't."""
    return version in _known()


def _refuse_newer(version: str) -> None:
    if not is_known(version):
        raise StorageError(
            f"The database is at {version}, newer than the {needed()} known here. Install a newer Passeur."
        )


def _known() -> list[str]:
    """Every version, the newest first."""
    return [step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    return config
