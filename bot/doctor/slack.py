"""Asks Slack's Web API once, and tells an answer from a Slack that has no time, or that is none."""

import asyncio
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

import aiohttp

from bot.doctor.findings import Finding, untried, wrong
from bot.transports.slack.limits import LIMITED, retry_after
from bot.transports.slack.tokens import PASSING

PATIENCE = aiohttp.ClientTimeout(total=8)
LARGEST = 1024 * 1024
AT_ONCE = 4
MOST = 100
"""People or channels that are asked about: more would take longer than anybody waits."""
WORD = re.compile(r"[a-z0-9_]{1,60}")
"""What Slack's words for an error look like; a token never does."""


@dataclass(frozen=True)
class SlackAnswer:
    """`trouble`: why there is no answer of Slack's; empty when there is one. `error`: Slack's word for a refusal."""

    trouble: Literal["", "busy", "unreachable", "elsewhere"] = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)

    def untried(self, check: str) -> Finding:
        """The line of a check for which Slack had no answer."""
        return untried(check, self.trouble, **self.facts)

    def wrong(self, check: str) -> Finding:
        return wrong(check, self.trouble, **self.facts)


@dataclass(frozen=True)
class WebApi:
    session: aiohttp.ClientSession
    address: str

    async def ask(self, method: str, token: str, **arguments: str) -> SlackAnswer:
        """Never raises; what Slack says is cut to the size of what it may say."""
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with self.session.post(
                self.address + method, data=arguments, headers=headers, timeout=PATIENCE
            ) as response:
                body = await response.content.read(LARGEST)
                return self._read(response.status, dict(response.headers), body)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return SlackAnswer("unreachable", facts={"address": self.address, "reason": type(error).__name__})

    async def ask_each(self, method: str, token: str, each: Iterable[Mapping[str, str]]) -> list[SlackAnswer]:
        """The answers in the order of the arguments, a few asked at once; those beyond `MOST` are not asked."""
        places = asyncio.Semaphore(AT_ONCE)

        async def ask(arguments: Mapping[str, str]) -> SlackAnswer:
            async with places:
                return await self.ask(method, token, **arguments)

        return await asyncio.gather(*map(ask, islice(each, MOST)))

    def _read(self, status: int, headers: Mapping[str, str], body: bytes) -> SlackAnswer:
        by_name = {name.lower(): value for name, value in headers.items()}
        data: Any = None
        with suppress(ValueError, RecursionError):
            data = json.loads(body)
        error = _word(data.get("error")) if isinstance(data, dict) else ""
        if status == 429 or status >= 500 or error in PASSING or error in LIMITED:
            wait = retry_after(by_name.get("retry-after"))
            seconds = int(wait.total_seconds()) if wait else 60
            return SlackAnswer("busy", headers=by_name, facts={"status": status, "seconds": seconds})
        if not isinstance(data, dict) or not isinstance(data.get("ok"), bool):
            return SlackAnswer("elsewhere", headers=by_name, facts={"address": self.address, "status": status})
        return SlackAnswer("", data, by_name, "" if data["ok"] else error or "unknown_error")


def _word(value: object) -> str:
    return value if isinstance(value, str) and WORD.fullmatch(value) else ""
