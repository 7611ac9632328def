"""Checks DATABASE_URL; nothing here ever shows a password."""

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import StorageError

FORMS = "It must look like sqlite:///passeur.sqlite3 or postgresql://user:password@host/name. Mend DATABASE_URL."
CONNECT_SECONDS = 10.0
# Parameters of libpq that asyncpg has no use for; it would hand them to the server, which refuses them.
UNUSED = {"channel_binding", "gssencmode", "sslcompression"}
UNUSED |= {"keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count"}


class DatabaseAddress(NamedTuple):
    """`dsn` for PostgreSQL, `file` for SQLite, neither for SQLite in memory; `name` is what a person may read."""

    name: str
    dsn: str | None = None
    file: Path | None = None
    password: str = ""
    patience: float = CONNECT_SECONDS

    def hide(self, text: str) -> str:
        """The text without the password, should a driver have put it there."""
        return text.replace(self.password, "***") if self.password else text

    def refusal(self, reason: str) -> StorageError:
        reason = " ".join(self.hide(reason).split()).rstrip(".")
        way_out = "that the server runs" if self.dsn else "that the file and its folder can be written"
        return StorageError(f"The database {self.name} can't be used: {reason}. Check DATABASE_URL, and {way_out}.")


def parse(text: str) -> DatabaseAddress:
    """Read a database address; raises StorageError with the way out."""
    try:
        url = make_url(text.strip())
        backend = url.get_backend_name()
    except (ArgumentError, ValueError):
        raise StorageError(f"The database's address can't be read. {FORMS}") from None
    if backend == "sqlite":
        return _sqlite(url)
    if backend in ("postgresql", "postgres"):
        return _postgresql(url)
    raise StorageError(f"'{backend}' isn't a database that Passeur knows. {FORMS}")


def _sqlite(url: URL) -> DatabaseAddress:
    if url.host or url.query:
        raise StorageError(
            f"The SQLite file's address can't be read: three slashes before it, no '?' after it. {FORMS}"
        )
    if url.database in (None, "", ":memory:"):
        return DatabaseAddress("in memory")
    return DatabaseAddress(f"'{url.database}'", file=Path(str(url.database)))


def _postgresql(url: URL) -> DatabaseAddress:
    query = {key: value for key, value in url.query.items() if key not in UNUSED}
    if str(query.pop("ssl", "")).lower() in ("1", "true", "require"):
        query.setdefault("sslmode", "require")
    try:
        patience = float(str(query.pop("connect_timeout", CONNECT_SECONDS)))
    except ValueError:
        raise StorageError("'connect_timeout' in DATABASE_URL must be a number of seconds.") from None
    host = url.host or str(query.get("host", "")) or "this machine"
    dsn = url.set(drivername="postgresql", query=query).render_as_string(hide_password=False)
    password = str(url.password or query.get("password", ""))
    name = f"'{url.database or ''}' on '{host}'"
    return DatabaseAddress(name, dsn=dsn, password=password, patience=patience or CONNECT_SECONDS)
