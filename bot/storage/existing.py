"""The address of a database that is there already: what reads one makes none, and changes none of another program."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import StorageError
from bot.storage.address import DatabaseAddress, parse

ELSEWHERE = "Go to the folder in which the bot runs, or set DATABASE_URL to the bot's database."


def existing(url: str) -> DatabaseAddress:
    """Raises StorageError when nothing can be kept there, so that an empty answer always means an empty database.

    PostgreSQL makes no database by being asked; whether its tables are this version's is told when it is opened.
    """
    address = parse(url)
    if address.dsn:
        return address
    if address.file is None:
        raise StorageError(f"A database in memory keeps nothing that could be read. {ELSEWHERE}")
    file = address.file.absolute()
    if not file.exists():
        raise StorageError(f"There is no database at '{file}'. {ELSEWHERE}")
    if not _has_tables(address, file):
        way_out = "If it is to become the bot's, run: passeur database upgrade."
        raise StorageError(f"The database '{file}' has no tables of Passeur. {ELSEWHERE} {way_out}")
    return address._replace(name=f"'{file}'")


def _has_tables(address: DatabaseAddress, file: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'")
            return bool(found.fetchone()[0])
    except sqlite3.Error as error:
        raise address.refusal(str(error)) from error
