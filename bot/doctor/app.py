"""Looks at the app itself: whether its token opens a socket, and whether Slack sends it the events of the manifest."""

import asyncio

import aiohttp

from bot.doctor.findings import Finding, ok, untried, wrong
from bot.doctor.slack import WebApi
from bot.settings import Settings
from bot.transports.slack import manifest

HELLO = 8.0


async def connections(api: WebApi, settings: Settings) -> list[Finding]:
    """Ask for a socket's address and go there: what comes meanwhile is not acknowledged, so Slack brings it again."""
    if settings.slack_app_token is None:
        why = "http" if settings.slack_signing_secret else "transport"
        return [untried("connections", why), untried("socket", why)]
    answer = await api.ask("apps.connections.open", settings.slack_app_token.get_secret_value())
    if answer.trouble:
        return [answer.untried("connections"), untried("socket", "connections")]
    if answer.error:
        known = {"missing_scope": "scope", "not_allowed_token_type": "kind", "link_disabled": "off"}
        refused = wrong("connections", known.get(answer.error, "refused"), error=answer.error)
        return [refused, untried("socket", "connections")]
    return [ok("connections"), await _hello(api.session, str(answer.data.get("url") or ""))]


async def _hello(session: aiohttp.ClientSession, url: str) -> Finding:
    """The address is a key, and stands in no line."""
    try:
        async with asyncio.timeout(HELLO), session.ws_connect(url) as socket:
            while (await socket.receive_json()).get("type") != "hello":
                pass
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, TypeError, AttributeError) as error:
        return wrong("socket", "unreachable", reason=type(error).__name__)
    return ok("socket")


async def events(api: WebApi, settings: Settings, token: str, bot_id: str) -> Finding:
    """Slack tells the events of an app to nobody but who holds a configuration token."""
    if settings.slack_config_token is None:
        return untried("events", "no-token")
    of_bot = await api.ask("bots.info", token, bot=bot_id)
    if of_bot.trouble:
        return of_bot.untried("events")
    app = str((of_bot.data.get("bot") or {}).get("app_id") or "")
    if not app:
        return untried("events", "no-app")
    answer = await api.ask("apps.manifest.export", settings.slack_config_token.get_secret_value(), app_id=app)
    if answer.trouble:
        return answer.untried("events")
    exported = answer.data.get("manifest")
    if answer.error or not isinstance(exported, dict):
        return wrong("events", "refused", error=answer.error or "no manifest")
    missing = manifest.events(manifest.manifest()) - manifest.events(exported)
    if missing:
        return wrong("events", "missing", count=len(missing), events=", ".join(sorted(missing)))
    in_socket = bool((exported.get("settings") or {}).get("socket_mode_enabled"))
    if in_socket and settings.slack_app_token is None:
        return wrong("events", "socket-on")
    if not in_socket and settings.slack_app_token is not None:
        return wrong("events", "socket-off")
    return ok("events")
