"""Keeps the waits that Slack asks for (429, Retry-After): one a method, shared by all that is to be said through it."""

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import metrics

LIMITED = frozenset({"ratelimited", "rate_limited"})
GONE = frozenset({"account_inactive", "token_revoked"})
"""Slack's words for the token of an app that is not installed any more."""
UNSAID = timedelta(seconds=1)
"""The wait when Slack tells none, and the time that the first call after a wait gets to find out whether it is over."""
SECONDS = re.compile(r"[0-9]{1,8}(\.[0-9]+)?")


def retry_after(value: Any) -> timedelta | None:
    """The whole wait that a Retry-After header asks for, however long: seconds, or a proxy's date."""
    text = str(value[0] if isinstance(value, list) and value else value or "").strip()
    if SECONDS.fullmatch(text):
        return timedelta(seconds=math.ceil(float(text)))
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(timedelta(0), (date if date.tzinfo else date.replace(tzinfo=UTC)) - datetime.now(UTC))


class Limits:
    """By method, until when Slack wants no call."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._until: dict[str, datetime] = {}

    def wait(self, method: str) -> timedelta | None:
        """How long to wait before a call. When a wait is over one call goes ahead alone, and tells whether it is."""
        until, now = self._until.get(method), self._now()
        if until is None:
            return None
        if until > now:
            return until - now
        self._until[method] = now + UNSAID
        return None

    def limited(self, method: str, wait: timedelta | None) -> None:
        until = self._now() + (wait or UNSAID)
        self._until[method] = max(until, self._until.get(method, until))

    def passed(self, method: str) -> None:
        self._until.pop(method, None)


class HeldBackError(SlackApiError):
    """Slack was not asked, because it said when it will listen again; looks like the 429 that it would have been."""

    def __init__(self, client: AsyncWebClient, method: str, wait: timedelta) -> None:
        self.wait = wait
        answer = AsyncSlackResponse(
            client=client,
            http_verb="POST",
            api_url=method,
            req_args={},
            data={"ok": False, "error": "ratelimited"},
            headers={"Retry-After": str(math.ceil(wait.total_seconds()))},
            status_code=429,
        )
        super().__init__(f"{method} is held back.", answer)  # type: ignore[no-untyped-call]


class HeldClient(AsyncWebClient):
    """A client of Slack's Web API that keeps its limits."""

    def __init__(self, *, limits: Limits, **options: Any) -> None:
        super().__init__(**options)
        self.limits = limits
        self.gone: Callable[[], None] = lambda: None
        """Called when Slack refuses the token as one of an app that is not installed."""

    async def api_call(self, api_method: str, **options: Any) -> AsyncSlackResponse:
        """Raises HeldBackError instead of a call that Slack does not want yet."""
        wait = self.limits.wait(api_method)
        metrics.SLACK_CALLS.labels(api_method).inc()
        if wait is not None:
            metrics.slack_error(api_method, "held_back")
            raise HeldBackError(self, api_method, wait)
        try:
            answer = await super().api_call(api_method, **options)
        except SlackApiError as error:
            metrics.slack_error(api_method, word_of(error), status_of(error))
            if word_of(error) in GONE:
                self.gone()
            if is_limit(error):
                self.limits.limited(api_method, asked_wait(error))
            elif word_of(error):
                self.limits.passed(api_method)
            raise
        self.limits.passed(api_method)
        return answer


def is_limit(error: SlackApiError) -> bool:
    return status_of(error) == 429 or word_of(error) in LIMITED


def status_of(error: SlackApiError) -> int:
    """0 when there is none: slack_sdk gives several kinds of answers."""
    return int(getattr(error.response, "status_code", 0) or getattr(error.response, "status", 0))


def word_of(error: SlackApiError) -> str:
    """Slack's own word for what is wrong; empty when the answer was not Slack's."""
    data = getattr(error.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) and data.get("ok") is False else ""


def asked_wait(error: SlackApiError) -> timedelta | None:
    headers = getattr(error.response, "headers", None) or {}
    return retry_after(headers.get("Retry-After") or headers.get("retry-after"))
