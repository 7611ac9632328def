"""Which installation a payload of Slack is for."""

from collections.abc import Mapping
from typing import Any

from bot.transports.slack.inbound import Payload


def workspace_of(body: Payload) -> str:
    """The workspace that installed the app, or the organisation that did so for all of its own; empty when unsaid.

    Who acts may be of another organisation (Slack Connect): their own team is asked last, and for no event.
    """
    authorized = _object((body.get("authorizations") or [{}])[0])
    if authorized:
        return _installed(authorized, authorized.get("is_enterprise_install"))
    whole = str(body.get("is_enterprise_install")).lower() == "true"  # a command says it as a word
    if whole and (enterprise := _id(body.get("enterprise")) or str(body.get("enterprise_id") or "")):
        return enterprise
    view, message = _object(body.get("view")), _object(body.get("message"))
    user, event = _object(body.get("user")), _object(body.get("event"))
    named = (
        view.get("app_installed_team_id"),
        _object(message.get("bot_profile")).get("team_id"),
        _id(body.get("team")),
        body.get("team_id"),
        event.get("team"),
        user.get("team_id"),
    )
    return next((str(name) for name in named if name), "")


def _installed(names: Mapping[str, Any], whole: Any) -> str:
    return str((names.get("enterprise_id") if whole else None) or names.get("team_id") or "")


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _id(value: Any) -> str:
    return str(_object(value).get("id") or "") or (value if isinstance(value, str) else "")
