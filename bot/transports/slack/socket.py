"""Slack's events over a WebSocket: each try at an address of its own, and a process that ends when none succeeds.

(slack_sdk's client tries the first address again for ever, which Slack takes back after a minute or a use.)
"""

import asyncio
import json
import logging
from collections.abc import Coroutine
from contextlib import nullcontext, suppress
from datetime import timedelta
from typing import Any, NoReturn

import aiohttp
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackError
from bot.transports.slack.dispatch import dispatched
from bot.transports.slack.tokens import LaterError, answered, sooner_or_later

log = logging.getLogger(__name__)
PING = 10.0
"""Seconds between pings; a connection that leaves one unanswered for half of it is over."""
HANDSHAKE = 10.0
STEADY = 20.0
"""Seconds that a connection must have lasted for the next one to be tried at once."""
FAREWELL = 10.0
"""Seconds in which a connection that Slack is about to close may still bring and acknowledge something."""
OFF = "Socket Mode is off in the app's settings (link_disabled): turn it on at api.slack.com/apps."


class Connection:
    """One WebSocket; `over`: another one is needed, whether or not this one still speaks."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.began = asyncio.get_running_loop().time()
        self.over = asyncio.Event()
        self.reason = "the connection was lost"


class SocketMode:
    """`offline`: seconds without a connection after which `run()` gives up; 0: never."""

    def __init__(self, app: AsyncApp, client: AsyncWebClient, session: aiohttp.ClientSession, offline: float) -> None:
        self._app, self._client, self._session, self._offline = app, client, session, offline
        self._current: Connection | None = None
        self._later: LaterError | None = None
        self._lost = asyncio.get_running_loop().time()
        self._short = 0
        """How many connections in a row did not last."""
        self._tasks: set[asyncio.Task[None]] = set()
        self.trouble: str | None = "not connected to Slack yet"
        """Why there is no connection; None when there is one."""

    async def try_once(self) -> None:
        """Connect; raises SlackError when Slack refuses the token, while `run()` goes on trying after anything else."""
        try:
            self._follow(await self._open())
        except LaterError as error:
            log.warning("%s It is tried again.", error)
            self._later = error

    async def run(self) -> NoReturn:
        """Stay connected; raises SlackError when Slack refuses the token, or when it takes too long."""
        while True:
            if self._current is None:
                self._follow(await self._in_time())
            connection = self._current
            assert connection is not None
            await connection.over.wait()
            self._lost = asyncio.get_running_loop().time()
            self._current, self.trouble = None, f"not connected to Slack: {connection.reason}"
            self._short = 0 if self._lost - connection.began >= STEADY else self._short + 1
            pause = timedelta(seconds=2.0 ** min(self._short - 1, 6))
            self._later = LaterError(connection.reason, pause) if self._short else None
            log.warning("The connection to Slack ends (%s); another one is opened.", connection.reason)

    async def close(self) -> None:
        """Say goodbye where somebody listens."""
        if self._current is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._current.socket.close(), 1)
        for task in self._tasks:
            task.cancel()

    async def _in_time(self) -> Connection:
        limit = asyncio.timeout_at(self._lost + self._offline) if self._offline else nullcontext()
        try:
            async with limit:
                return await sooner_or_later(self._open, self._later)
        except TimeoutError:
            raise SlackError(
                f"Without a connection to Slack for {self._offline:g} seconds (PASSEUR_OFFLINE_SECONDS); the last "
                f"reason: {self.trouble}. It ends, for whatever runs it to start it anew."
            ) from None

    async def _open(self) -> Connection:
        try:
            return await self._opened()
        except LaterError as error:
            if OFF not in (self.trouble or ""):
                self.trouble = f"not connected to Slack: {error}"
            raise

    async def _opened(self) -> Connection:
        call = self._client.apps_connections_open(app_token=self._client.token or "")
        address = (await answered(call, self._client, "the app-level token", "SLACK_APP_TOKEN")).get("url")
        try:
            async with asyncio.timeout(HANDSHAKE):
                socket = await self._session.ws_connect(str(address), heartbeat=PING, proxy=self._client.proxy)
                await _greeted(socket)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, TypeError, AttributeError) as error:
            # Its own words may hold the address, which is a key.
            raise LaterError(f"The socket could not be opened ({type(error).__name__}).") from None
        return Connection(socket)

    def _follow(self, connection: Connection) -> None:
        self._current, self.trouble = connection, None
        self._spawn(self._listen(connection))

    def _spawn(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _listen(self, connection: Connection) -> None:
        """Take what comes until the connection is closed, also after Slack has said that it soon will be."""
        try:
            async for message in connection.socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._read(connection, message.data)
        finally:
            connection.over.set()

    def _read(self, connection: Connection, text: str) -> None:
        try:
            frame = json.loads(text)
            kind = frame.get("type")
            request = SocketModeRequest.from_dict(frame)
        except Exception as error:  # whatever it is, it is none of Slack's frames
            log.warning("A frame of the socket could not be read (%s).", type(error).__name__)
            return
        if kind == "disconnect":
            reason = str(frame.get("reason"))
            connection.reason = OFF if reason == "link_disabled" else f"Slack asked for it: {reason}"
            connection.over.set()
            self._spawn(self._retire(connection))
        elif request is not None:
            self._spawn(self._take(connection, request))

    async def _retire(self, connection: Connection) -> None:
        await asyncio.sleep(FAREWELL)
        await connection.socket.close()

    async def _take(self, connection: Connection, request: SocketModeRequest) -> None:
        try:
            made = AsyncBoltRequest(mode="socket_mode", body=request.payload, headers=build_headers(request))
        except Exception as error:  # Bolt looks into the payload before anything of ours does
            log.warning("An envelope of the socket could not be read (%s).", type(error).__name__)
            return
        response = await dispatched(self._app, made)
        if response.status != 200:  # without an ack Slack brings it again
            return
        ack = SocketModeResponse(request.envelope_id, _payload(response))
        socket = self._current.socket if connection.socket.closed and self._current else connection.socket
        try:
            await socket.send_json(ack.to_dict())
        except (aiohttp.ClientError, OSError) as error:
            log.warning("An ack came too late for its connection (%s); Slack brings it again.", type(error).__name__)


async def _greeted(socket: aiohttp.ClientWebSocketResponse) -> None:
    try:
        while (await socket.receive_json()).get("type") != "hello":
            pass
    except BaseException:
        await socket.close()
        raise


def _payload(response: BoltResponse) -> dict[str, Any] | None:
    if not response.body:
        return None
    kind = response.headers.get("content-type", [""])[0]
    return dict(json.loads(response.body)) if kind.startswith("application/json") else {"text": response.body}
