"""The bot running for real against the double, over signed HTTP or in Socket Mode."""

import asyncio
import io
import json
import socket as sockets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import aiohttp
import uvicorn
from pydantic import SecretStr

from bot.features.answering.decide import Decider
from bot.features.feature import FeatureTable
from bot.features.table import FEATURES
from bot.settings import Settings, read
from bot.transports.slack.connect import Running, connected, running
from bot.web.app import create_app
from tests.double import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackDouble
from tests.signed import envelope_type, request
from tests.socket_double import SocketDouble

Payload = dict[str, Any]


class Bot(Protocol):
    running: Running

    async def take(self, payload: Payload, retry: int | None = None) -> None:
        """Deliver a payload, and wait until the bot has acknowledged it."""

    async def acknowledged(self, payload: Payload, retry: int | None = None) -> Payload:
        """The same; what the acknowledgement carries."""


class HttpBot:
    def __init__(self, bot: Running, origin: str) -> None:
        self.running, self.origin = bot, origin

    async def post(self, headers: dict[str, str], body: bytes, path: str = "/slack/events") -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.origin + path, data=io.BytesIO(body), headers=headers) as answer,
        ):
            return answer.status, await answer.text()

    async def take(self, payload: Payload, retry: int | None = None) -> None:
        await self.acknowledged(payload, retry)

    async def acknowledged(self, payload: Payload, retry: int | None = None) -> Payload:
        status, text = await self.post(*request(payload, SIGNING_SECRET, retry))
        assert status == 200, text
        return dict(json.loads(text)) if text.startswith("{") else {}


class SocketBot:
    def __init__(self, bot: Running, socket: SocketDouble) -> None:
        self.running, self.socket = bot, socket

    async def take(self, payload: Payload, retry: int | None = None) -> None:
        await self.acknowledged(payload, retry)

    async def acknowledged(self, payload: Payload, retry: int | None = None) -> Payload:
        envelope = await self.socket.send(envelope_type(payload), payload, retry_attempt=retry)
        return await self.socket.ack(envelope)


@asynccontextmanager
async def over(
    transport: str, decider: Decider, folder: Path, features: FeatureTable = FEATURES
) -> AsyncIterator[tuple[SlackDouble, "Bot"]]:
    """The bot over "http" or "socket", and the double that it talks to; every payload must have been a right one."""
    slack = SlackDouble()
    socket = SocketDouble(slack)
    async with slack:
        settings = settings_for(slack, f"sqlite:///{folder}/passeur.sqlite3")
        over_http = transport == "http"
        starting = (
            http_bot(settings, decider, features=features)
            if over_http
            else socket_bot(settings, decider, socket, features=features)
        )
        async with starting as bot:
            yield slack, bot
    assert slack.violations == []


def settings_for(slack: SlackDouble, database_url: str, **changes: Any) -> Settings:
    """Nobody is welcomed unless `changes` say so: of that no test needs to know but its own."""
    return read(
        None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SIGNING_SECRET),
        slack_api_base_url=slack.url,
        database_url=SecretStr(database_url),
        **{"passeur_welcome": False, **changes},
    )


@asynccontextmanager
async def http_bot(
    settings: Settings,
    decider: Decider,
    listening: sockets.socket | None = None,
    features: FeatureTable = FEATURES,
) -> AsyncIterator[HttpBot]:
    """`listening`: where, for a bot whose settings tell its own address."""
    async with running(settings, decider=decider, features=features) as bot:
        config = uvicorn.Config(create_app(bot, SIGNING_SECRET), port=0, log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        serving = asyncio.create_task(server.serve([listening] if listening else None))
        while not server.started:
            await asyncio.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield HttpBot(bot, f"http://127.0.0.1:{port}")
        finally:
            server.should_exit = True
            await serving


@asynccontextmanager
async def socket_bot(
    settings: Settings, decider: Decider, socket: SocketDouble, features: FeatureTable = FEATURES
) -> AsyncIterator[SocketBot]:
    settings = settings.model_copy(update={"slack_app_token": SecretStr(APP_TOKEN)})
    async with connected(settings, decider=decider, features=features) as bot:
        await socket.connected()
        yield SocketBot(bot, socket)
