"""Looks at the settings alone, which costs nothing: kinds of tokens, what goes together, names that nobody reads."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.doctor.findings import Finding, ok, untried, wrong
from bot.knowledge.near import nearest
from bot.settings import SLACK_API, Settings, in_file

OURS = ("PASSEUR_", "SLACK_", "SMTP_")
"""How a name in .env begins that is meant for this program; of the environment, which others share, only the first."""
KINDS = {"xoxb-": "bot", "xapp-": "app", "xoxp-": "user", "xoxe.": "configuration", "xoxe-": "configuration"}
SIGNING_SECRET = re.compile(r"[0-9a-f]{32}")


def configured(settings: Settings, environment: Mapping[str, str], env_file: Path | None) -> list[Finding]:
    """A line each for the tokens, the signing secret, the transport and the names of the settings."""
    bot, app = _value(settings.slack_bot_token), _value(settings.slack_app_token)
    if kind_of(bot) == "app" and kind_of(app) == "bot":
        tokens = [wrong("bot-token", "swapped"), wrong("app-token", "swapped")]
    else:
        tokens = [_bot_token(bot), _app_token(app, http=settings.slack_signing_secret is not None)]
    return [*tokens, _secret(settings), _transport(settings), *unknown(environment, env_file)]


def kind_of(token: str) -> str:
    """By its prefix; empty for what is no token of Slack's."""
    return next((kind for prefix, kind in KINDS.items() if token.startswith(prefix)), "")


def _value(secret: object) -> str:
    return str(getattr(secret, "get_secret_value", str)())


def _bot_token(token: str) -> Finding:
    if not token:
        return wrong("bot-token", "missing")
    kind = kind_of(token)
    if kind == "bot":
        return ok("bot-token")
    return wrong("bot-token", kind or "unknown")


def _app_token(token: str, *, http: bool) -> Finding:
    if not token:
        return untried("app-token", "http") if http else wrong("app-token", "missing")
    kind = kind_of(token)
    if kind == "app":
        return ok("app-token")
    return wrong("app-token", kind or "unknown")


def _secret(settings: Settings) -> Finding:
    """Slack's own are 32 hexadecimal digits; a Slack of one's own may have any."""
    secret = _value(settings.slack_signing_secret)
    if not secret:
        return untried("signing-secret", "socket" if settings.slack_app_token else "transport")
    if kind_of(secret):
        return wrong("signing-secret", "token")
    if settings.slack_api_base_url == SLACK_API and not SIGNING_SECRET.fullmatch(secret):
        return wrong("signing-secret", "shape")
    return ok("signing-secret")


def _transport(settings: Settings) -> Finding:
    if settings.slack_app_token is not None:
        return ok("transport", "socket")
    if settings.slack_signing_secret is not None:
        return ok("transport", "http", port=settings.port)
    return wrong("transport", "none")


def unknown(environment: Mapping[str, str], env_file: Path | None) -> Iterator[Finding]:
    """The names that nobody reads, one line each; one line when there are none."""
    known = [name.upper() for name in Settings.model_fields]
    written = {name.upper() for name in (in_file(env_file) if env_file else {}) if name.upper().startswith(OURS)}
    shared = {name.upper() for name in environment if name.upper().startswith(OURS[0])}
    strange = sorted((written | shared).difference(known))
    for name in strange:
        near = nearest(name, known)
        yield wrong("names", "near", name=name, near=near) if near else wrong("names", "unknown", name=name)
    if not strange:
        yield ok("names")


def cache(settings: Settings) -> Finding:
    """Without it each start learns the knowledge anew."""
    folder = settings.passeur_cache
    if folder is None:
        return untried("cache", "none")
    place = folder.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return wrong("cache", "unwritable", folder=str(folder))
    return ok("cache", "ready" if _fitted(folder) else "empty", folder=str(folder))


def _fitted(folder: Path) -> bool:
    return folder.is_dir() and any(folder.glob("matcher-*.npz"))
