"""A Slack that costs next to nothing: it takes every call, remembers when an answer came, and sends events.

Payloads are not checked here as the tests' double does it: what is measured is the bot.
"""

import asyncio
import json
import time
from collections import defaultdict, deque
from typing import Any, Self

from aiohttp import WSMsgType, web

TEAM, BOT, APP = "T0BENCH", "U0BENCH", "A0BENCH"
BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-bench", "xapp-bench", "bench-secret"
SCOPES = "app_mentions:read,assistant:write,chat:write,im:history,im:write,users:read"


class QuickSlack:
    """`answered`: by channel, when the first message came there. `said`: the last message."""

    def __init__(self) -> None:
        self.answered: dict[str, float] = {}
        self.acked: dict[str, float] = {}
        self.said: dict[str, Any] = {}
        self.origin = ""
        self._came: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._sockets: deque[web.WebSocketResponse] = deque(maxlen=1)
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.1)

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_get("/socket", self._socket)
        return app

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def connected(self) -> bool:
        return bool(self._sockets) and not self._sockets[-1].closed

    async def send(self, key: str, payload: dict[str, Any]) -> None:
        """In an envelope on the newest connection."""
        envelope = {"envelope_id": key, "type": "events_api", "payload": payload, "accepts_response_payload": False}
        await self._sockets[-1].send_json(envelope)

    async def until(self, channels: list[str], seconds: float) -> None:
        """Wait for an answer in each; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            for channel in channels:
                await self._came[channel].wait()

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        given = await (request.json() if request.content_type == "application/json" else request.post())
        told: dict[str, Any] = {"ok": True}
        if method == "auth.test":
            told |= {"team_id": TEAM, "team": "Bench", "user_id": BOT, "bot_id": "B0BENCH", "user": "bench"}
            told["url"] = "https://bench.slack.com/"
        elif method == "apps.connections.open":
            told["url"] = self.origin.replace("http", "ws", 1) + f"/socket?ticket={time.monotonic()}"
        elif method == "users.info":
            user = {**request.query, **given}.get("user")
            told["user"] = {"id": user, "team_id": TEAM, "locale": "fr-FR", "name": user, "profile": {}}
        elif method == "chat.postMessage":
            self.answered.setdefault(given["channel"], time.perf_counter())
            self._came[given["channel"]].set()
            self.said = dict(given)
            told |= {"channel": given["channel"], "ts": f"{time.time():.6f}"}
        return web.json_response(told, headers={"x-oauth-scopes": SCOPES})

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "debug_info": {"host": "bench"}})
        self._sockets.append(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.acked.setdefault(json.loads(message.data).get("envelope_id", ""), time.perf_counter())
        return socket
