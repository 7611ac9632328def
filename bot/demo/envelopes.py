"""Makes local-slack's Socket Mode envelopes like those that Slack sends."""

from collections.abc import Mapping
from uuid import uuid4

from bot.demo.forms import Forms
from bot.demo.workspace import TEAM, Json

KINDS = {"C": "channel", "D": "im", "G": "mpim"}  # the demo's only private channels stand in for messages to several


def as_slack_sends(envelope: Json, upstream: str, shim: str, homes: Mapping[str, Json], forms: Forms) -> Json:
    """`upstream`, `shim`: their addresses, so that a response_url comes back through the shim. `homes`: by person."""
    payload = envelope.get("payload")
    if not isinstance(payload, dict):
        return envelope
    if isinstance(payload.get("response_url"), str):
        payload = {**payload, "response_url": payload["response_url"].replace(upstream, f"{shim}/response", 1)}
    if isinstance(payload.get("event"), dict):
        payload = {**payload, "event": _event(payload["event"])}
    if payload.get("type") == "block_actions" and not (payload.get("channel") or {}).get("id"):
        payload = _on_home(payload, homes)
    elif payload.get("type") == "block_actions" and "ephemeral_to" in (payload.get("message") or {}):
        payload = _on_ephemeral(payload)
    elif payload.get("type") == "view_submission":
        payload = forms.sent(payload)
    return {**envelope, "payload": payload}


def _event(event: Json) -> Json:
    if event.get("type") == "app_mention" or (event.get("type") == "message" and "subtype" not in event):
        event = {"team": TEAM, "client_msg_id": str(uuid4()), **event}
    if event.get("type") == "message":
        event = {**event, "channel_type": KINDS.get(str(event.get("channel"))[:1], "channel")}
    return event


def _on_home(payload: Json, homes: Mapping[str, Json]) -> Json:
    """A click on the Home tab comes with its view, and with neither channel nor message."""
    view = homes.get(payload["user"]["id"], {"type": "home", "blocks": []})
    kept = {k: v for k, v in payload.items() if k not in ("channel", "message", "response_url")}
    return {**kept, "view": view, "container": {"type": "view", "view_id": view.get("id", "")}}


def _on_ephemeral(payload: Json) -> Json:
    """A click on what only one person sees comes without the message."""
    kept = {k: v for k, v in payload.items() if k != "message"}
    return {**kept, "container": {**payload["container"], "is_ephemeral": True}}
