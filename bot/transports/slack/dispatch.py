"""Hands a request of either transport to Bolt, once it has the shape on which Bolt relies unseen."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

log = logging.getLogger(__name__)


async def dispatched(app: AsyncApp, request: AsyncBoltRequest) -> BoltResponse:
    """What Bolt answers; 400 for what Slack would not send, 500 for what Bolt fails on, each with one line or trace."""
    if not _shaped(request.body):
        log.warning("A payload was refused (400): it is not what Slack sends.")
        return BoltResponse(status=400)
    try:
        return await app.async_dispatch(request)
    except Exception:  # beside the one place where Bolt catches what listeners raise
        log.exception("Bolt could not handle a payload.")
        return BoltResponse(status=500)


def _shaped(body: Any) -> bool:
    if not isinstance(body, dict):
        return False
    kind = body.get("type")
    if kind == "event_callback":
        return _typed(body.get("event"))
    if kind == "block_actions":
        actions = body.get("actions")
        return isinstance(actions, list) and bool(actions) and all(isinstance(one, dict) for one in actions)
    if kind in ("view_submission", "view_closed"):
        return _typed(body.get("view"))
    return isinstance(kind, str) or isinstance(body.get("command"), str) or "ssl_check" in body


def _typed(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("type"), str)
