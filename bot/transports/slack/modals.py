"""A form that was filled in: the ask that it carries, with the fields as its values."""

import json
from typing import Any

from pydantic import ValidationError

from bot.app.inbound import Inbound
from bot.features.answering.intents import ShowHelp
from bot.features.feature import FeatureTable
from bot.features.forms import FormErrors, FormStep
from bot.features.intents import Intent
from bot.features.recipients import SlackPlace
from bot.messages.forms import wrong
from bot.messages.render import Renderer
from bot.transports.slack import opened
from bot.transports.slack.inbound import Payload, team_of, unescaped


def read(body: Payload, features: FeatureTable) -> Inbound | None:
    view = body.get("view") or {}
    if body.get("type") != "view_submission" or not opened.is_form(view):
        return None
    team, user, intent = team_of(body), body["user"]["id"], _filled(view, features)
    direct = SlackPlace(surface="message", team=team, user=user, channel=user)
    place = opened.place_of(view, team, user) if features.rule(intent).shown == "opened" else direct
    return Inbound(
        key=f"form:{team}:{user}:{view.get('id')}:{view.get('hash')}",
        intent=intent,
        address=place,
        conversation=f"form:{user}",
        share=place.surface == "ephemeral",
    )


def next_step(intent: Intent, renderer: Renderer) -> FormStep | FormErrors | None:
    """What follows a form that was sent: its next step, or what is wrong in it; None when it is complete."""
    step = renderer.features.rule(intent).step
    return step(intent, renderer.knowledge) if step else None


def acknowledged(found: FormStep | FormErrors, view: Payload, renderer: Renderer) -> dict[str, Any]:
    """The same, as the acknowledgement carries it; what was filled in so far travels in the form itself."""
    if isinstance(found, FormErrors):
        return {"response_action": "errors", "errors": wrong(renderer, found)}
    shown = opened.again(renderer.form(found), view)
    return {"response_action": "push" if found.stacked else "update", "view": shown}


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
    if "selected_users" in element:
        return tuple(element["selected_users"] or ())
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    if "selected_date" in element:
        return element["selected_date"]
    return unescaped(str(element.get("value") or ""))
