"""A loopback proxy that makes local-slack answer the bot as Slack does, over both transports."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
from aiohttp import WSMsgType, web

from bot.demo import gaps
from bot.demo.envelopes import as_slack_sends
from bot.demo.faults import Fault, Faults, failed
from bot.demo.forms import Forms, unanswered
from bot.demo.groups import Groups
from bot.demo.workspace import APP_TOKEN, BOT_TOKEN, Json

JSON_FIELDS = ("blocks", "view", "metadata", "prompts", "attachments", "files")
FORMS = ("views.open", "views.push", "views.update")
BEAT, SENT_AT_MOST = 30.0, 10 * 1024**2


@asynccontextmanager
async def shim(upstream: str) -> AsyncIterator[str]:
    """Its address; the bot's SLACK_API_BASE_URL is this and "/api/"."""
    async with aiohttp.ClientSession() as session:
        proxy = Shim(upstream, session)
        runner = web.AppRunner(proxy.app, shutdown_timeout=1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            proxy.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield proxy.address
        finally:
            await proxy.close()
            await runner.cleanup()


class Shim:
    """The Web API under /api/, response_urls under /response/, Socket Mode under /socket/, and for tests /_shim/."""

    def __init__(self, upstream: str, session: aiohttp.ClientSession) -> None:
        self.address = ""
        self.app = web.Application(client_max_size=SENT_AT_MOST)
        self.app.router.add_route("*", "/api/{method}", self._api)
        self.app.router.add_post("/response/{path:.*}", self._response)
        self.app.router.add_get("/socket/{path:.*}", self._socket)
        self.app.router.add_post("/_shim/fault", self._fault)
        self.app.router.add_get("/_shim/calls", self._calls)
        self._upstream, self._session = upstream, session
        self._faults, self._metadata = Faults(), gaps.Metadata()
        self._recorded: list[Json] = []
        self._groups, self._forms = Groups(self._forward), Forms()
        self._homes: dict[str, Json] = {}
        self._sockets: set[web.WebSocketResponse] = set()

    async def close(self) -> None:
        """End the sockets, which would otherwise be waited for."""
        for socket in tuple(self._sockets):
            await socket.close()

    # The Web API
    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, arguments = request.match_info["method"], await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(arguments.pop("token", ""))
        self._recorded.append({"method": method, "arguments": arguments})

        async def perform() -> web.StreamResponse:
            return web.json_response(await self._answer(method, arguments, token))

        return await _with_fault(self._faults.next(method), request, perform)

    async def _answer(self, method: str, arguments: Json, token: str) -> Json:
        if not token:
            return {"ok": False, "error": "not_authed"}
        if token != (APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN):
            return {"ok": False, "error": "invalid_auth"}
        error = gaps.refused(method, arguments)
        if error:
            return {"ok": False, "error": error}
        if method in gaps.ACCEPTED:
            return {"ok": True}
        if method == "conversations.open" and "," in (users := str(arguments.get("users") or "")):
            return await self._groups.opened(users, token)
        content = self._forms.shown(arguments) if method in FORMS else arguments
        return self._amended(method, arguments, await self._forward(method, content, token))

    async def _forward(self, method: str, arguments: Json, token: str) -> Json:
        headers = {"Authorization": f"Bearer {token}"}
        content = gaps.shown(arguments) if method.startswith(("chat.", "views.", "files.")) else arguments
        async with self._session.post(f"{self._upstream}/api/{method}", json=content, headers=headers) as response:
            answer: Json = await response.json(content_type=None)
            return answer

    def _amended(self, method: str, arguments: Json, answer: Json) -> Json:
        if not answer.get("ok"):
            return answer
        match method:
            case "users.info":
                return gaps.user(answer, locale=gaps.is_true(arguments.get("include_locale")))
            case _ if method in FORMS and "blocks" in arguments.get("view", {}):
                return self._forms.meant(answer)
            case "apps.connections.open":
                return {**answer, "url": self.address.replace("http", "ws", 1) + "/socket" + _path(answer["url"])}
            case "chat.postMessage" | "chat.update":
                self._metadata.remember(arguments.get("metadata"), answer)
            case "conversations.history" | "conversations.replies":
                part, whole = gaps.page(answer["messages"], arguments), arguments.get("include_all_metadata")
                given = [
                    self._metadata.given(arguments["channel"], message, whole=gaps.is_true(whole))
                    for message in part["messages"]
                ]
                return {**answer, **part, "messages": given}
            case "views.publish":
                self._homes[arguments["user_id"]] = answer["view"]
        return self._groups.amended(method, arguments, answer)

    # What comes back after an interaction
    async def _response(self, request: web.Request) -> web.StreamResponse:
        # Without a response_type Slack answers the person alone; local-slack would show it to everybody.
        content = {"response_type": "ephemeral", **await _arguments(request)}
        self._recorded.append({"method": "response_url", "arguments": content})

        async def perform() -> web.StreamResponse:
            url = f"{self._upstream}/{request.match_info['path']}"
            async with self._session.post(url, json=gaps.shown(content)) as response:
                return web.Response(status=response.status, text=await response.text())

        return await _with_fault(self._faults.next("response_url"), request, perform)

    # Socket Mode
    async def _socket(self, request: web.Request) -> web.StreamResponse:
        """Ours opens only once theirs has said hello, or what is sent in between would be lost."""
        ours = web.WebSocketResponse()
        url = self._upstream.replace("http", "ws", 1) + "/" + request.match_info["path"]
        try:
            async with self._session.ws_connect(url, heartbeat=BEAT) as theirs:
                hello = await theirs.receive()
                await ours.prepare(request)
                self._sockets.add(ours)
                await self._pass(hello, theirs, ours)
                await _until_one_ends(self._down(theirs, ours), self._up(ours, theirs))
        except aiohttp.ClientError as error:
            if not ours.prepared:
                raise web.HTTPBadGateway from error
        finally:
            self._sockets.discard(ours)
            if ours.prepared:
                await ours.close()
        return ours

    async def _down(self, theirs: aiohttp.ClientWebSocketResponse, ours: web.WebSocketResponse) -> None:
        async for message in theirs:
            await self._pass(message, theirs, ours)

    async def _pass(
        self, message: aiohttp.WSMessage, theirs: aiohttp.ClientWebSocketResponse, ours: web.WebSocketResponse
    ) -> None:
        """A form whose required field is empty goes back to the page; one whose button is clicked stays there."""
        if message.type is not WSMsgType.TEXT:
            return
        sent = json.loads(message.data)
        envelope = as_slack_sends(sent, self._upstream, self.address, self._homes, self._forms)
        heard = envelope.get("payload") or {}
        told = unanswered(sent.get("payload") or {}, heard)
        if told is not None:
            await theirs.send_json({"envelope_id": envelope["envelope_id"], "payload": told})
        if told is None or heard["type"] == "block_actions":
            await ours.send_json(envelope)

    async def _up(self, ours: web.WebSocketResponse, theirs: aiohttp.ClientWebSocketResponse) -> None:
        async for message in ours:
            if message.type is WSMsgType.TEXT:
                await theirs.send_json(self._forms.acknowledged(json.loads(message.data)))

    # For tests
    async def _fault(self, request: web.Request) -> web.StreamResponse:
        try:
            self._faults.add(await request.json())
        except (KeyError, ValueError) as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)
        return web.json_response({"ok": True})

    async def _calls(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(self._recorded)


async def _with_fault(
    fault: Fault | None, request: web.Request, perform: Callable[[], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    if fault is None:
        return await perform()
    answer = await perform() if fault.after else None
    return await failed(fault, request) or answer or await perform()


async def _until_one_ends(*sides: Any) -> None:
    tasks = [asyncio.ensure_future(side) for side in sides]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        with suppress(ConnectionError):
            await asyncio.gather(*tasks, return_exceptions=True)


async def _arguments(request: web.Request) -> Json:
    """Query and body merged, as Slack does."""
    merged: Json = dict(request.query)
    if request.content_type == "application/json":
        merged |= await request.json()
    else:
        merged |= dict(await request.post())
    for name in JSON_FIELDS:
        if isinstance(merged.get(name), str):
            with suppress(ValueError):
                merged[name] = json.loads(merged[name])
    return merged


def _path(url: str) -> str:
    return "/" + url.split("://", 1)[1].split("/", 1)[1]
