"""Copies a SQLite database while it is in use, and puts a copy back; PostgreSQL has programs of its own for it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from time import monotonic

from bot.errors import StorageError
from bot.storage import migrate
from bot.storage.address import DatabaseAddress, parse
from bot.storage.existing import existing

PATIENCE = 5.0
"""Seconds for which a lock of somebody else's is waited for."""
HELD = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def backup(url: str, to: Path) -> int:
    """Copy the database to a file that is not there yet, for the owner's eyes alone; its size in bytes."""
    address = existing(url)
    if address.file is None:
        raise StorageError(
            f"The database {address.name} is PostgreSQL's, which copies it by itself. "
            f'Run: pg_dump --format=custom --no-owner --file={to} "$DATABASE_URL"'
        )
    try:
        os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise StorageError(f"'{to}' is there already. Name another file.") from None
    except OSError as error:
        raise StorageError(f"'{to}' can't be made: {error.strerror}. Name another file.") from None
    try:
        with closing(sqlite3.connect(to)) as new:
            _copied(address.file, new)
        _whole(to)
    except sqlite3.Error as error:
        to.unlink(missing_ok=True)
        raise StorageError(f"The database {address.name} can't be copied to '{to}' ({error}). Try again.") from None
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    return to.stat().st_size


def restore(url: str, source: Path, *, replace: bool) -> str:
    """Put a copy in the database's place; its version. Raises StorageError when it is none, or would be overwritten."""
    address = parse(url)
    if address.dsn is not None:
        raise StorageError(
            f"The database {address.name} is PostgreSQL's, which restores it by itself. Stop the bot, then "
            f'run: pg_restore --clean --if-exists --no-owner --dbname="$DATABASE_URL" {source}'
        )
    if address.file is None:
        raise StorageError("A database in memory can't be restored. Set DATABASE_URL to a file.")
    version = _whole(source)
    if address.file.exists() and not replace:
        raise StorageError(
            f"{address.name} is there already. Stop the bot, then add --replace to overwrite all that it holds."
        )
    _replaced(source, address, address.file)
    return version


def _replaced(source: Path, address: DatabaseAddress, file: Path) -> None:
    """A copy is written as one transaction: whoever reads meanwhile sees the old one, or the new one."""
    if not file.exists():
        try:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError as error:
            raise address.refusal(error.strerror or "it can't be made") from None
    try:
        with closing(sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)) as new:
            _alone(new)
            _copied(source, new)
    except sqlite3.Error as error:
        if _held(error):
            raise StorageError(f"The database {address.name} is in use: stop the bot, then try again.") from None
        raise address.refusal(str(error)) from None


def _alone(database: sqlite3.Connection) -> None:
    """Keep everybody else out until it is closed.

    Without the mode, somebody who has the file open in WAL and does nothing just now would not be noticed.
    """
    database.execute("PRAGMA locking_mode=EXCLUSIVE")
    database.execute("BEGIN EXCLUSIVE")
    database.execute("COMMIT")


def _held(error: sqlite3.Error) -> bool:
    """Whether it is for a lock; the code's lower byte tells the kind."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in HELD


def _copied(source: Path, new: sqlite3.Connection) -> None:
    """Raises sqlite3.Error; by itself `Connection.backup` would wait for a lock without end."""
    end = monotonic() + PATIENCE

    def check(code: int, _left: int, _all: int) -> None:
        if code in HELD and monotonic() >= end:
            raise sqlite3.OperationalError("it is locked")

    reading = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)
    with closing(reading) as old:
        old.backup(new, progress=check)


def _whole(file: Path) -> str:
    """The version of a copy that is whole; raises StorageError when it is cut, or no database of Passeur's."""
    wrong = StorageError(f"'{file}' is no whole copy of a database of Passeur's. Name another file.")
    if not file.is_file():
        raise StorageError(f"There is no file '{file}'. Name another one.")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            (checked,) = opened.execute("PRAGMA integrity_check").fetchone()
            (version,) = opened.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError):
        raise wrong from None
    if checked != "ok":
        raise wrong
    if not migrate.is_known(str(version)):
        raise StorageError(f"'{file}' is of version {version}, newer than this Passeur. Install a newer one.")
    return str(version)
