"""Looks at the database without making one: which it is, its version, whose it is, and whether it can be written."""

import os
import shutil
from pathlib import Path

from bot.doctor.findings import Facts, Finding, ok, untried, wrong
from bot.doctor.slack import SlackAnswer
from bot.errors import PasseurError
from bot.settings import Settings
from bot.storage import migrate
from bot.storage.address import DatabaseAddress, parse
from bot.storage.existing import existing
from bot.storage.state import DatabaseState, look
from bot.storage.work import Workspace

LEAST = 200
"""Megabytes below which a database, its log and the cache soon have no room."""
MEGABYTE = 1024 * 1024


async def database(settings: Settings) -> tuple[list[Finding], Workspace | None]:
    """Whose it is goes with them: only Slack tells whether that is the bot's workspace."""
    url = settings.database_url.get_secret_value()
    try:
        address = parse(url)
        if address.file is not None and not address.file.exists():
            return [_new(address, address.file), *room(address)], None
        if address.file is None and address.dsn is None:
            return [wrong("database", "memory"), untried("space", "database")], None
        found = await look(existing(url))
    except PasseurError as error:
        return [wrong("database", "unusable", told=str(error)), untried("space", "database")], None
    return [_version(found), *room(address, found)], found.workspace


def _new(address: DatabaseAddress, file: Path) -> Finding:
    folder = file.absolute().parent
    if folder.is_dir() and os.access(folder, os.W_OK):
        return ok("database", "new", name=address.name)
    return wrong("database", "folder", folder=str(folder))


def _version(found: DatabaseState) -> Finding:
    facts: Facts = {"name": found.name, "server": found.server}
    needed = migrate.needed()
    if found.version is None:
        return wrong("database", "empty", **facts)
    if not migrate.is_known(found.version):
        return wrong("database", "newer", version=found.version, needed=needed, **facts)
    if found.version != needed:
        return wrong("database", "older", version=found.version, needed=needed, **facts)
    return ok("database", version=found.version, **facts) if found.writable else wrong("database", "read-only", **facts)


def room(address: DatabaseAddress, found: DatabaseState | None = None) -> list[Finding]:
    """What is left on the disk; on another machine nobody but its server knows."""
    if address.file is None:
        size = round(found.size / MEGABYTE) if found else 0
        return [untried("space", "server", megabytes=size)]
    folder = address.file.absolute().parent
    while not folder.is_dir():
        folder = folder.parent
    left = shutil.disk_usage(folder).free // MEGABYTE
    facts: Facts = {"megabytes": left, "folder": str(folder)}
    return [ok("space", **facts) if left >= LEAST else wrong("space", "little", **facts)]


def owner(workspace: Workspace | None, who: SlackAnswer) -> Finding:
    """A database belongs to the workspace that used it first."""
    if workspace is None:
        return untried("owner", "nobody")
    ids = {str(who.data.get(name) or "") for name in ("team_id", "enterprise_id")}
    if who.trouble or who.error or not any(ids):
        return untried("owner", "untold", name=workspace.name, id=workspace.id)
    if workspace.id in ids:
        return ok("owner", name=workspace.name)
    return wrong("owner", "another", name=workspace.name, id=workspace.id, team=str(who.data.get("team") or "?"))
