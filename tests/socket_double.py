"""Socket Mode on loopback, on the Web API's double: envelopes out, acks in, and the ways in which a connection ends."""

import asyncio
import json
from collections.abc import Callable
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from tests.double import SlackDouble
from tests.surfaces import APP

Payload = dict[str, Any]


class SocketDouble:
    """`acks`: by envelope, each ack's payload (empty when it had none). Make it before the double is entered.

    `tickets`: those with which somebody came; Slack takes each of its addresses once.
    """

    def __init__(self, slack: SlackDouble) -> None:
        self.acks: dict[str, list[Payload]] = {}
        self.connections = 0
        self.tickets: list[str] = []
        self._faults: list[str] = []
        self._open: list[tuple[web.Request, web.WebSocketResponse]] = []
        self._numbers = count(1)
        self._changed = asyncio.Condition()
        self._slack = slack
        slack.socket_url = "/socket"
        slack.app.router.add_get("/socket", self._connection)

    def fault(self, *kinds: str) -> None:
        """How the next handshakes go wrong: dead (the ticket), hang, mute (no hello), gone (cut after the hello)."""
        self._faults += kinds

    async def connected(self, times: int = 1, seconds: float = 10) -> None:
        """Wait until the bot has connected that many times, and is."""
        await self._until(lambda: self.connections >= times and bool(self._open), seconds, "no connection")

    async def send(
        self, kind: str, payload: Payload, retry_attempt: int | None = None, retry_reason: str = "", reply: bool = False
    ) -> str:
        """Put it in an envelope and send it on the newest connection, as Slack does; the envelope's id.

        `kind`: events_api, slash_commands or interactive. `reply`: Slack takes an answer with the ack.
        """
        envelope: Payload = {"envelope_id": f"envelope-{next(self._numbers)}", "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = reply
        if retry_attempt is not None:
            envelope |= {"retry_attempt": retry_attempt, "retry_reason": retry_reason}
        await self._open[-1][1].send_json(envelope)
        return str(envelope["envelope_id"])

    async def ack(self, envelope: str, seconds: float = 10) -> Payload:
        """Wait for the ack of this envelope; its payload."""
        await self._until(lambda: envelope in self.acks, seconds, f"no ack of {envelope}")
        return self.acks[envelope][0]

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """What Slack sends before it closes a connection: the bot shall come back by itself."""
        await self._open[-1][1].send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "double"}})

    async def tell(self, text: str) -> None:
        """Send a frame as it is, whatever Slack would."""
        await self._open[-1][1].send_str(text)

    def drop(self) -> None:
        """Cut the newest connection without a word."""
        transport = self._open[-1][0].transport
        if transport is not None:
            transport.abort()

    async def _until(self, done: Callable[[], bool], seconds: float, otherwise: str) -> None:
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(done)
        except TimeoutError:
            raise AssertionError(f"{otherwise} in {seconds} s; acks: {self.acks}") from None

    async def _connection(self, request: web.Request) -> web.WebSocketResponse:
        ticket, fault = request.query.get("ticket", ""), self._faults.pop(0) if self._faults else ""
        used = ticket in self.tickets
        self.tickets.append(ticket)
        await self._tell()
        if fault == "hang":
            await asyncio.sleep(3600)
        if fault == "dead" or used:
            raise web.HTTPNotFound(text="no such ticket")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if fault == "mute":
            await socket.receive()
            return socket
        hello = {
            "type": "hello",
            "num_connections": 1,
            "connection_info": {"app_id": APP},
            "debug_info": {"host": "double"},
        }
        await socket.send_json(hello)
        if fault == "gone" and request.transport is not None:
            request.transport.abort()
            return socket
        mine = (request, socket)
        self._open.append(mine)
        self.connections += 1
        await self._tell()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._take(json.loads(message.data))
        finally:
            self._open.remove(mine)
            await self._tell()
        return socket

    async def _take(self, ack: Payload) -> None:
        payload = ack.get("payload") or {}
        self.acks.setdefault(str(ack.get("envelope_id")), []).append(payload)
        self._slack.judge_ack(payload)
        await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()
