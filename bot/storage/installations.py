"""Which workspaces installed the app, and the installations under way: rows of the database that all of them share."""

import hashlib
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select

from bot.storage.rows import TableAccess
from bot.storage.tables import installations, oauth_states


class InstallationRow(NamedTuple):
    """`workspace`: a Slack workspace's id, or that of an organisation that installed it for all of its own.

    `sealed`: what Slack gave, encrypted.
    """

    workspace: str
    name: str
    sealed: bytes
    installed: datetime


ROW = tuple(installations.c[name] for name in InstallationRow._fields)


class Installations(TableAccess):
    async def all(self) -> list[InstallationRow]:
        """The oldest first."""
        found = select(*ROW).order_by(installations.c.installed, installations.c.workspace)
        return [InstallationRow(*row) for row in await self._connection.execute(found)]

    async def of(self, workspace: str) -> InstallationRow | None:
        found = (await self._connection.execute(select(*ROW).filter_by(workspace=workspace))).one_or_none()
        return InstallationRow(*found) if found else None

    async def save(self, row: InstallationRow) -> None:
        """Who installs it once more replaces what was there."""
        values = row._asdict()
        await self._put(installations, {"workspace": values.pop("workspace")}, values)

    async def remove(self, workspace: str) -> bool:
        return bool(await self._count(delete(installations).where(installations.c.workspace == workspace)))

    async def begin(self, state: str, expires: datetime) -> None:
        """An installation begins; Slack is to bring `state` back."""
        await self._put(oauth_states, {"state": _hash(state)}, {"expires": expires})

    async def took(self, state: str, now: datetime) -> bool:
        """Whether this installation was begun here, not long ago, and is not ended: it is now."""
        await self._count(delete(oauth_states).where(oauth_states.c.expires <= now))
        return bool(await self._count(delete(oauth_states).where(oauth_states.c.state == _hash(state))))


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
