"""Slack's Web API on loopback, in this process: calls over real HTTP in, believable answers or chosen faults out.

Every payload goes through the Block Kit checker; `violations` holds what it found; the fixture fails the test on any.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.blockkit.checker import check_ack, check_message, check_view
from tests.workspace import BOT, BOT_ID, SCOPES, Workspace

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-test", "xapp-test", "test-signing-secret"
CONFIG_TOKEN = "xoxe.xoxp-test"
JSON_FIELDS = ("blocks", "view", "metadata", "prompts", "attachments")
MESSAGES = ("chat.postMessage", "chat.update", "chat.postEphemeral")
RESPONSE_URL = "response_url"
USES = 5
BAD_CODE = {"ok": False, "error": "invalid_code"}


@dataclass(frozen=True)
class Call:
    """One request as the bot made it; `token` is what it showed."""

    method: str
    arguments: dict[str, Any]
    token: str


@dataclass(frozen=True)
class Fault:
    """`kind`: 429, 500, 502, 503, 504, bad_json, drop, hang or error:<code>; `after`: performed, then no answer."""

    kind: str
    after: bool = False
    retry_after: str = "0"


class SlackDouble:
    """`calls`: every request, also those that a fault ate; `workspace`: what the bot's calls have changed.

    `headers`: what each answer carries; tests change them. `tenants`: by bot's token, the workspaces in which the app
    is. `gone`: what Slack says of tokens that were good. `grants`: by code, what `oauth.v2.access` gives.
    """

    def __init__(self) -> None:
        self.workspace = Workspace()
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.socket_url = ""
        self.headers = {"x-oauth-scopes": SCOPES}
        self.tenants = {BOT_TOKEN: self.workspace}
        self.gone: dict[str, str] = {}
        self.grants: dict[str, dict[str, Any]] = {}
        self.app = web.Application(client_max_size=10 * 1024**2)
        self.app.router.add_route("*", "/api/{method}", self._api)
        self.app.router.add_post("/response/{number}", self._response)
        self.app.router.add_post("/upload/{file}", self._uploaded)
        self.uploads: dict[str, bytes] = {}
        self.files: list[dict[str, Any]] = []
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._responses: dict[str, tuple[str, str, list[dict[str, Any]]]] = {}
        self._changed = asyncio.Condition()
        self._released = asyncio.Event()
        self._runner = web.AppRunner(self.app, shutdown_timeout=0.1)
        self._origin = ""

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """For SLACK_API_BASE_URL."""
        return f"{self._origin}/api/"

    def fault(self, method: str, kind: int | str, times: int = 1, after: bool = False, retry_after: str = "0") -> None:
        """The next `times` calls of the method ("response_url" too) go wrong in this way."""
        self._faults[method] += [Fault(str(kind), after, retry_after)] * times

    def release(self) -> None:
        """Let the calls go on that a `hang` holds now."""
        self._released.set()
        self._released = asyncio.Event()

    def response_url(self, channel: str, user: str) -> str:
        """A fresh one, good for five posts."""
        number = str(len(self._responses) + 1)
        self._responses[number] = (channel, user, [])
        return f"{self._origin}/response/{number}"

    def responses(self, url: str) -> list[dict[str, Any]]:
        """What was posted to this response_url."""
        return self._responses[url.rsplit("/", 1)[1]][2]

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """What the bot said there, as it looks now."""
        return self.workspace.posts.get(channel, [])

    def called(self, method: str) -> list[dict[str, Any]]:
        """The arguments of each call of this method."""
        return [call.arguments for call in self.calls if call.method == method]

    async def until(self, done: Callable[[], bool], seconds: float = 30) -> None:
        """Wait for calls until this holds; the error shows the transcript."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(done)
        except TimeoutError:
            raise AssertionError("still not so after:\n" + "\n".join(map(str, self.calls))) from None

    def judge_ack(self, payload: dict[str, Any]) -> None:
        """What the bot answers with an ack (command, modal) is shown too, so it is checked too."""
        self.violations += [f"ack: {problem}" for problem in check_ack(payload)]

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, arguments = request.match_info["method"], await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(arguments.pop("token", ""))
        self.calls.append(Call(method, arguments, token))
        self._judge(method, arguments)
        fault = self._faults[method].pop(0) if self._faults[method] else None
        if fault and not fault.after:
            failed = await self._fail(request, fault)
            if failed is not None:
                return await self._tell(failed)
        answer = self._answer(method, arguments, token)
        if fault and fault.after:
            return await self._tell(await self._fail(request, fault) or web.json_response(answer))
        return await self._tell(web.json_response(answer, headers=self.headers))

    async def _uploaded(self, request: web.Request) -> web.StreamResponse:
        self.uploads[request.match_info["file"]] = await request.read()
        return web.Response(text="OK")

    def _file(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Slack gives an address for the bytes first, and shows the file once it is told that they are there."""
        if method == "files.getUploadURLExternal":
            name = f"F0FILE{len(self.uploads) + 1}"
            return {"ok": True, "upload_url": f"{self._origin}/upload/{name}", "file_id": name}
        self.files.append(arguments)
        return {"ok": True, "files": [{"id": name} for name in self.uploads]}

    def _answer(self, method: str, arguments: dict[str, Any], token: str) -> dict[str, Any]:
        if method == "oauth.v2.access":  # a code is good once
            return {"ok": True, **self.grants.pop(arguments["code"])} if arguments["code"] in self.grants else BAD_CODE
        if not token:
            return {"ok": False, "error": "not_authed"}
        others = {"apps.connections.open": APP_TOKEN, "apps.manifest.export": CONFIG_TOKEN}
        if token in self.gone or (token not in self.tenants if method not in others else token != others[method]):
            return {"ok": False, "error": self.gone.get(token, "invalid_auth")}
        if method.startswith("files."):
            return self._file(method, arguments)
        if method == "apps.connections.open" and self.socket_url:
            ticket = f"ticket-to-the-socket-{len(self.called('apps.connections.open'))}"
            return {"ok": True, "url": f"{self._origin.replace('http', 'ws', 1)}{self.socket_url}?ticket={ticket}"}
        return self.tenants.get(token, self.workspace).perform(method, arguments)

    async def _response(self, request: web.Request) -> web.StreamResponse:
        channel, user, posts = self._responses.get(request.match_info["number"], ("", "", None))
        arguments = await _arguments(request)
        self.calls.append(Call(RESPONSE_URL, arguments, ""))
        self.violations += [f"{RESPONSE_URL}: {problem}" for problem in check_message(arguments)]
        fault = self._faults[RESPONSE_URL].pop(0) if self._faults[RESPONSE_URL] else None
        if fault and not fault.after:
            return await self._tell(await self._fail(request, fault) or web.Response(text="ok"))
        if posts is None or len(posts) >= USES:
            return await self._tell(web.json_response({"ok": False, "error": "used_url"}, status=404))
        posts.append(arguments)
        self._post(channel, user, arguments)
        lost = await self._fail(request, fault) if fault else None
        return await self._tell(lost or web.Response(text="ok"))

    def _post(self, channel: str, user: str, arguments: dict[str, Any]) -> None:
        if arguments.get("replace_original") or arguments.get("delete_original"):
            return
        if arguments.get("response_type") == "in_channel":
            message = {"type": "message", "user": BOT, "bot_id": BOT_ID, "ts": self.workspace.next_ts(), **arguments}
            self.workspace.posts.setdefault(channel, []).append(message)
        else:
            self.workspace.ephemeral.append({"channel": channel, "user": user, **arguments})

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        if fault.kind == "drop":
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        if fault.kind == "hang":
            released = self._released
            await self._told()
            await released.wait()
            return None
        if fault.kind == "bad_json":
            return web.Response(text='{"ok": tru', content_type="application/json")
        if fault.kind == "429":
            headers = {"Retry-After": fault.retry_after}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if fault.kind.startswith("error:"):
            return web.json_response({"ok": False, "error": fault.kind.removeprefix("error:")})
        page = f"<!DOCTYPE html><html><body><h1>{fault.kind} Server Error</h1></body></html>"
        return web.Response(status=int(fault.kind), text=page, content_type="text/html")

    def _judge(self, method: str, arguments: dict[str, Any]) -> None:
        found = check_message(arguments) if method in MESSAGES else []
        if method.startswith("views."):
            view = arguments.get("view")
            found = check_view(view) if isinstance(view, dict) else ["view: must be an object"]
            wanted = {"views.publish": ("home",), "views.update": ("home", "modal")}.get(method, ("modal",))
            if not found and view is not None and view["type"] not in wanted:
                found = [f"view: a {view['type']} can't be sent with this method"]
        if method == "assistant.threads.setSuggestedPrompts" and arguments.get("thread_ts"):
            found = ["thread_ts: makes the prompts vanish silently"]
        self.violations += [f"{method}: {problem}" for problem in found]

    async def _tell(self, response: web.StreamResponse) -> web.StreamResponse:
        await self._told()
        return response

    async def _told(self) -> None:
        async with self._changed:
            self._changed.notify_all()


async def _arguments(request: web.Request) -> dict[str, Any]:
    """Query and body merged: the SDK puts some methods' arguments in the one, some in the other."""
    merged: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        merged |= json.loads(await request.text() or "{}")
    else:
        merged |= dict(await request.post())
    for name in JSON_FIELDS:
        if isinstance(merged.get(name), str):
            with suppress(ValueError):  # the checker says so
                merged[name] = json.loads(merged[name])
    return merged
