"""Makes all checks at once, each within its time; a check that fails by itself is a line like the others."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import aiohttp

from bot.doctor import app, channels, content, web, workspace
from bot.doctor.configured import cache, configured
from bot.doctor.database import database, owner
from bot.doctor.findings import Finding, ok, untried, wrong
from bot.doctor.mail import mail
from bot.doctor.slack import SlackAnswer, WebApi
from bot.errors import SettingsError
from bot.settings import Settings, read

T = TypeVar("T")
CHECKS = (
    "settings", "names", "transport", "bot-token", "app-token", "signing-secret", "identity", "scopes", "clock",
    "connections", "socket", "events", "round-trip", "public-address", "channel", "policies", "mentors", "owners",
    "database", "owner", "space", "knowledge", "cache", "mail",
)  # fmt: skip
"""In the order of their lines."""
LONGEST = 25.0
"""Seconds for what belongs together; each call in it is shorter."""


@dataclass
class Examination:
    """Collects lines; what takes too long or fails is told as such, and ends nothing else."""

    found: list[Finding] = field(default_factory=list)

    async def take(self, check: str, doing: Awaitable[T]) -> T | None:
        """What it came to; None after a line that says why not."""
        try:
            async with asyncio.timeout(LONGEST):
                return await doing
        except TimeoutError:
            self.found.append(untried(check, "slow", seconds=int(LONGEST)))
        except Exception as error:  # a check that is wrong by itself must not hide the others
            self.found.append(untried(check, "failed", reason=type(error).__name__))
        return None

    async def add(self, check: str, doing: Awaitable[Finding | list[Finding]]) -> None:
        came = await self.take(check, doing)
        if came is not None:
            self.found += came if isinstance(came, list) else [came]

    def in_order(self) -> list[Finding]:
        """Each check has a line at least."""
        told = {finding.check for finding in self.found}
        missing = [untried(check, "settings") for check in CHECKS if check not in told]
        return sorted([*self.found, *missing], key=lambda finding: CHECKS.index(finding.check))


async def examine(environment: Mapping[str, str], env_file: Path | None = Path(".env")) -> list[Finding]:
    """All checks, in their order; takes a minute at most, makes nothing and sends nothing that anybody sees."""
    lines = Examination()
    try:
        settings = read(env_file)
    except SettingsError as error:
        lines.found.append(wrong("settings", "unreadable", told=str(error)))
        return lines.in_order()
    lines.found += [ok("settings"), *configured(settings, environment, env_file), cache(settings)]
    async with aiohttp.ClientSession(trust_env=True) as session:
        await _ask(lines, settings, session)
    return lines.in_order()


async def _ask(lines: Examination, settings: Settings, session: aiohttp.ClientSession) -> None:
    line, knowledge = await lines.take("knowledge", asyncio.to_thread(content.knowledge, settings)) or (None, None)
    lines.found += [line] if line else []
    api, token = WebApi(session, settings.slack_api_base_url), _token(settings)
    who = await api.ask("auth.test", token) if token else SlackAnswer("", error="no_token")
    looked = [
        lines.add("connections", app.connections(api, settings)),
        lines.add("round-trip", web.round_trip(session, settings)),
        lines.add("public-address", web.public_address(session, settings)),
        lines.add("mail", mail(settings)),
        _stored(lines, settings, who),
    ]
    if token:
        lines.found += [workspace.identity(who), workspace.scopes(who), workspace.clock(who)]
    if who.trouble not in ("", "busy") or who.error:
        lines.found += [untried(check, "identity") for check in ("events", "channel", "policies", "mentors", "owners")]
        lines.found += [] if token else [untried(check, "identity") for check in ("identity", "scopes", "clock")]
    else:
        bot_id = str(who.data.get("bot_id") or "")
        looked += [
            lines.add("events", app.events(api, settings, token, bot_id)),
            lines.add("channel", channels.channel(api, token, knowledge)),
            lines.add("policies", channels.policies(api, token, knowledge)),
            lines.add("mentors", workspace.mentors(api, token, knowledge)),
            lines.add("owners", workspace.owners(api, token, knowledge)),
        ]
    await asyncio.gather(*looked)


async def _stored(lines: Examination, settings: Settings, who: SlackAnswer) -> None:
    told, whose = await lines.take("database", database(settings)) or ([], None)
    lines.found += [*told, owner(whose, who)]


def _token(settings: Settings) -> str:
    return settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
