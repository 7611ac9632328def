"""A payload of tests/payloads in, the request that Slack would sign and send out."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

FOLDER = Path(__file__).parent / "payloads"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Request(NamedTuple):
    headers: dict[str, str]
    body: bytes


def signed(body: bytes, secret: str, timestamp: int | str | None = None) -> dict[str, str]:
    """The two headers by which Slack proves that it sent this body; now, unless said otherwise."""
    moment = str(int(time.time()) if timestamp is None else timestamp)
    digest = hmac.new(secret.encode(), f"v0:{moment}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}


def payload(listener: str, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The payload of this listener; `changes` go to dotted paths such as "event.text" or "actions.0.value"."""
    found: dict[str, Any] = json.loads((FOLDER / f"{listener}.json").read_text(encoding="utf-8"))
    for path, value in (changes or {}).items():
        *way, last = path.split(".")
        place: Any = found
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        if isinstance(place, list):
            place[int(last)] = value
        else:
            place[last] = value
    return found


def request(content: Mapping[str, Any], secret: str, retry: int | None = None, reason: str = "http_timeout") -> Request:
    """Signed as of now. Events travel as JSON, commands as a form, interactions as JSON in a form."""
    kind, body = encoded(content)
    again = {} if retry is None else {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
    return Request({"Content-Type": kind, **again, **signed(body, secret)}, body)


def encoded(content: Mapping[str, Any]) -> tuple[str, bytes]:
    """The content type and the body in which Slack sends it."""
    if "command" in content:
        return FORM, urlencode(content).encode()
    if content.get("type") in ("block_actions", "view_submission", "view_closed", "message_action", "shortcut"):
        return FORM, urlencode({"payload": json.dumps(content)}).encode()
    return JSON, json.dumps(content).encode()


def envelope_type(content: Mapping[str, Any]) -> str:
    """The type of the Socket Mode envelope in which the same payload travels."""
    kind, _ = encoded(content)
    return "slash_commands" if "command" in content else "interactive" if kind == FORM else "events_api"
