"""The faults that a test asks for: which call meets which, and the answer that shows it."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

STATUSES = ("500", "502", "503", "504")


@dataclass(frozen=True)
class Fault:
    """`kind`: 429, 500, 502, 503, 504, html, drop, slow or error:<code>. `after`: performed, then no answer."""

    kind: str
    after: bool = False
    seconds: float = 1


class Faults:
    """One queue per method."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Fault]] = defaultdict(list)

    def add(self, wanted: Mapping[str, Any]) -> None:
        """`{method, kind, times?, after?, seconds?}`; a kind that is not known is a ValueError."""
        kind = str(wanted["kind"])
        if kind not in (*STATUSES, "429", "html", "drop", "slow") and not kind.startswith("error:"):
            raise ValueError(f"unknown kind of fault: '{kind}'")
        fault = Fault(kind, bool(wanted.get("after")), float(wanted.get("seconds", 1)))
        self._waiting[str(wanted["method"])] += [fault] * int(wanted.get("times", 1))

    def next(self, method: str) -> Fault | None:
        waiting = self._waiting[method]
        return waiting.pop(0) if waiting else None


async def failed(fault: Fault, request: web.Request) -> web.Response | None:
    """The answer that the caller gets instead; None when it was only made to wait."""
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
        return None
    if fault.kind == "drop":
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    if fault.kind == "429":
        wait = {"Retry-After": str(round(fault.seconds))}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=wait)
    if fault.kind.startswith("error:"):
        return web.json_response({"ok": False, "error": fault.kind.removeprefix("error:")})
    status = int(fault.kind) if fault.kind in STATUSES else 200
    return web.Response(status=status, text="<html><body>Server Error</body></html>", content_type="text/html")
