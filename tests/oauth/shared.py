"""The bots of many workspaces behind one address, for real, against a Slack in which each has its own token."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any

import aiohttp
import uvicorn
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.app.reloading import state
from bot.app.serving import Serving
from bot.delivery.clock import Clock, utc_now
from bot.features.answering.decide import Decider
from bot.settings import Settings, read
from bot.storage.installations import InstallationRow
from bot.storage.store import Store
from bot.transports.slack.oauth.vault import Grant, Vault
from bot.transports.slack.oauth.workspaces import Workspaces, many
from bot.web.app import create_shared_app
from tests.double import SIGNING_SECRET, SlackDouble
from tests.signed import request
from tests.workspace import Workspace

KEY = Fernet.generate_key().decode()
TODAY = datetime(2026, 9, 1, 12, tzinfo=UTC)


class SharedBot:
    def __init__(self, workspaces: Workspaces, session: aiohttp.ClientSession) -> None:
        self.workspaces, self.session = workspaces, session
        self.origin = ""

    async def take(self, payload: dict[str, Any]) -> int:
        """Deliver a payload; the status of the answer."""
        headers, body = request(payload, SIGNING_SECRET)
        async with self.session.post(f"{self.origin}/slack/events", data=body, headers=headers) as answer:
            await answer.read()
            return answer.status

    async def get(self, path: str, **headers: str) -> tuple[int, str, aiohttp.ClientResponse]:
        async with self.session.get(self.origin + path, headers=headers, allow_redirects=False) as answer:
            return answer.status, await answer.text(), answer


def shared_settings(slack: SlackDouble, database_url: str, **changes: Any) -> Settings:
    given = {
        "slack_client_id": "1.2",
        "slack_client_secret": SecretStr("client-secret"),
        "slack_signing_secret": SecretStr(SIGNING_SECRET),
        "slack_api_base_url": slack.url,
        "database_url": SecretStr(database_url),
        "passeur_public_url": "https://passeur.example.org",
        "passeur_encryption_keys": SecretStr(KEY),
    }
    return read(None, **{**given, **changes})


async def install(settings: Settings, slack: SlackDouble, team: str) -> str:
    """As if this workspace had installed the app some time ago; its token."""
    token = f"xoxb-{team.lower()}"
    slack.tenants.setdefault(token, Workspace(team))
    store = await Store.open(settings.database_url.get_secret_value())
    sealed = Vault.of(settings).seal(Grant(token=SecretStr(token)))
    async with store.transaction() as transaction:
        await transaction.installations.save(InstallationRow(team, f"Espace {team}", sealed, TODAY))
    await store.close()
    return token


@asynccontextmanager
async def shared_bot(settings: Settings, decider: Decider, now: Clock = utc_now) -> AsyncIterator[SharedBot]:
    served = Serving(decider, date(2026, 9, 1), None)
    known = state(settings.passeur_knowledge)
    async with (
        many(settings, served, known, now) as (workspaces, installing),
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session,
    ):
        app = create_shared_app(workspaces, installing, SIGNING_SECRET)
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.005)
        bot = SharedBot(workspaces, session)
        bot.origin = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        try:
            yield bot
        finally:
            server.should_exit = True
            await serving
