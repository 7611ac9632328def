"""Where each workspace's rows lie when many share a database: a schema of PostgreSQL of their own, or a file.

No statement can reach another workspace's rows by a forgotten condition: they are in no table that it knows.
"""

import re

from sqlalchemy import make_url, text

from bot.errors import StorageError
from bot.storage import migrate
from bot.storage.address import parse
from bot.storage.engine import explained, opened
from bot.storage.work import Workspace

WORKSPACE = re.compile(r"[TE][A-Z0-9]{2,30}")
"""Slack's ids of workspaces and organisations, and nothing that means something to a database."""


def place_of(url: str, workspace: str, owner: Workspace | None = None) -> str:
    """The address of a workspace's own rows, beside those of `url`; it is a DATABASE_URL like any other.

    `owner`: whose the database at `url` is; what was one workspace's alone stays its own place.
    `sqlite:///p.sqlite3` and T0EXAMPLE -> `sqlite:///p-T0EXAMPLE.sqlite3`; for PostgreSQL, the schema t0example.
    """
    if not WORKSPACE.fullmatch(workspace):
        raise StorageError(f"'{workspace}' is no id of a Slack workspace (T… or E…).")
    if owner is not None and owner.id == workspace:
        return url
    address = parse(url)
    if address.file is not None:
        return f"sqlite:///{address.file.with_name(f'{address.file.stem}-{workspace}{address.file.suffix}')}"
    if address.dsn is None:
        return url  # each database in memory is another one
    there = make_url(address.dsn).update_query_dict({"options": f"-csearch_path={workspace.lower()}"})
    return there.render_as_string(hide_password=False)


async def prepare(url: str, workspace: str, owner: Workspace | None) -> str:
    """Make the place, with this version's tables, unless it is `url` itself; its address. Raises StorageError."""
    place, address = place_of(url, workspace, owner), parse(url)
    if place == url:
        return place
    if address.dsn is not None:
        async with opened(address) as engine:
            with explained(address):
                async with engine.begin() as connection:
                    await connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {workspace.lower()}"))
    await migrate.upgrade(place)
    return place
