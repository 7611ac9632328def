"""A form that was filled in: the ask that it carries, with the fields as its values."""

import json
from typing import Any

from pydantic import ValidationError

from bot.app.inbound import Inbound
from bot.features.answering.intents import ShowHelp
from bot.features.feature import FeatureTable
from bot.features.forms import FormErrors
from bot.features.intents import Intent
from bot.features.recipients import SlackPlace
from bot.messages.blocks import FORM
from bot.messages.forms import wrong
from bot.messages.render import Renderer
from bot.transports.slack.inbound import Payload, team_of, unescaped


def read(body: Payload, features: FeatureTable) -> Inbound | None:
    view = body.get("view") or {}
    if body.get("type") != "view_submission" or view.get("callback_id") != FORM:
        return None
    team, user = team_of(body), body["user"]["id"]
    return Inbound(
        key=f"form:{team}:{user}:{view.get('id')}:{view.get('hash')}",
        ask=_filled(view, features),
        address=SlackPlace(surface="message", team=team, user=user, channel=user),
        conversation=f"form:{user}",
    )


def answered(intent: Intent, renderer: Renderer) -> dict[str, Any]:
    """What the acknowledgement of a form carries: its next step, or what is wrong in it; nothing when it is complete.

    Nothing is stored for a step: what was filled in so far travels in the form itself.
    """
    step = renderer.features.rule(intent).step
    found = step(intent) if step else None
    if found is None:
        return {}
    if isinstance(found, FormErrors):
        return {"response_action": "errors", "errors": wrong(renderer, found)}
    return {"response_action": "push" if found.stacked else "update", "view": renderer.form(found)}


def _filled(view: Payload, features: FeatureTable) -> Intent:
    """A form of an older version, which can't be read any more, gets help rather than silence."""
    values = (view.get("state") or {}).get("values") or {}
    fields = {name: _value(next(iter(actions.values()))) for name, actions in values.items() if actions}
    try:
        return features.adapter.validate_python({**json.loads(view.get("private_metadata") or "{}"), **fields})
    except (ValidationError, ValueError):
        return ShowHelp()


def _value(element: Payload) -> Any:
    """The words, the day, or the chosen values."""
    if "selected_options" in element:
        return tuple(option["value"] for option in element["selected_options"] or ())
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    if "selected_date" in element:
        return element["selected_date"]
    return unescaped(str(element.get("value") or ""))
