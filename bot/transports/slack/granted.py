"""What every answer of Slack tells beside its content: the scopes of the token, and the time."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.transports.slack import manifest

APART = timedelta(seconds=90)
"""How far two clocks may be apart without harm; Slack's signatures are refused after five minutes."""


def missing_scopes(headers: Mapping[str, str]) -> tuple[str, ...] | None:
    """The scopes of the manifest that the token lacks; None when the answer does not tell."""
    told = _header(headers, "x-oauth-scopes")
    if told is None:
        return None
    granted = {scope.strip() for scope in told.split(",")}
    return tuple(sorted(manifest.scopes() - granted))


def clock_ahead(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How far this machine's clock is ahead of Slack's, negative when it is behind; None when it can't be told."""
    try:
        date = parsedate_to_datetime(_header(headers, "date") or "")
    except ValueError:
        return None
    return now - (date if date.tzinfo else date.replace(tzinfo=UTC))


def _header(headers: Mapping[str, str], name: str) -> str | None:
    """Whatever case the name came in: aiohttp and slack_sdk keep Slack's."""
    return next((value for other, value in headers.items() if other.lower() == name), None)
