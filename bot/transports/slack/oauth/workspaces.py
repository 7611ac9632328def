"""The bots of all workspaces that installed the app: one each, with rows, token and settings of its own."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from bot.app.deciding import learning_on
from bot.app.reloading import FilesState, state
from bot.app.serving import Serving, serving
from bot.delivery.clock import Clock, utc_now
from bot.errors import PasseurError, StorageError
from bot.features.feature import FeatureTable
from bot.features.table import FEATURES
from bot.settings import Settings
from bot.storage.installations import InstallationRow
from bot.storage.places import prepare
from bot.storage.store import Store
from bot.storage.work import Workspace
from bot.transports.slack.app import build_app
from bot.transports.slack.connect import Running, SharedApp, opened_store, running
from bot.transports.slack.departure import Farewell
from bot.transports.slack.inbound import Payload
from bot.transports.slack.oauth.installing import Installing
from bot.transports.slack.oauth.named import workspace_of
from bot.transports.slack.oauth.own import own_settings
from bot.transports.slack.oauth.vault import Vault
from bot.transports.slack.reloading import Reload
from bot.transports.slack.tenants import Tenant
from bot.transports.slack.tokens import LaterError

log = logging.getLogger(__name__)
MANY = Workspace("many", "many workspaces, by OAuth")
"""Whose the database is that they share, unless one workspace used it before: that one's rows stay there."""


class Opened(NamedTuple):
    """`ready`: the bot, or None when it can't serve; its task says why."""

    ready: asyncio.Future[Running | None]
    task: asyncio.Task[None]


class Workspaces:
    """`store`: of the database that says who installed the app. `common`: the knowledge of all."""

    def __init__(self, settings: Settings, store: Store, common: Reload, now: Clock, features: FeatureTable) -> None:
        self.settings, self.store, self.common = settings, store, common
        self.app = build_app(settings, self.find, settings.slack_api_base_url)
        self._vault = Vault.of(settings)
        self._now, self._features = now, features
        self._opened: dict[str, Opened] = {}
        self._reloads: dict[object, tuple[Reload, asyncio.Task[None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._learning, self._preparing = asyncio.Lock(), asyncio.Lock()

    @property
    def bots(self) -> list[Running]:
        """Those that serve."""
        done = (one.ready.result() for one in self._opened.values() if one.ready.done())
        return [bot for bot in done if bot is not None]

    @property
    def count(self) -> int:
        """How many workspaces are to be served by this process."""
        return len(self._opened)

    async def start(self) -> None:
        """Begin to serve whoever installed the app until now."""
        async with self.store.transaction() as transaction:
            await transaction.claim_for(MANY, self._now())
            rows = await transaction.installations.all()
        self._vault_opens(rows)
        self._reloads[_knowledge(self.settings)] = self.common, asyncio.create_task(self.common.run())
        for row in rows:
            self._begin(row)

    async def installed(self, row: InstallationRow) -> None:
        """Serve a workspace that has just installed the app, perhaps not for the first time."""
        await self._end(row.workspace)
        self._begin(row)

    async def find(self, body: Payload) -> Tenant | None:
        """Whose bot a payload is for; None when they have not installed the app."""
        bot = await self.bot(workspace_of(body))
        return Tenant(bot.identity, bot.delivery, bot.departure) if bot and bot.departure else None

    async def bot(self, workspace: str) -> Running | None:
        """The bot of a workspace, also of one that another process installed; None when there is none."""
        if workspace not in self._opened:
            row = await self._row(workspace) if workspace else None
            if row is None:
                return None
            if workspace not in self._opened:
                self._begin(row)
        return await asyncio.shield(self._opened[workspace].ready)

    async def close(self) -> None:
        for workspace in list(self._opened):
            await self._end(workspace)
        for task in (*self._tasks, *(following for _, following in self._reloads.values())):
            task.cancel()
            await asyncio.wait({task})

    def _vault_opens(self, rows: list[InstallationRow]) -> None:
        """A wrong key is told at the start, not one workspace after the other."""
        for row in rows[:1]:
            self._vault.open(row.sealed)

    def _begin(self, row: InstallationRow) -> None:
        ready: asyncio.Future[Running | None] = asyncio.get_running_loop().create_future()
        self._opened[row.workspace] = Opened(ready, asyncio.create_task(self._serve(row, ready)))

    async def _end(self, workspace: str) -> None:
        if (opened := self._opened.pop(workspace, None)) is not None:
            opened.task.cancel()
            await asyncio.wait({opened.task})

    async def _serve(self, row: InstallationRow, ready: asyncio.Future[Running | None]) -> None:
        try:
            await self._serve_until_it_ends(row, ready)
        except PasseurError as error:
            log.error("The workspace '%s' (%s) is not served. %s", row.name, row.workspace, error)
            if isinstance(error, StorageError):
                self._opened.pop(row.workspace, None)  # the next event tries again
        except Exception:  # a fault of ours: the other workspaces go on
            log.exception("The workspace '%s' (%s) is not served.", row.name, row.workspace)
        finally:
            if not ready.done():
                ready.set_result(None)

    async def _serve_until_it_ends(self, row: InstallationRow, ready: asyncio.Future[Running | None]) -> None:
        grant = self._vault.open(row.sealed)
        settings = own_settings(self.settings, row.workspace, grant, await self._place(row.workspace))
        reload = await self._reload(settings)
        shared = SharedApp(self.app, self._farewell(row))
        async with running(settings, reload.served.decider, self._now, self._features, shared) as bot:
            await reload.join(bot)
            try:
                ready.set_result(bot)
                await bot.broken()
            finally:
                reload.leave(bot)

    async def _place(self, workspace: str) -> str:
        """Where its rows lie: beside the others', or where they lay when the database was this workspace's alone."""
        url = self.settings.database_url.get_secret_value()
        async with self.store.transaction() as transaction:
            owner = await transaction.workspace()
        async with self._preparing:  # Alembic keeps what it is at in globals: one upgrade at a time
            return await prepare(url, workspace, owner)

    async def _reload(self, settings: Settings) -> Reload:
        """The knowledge that these settings name, which is learned once."""
        async with self._learning:
            name = _knowledge(settings)
            if name not in self._reloads:
                known = await asyncio.to_thread(state, settings.passeur_knowledge)
                reload = Reload(settings, await asyncio.to_thread(serving, settings, on=learning_on), known)
                self._reloads[name] = reload, asyncio.create_task(reload.run())
            return self._reloads[name][0]

    def _farewell(self, row: InstallationRow) -> Farewell:
        """What a departure does here besides: another process may have taken a new token, or erased everything."""

        async def replaced() -> bool:
            now = await self._row_or_later(row.workspace)
            if now is None or self._vault.open(now.sealed) == self._vault.open(row.sealed):
                return False
            self._later(self.installed(now))
            return True

        async def after() -> None:
            try:
                async with self.store.transaction() as transaction:
                    await transaction.installations.remove(row.workspace)
            except StorageError as error:
                raise LaterError(str(error)) from None
            self._later(self._end(row.workspace))

        return Farewell(replaced, after)

    def _later(self, doing: Coroutine[Any, Any, None]) -> None:
        """By a task of its own: what is to be ended awaits this one."""
        task = asyncio.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _row(self, workspace: str) -> InstallationRow | None:
        async with self.store.transaction() as transaction:
            return await transaction.installations.of(workspace)

    async def _row_or_later(self, workspace: str) -> InstallationRow | None:
        try:
            return await self._row(workspace)
        except StorageError as error:
            raise LaterError(str(error)) from None


def _knowledge(settings: Settings) -> object:
    """What a matcher is learned from, besides what all workspaces have in common."""
    return settings.passeur_knowledge, settings.passeur_wrong_accepted


@asynccontextmanager
async def many(
    settings: Settings, served: Serving, known: FilesState, now: Clock = utc_now, features: FeatureTable = FEATURES
) -> AsyncIterator[tuple[Workspaces, Installing]]:
    """The bots of all workspaces, and what installs the app in another; `served`, `known`: the common knowledge."""
    async with opened_store(settings) as (store, session):
        client = AsyncWebClient(base_url=settings.slack_api_base_url, session=session, retry_handlers=[])
        installing = Installing(settings, store, client, now)
        workspaces = Workspaces(settings, store, Reload(settings, served, known), now, features)
        try:
            await workspaces.start()
            yield workspaces, installing
        finally:
            await workspaces.close()
