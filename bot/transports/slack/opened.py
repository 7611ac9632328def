"""Where a form was opened, written down in its callback id: an answer can then be shown there, to the person alone."""

from typing import Any

from bot.features.recipients import SlackPlace
from bot.messages.blocks import FORM
from bot.transports.slack.inbound import Payload


def is_form(view: Payload) -> bool:
    return str(view.get("callback_id")).partition(" ")[0] == FORM


def at(form: dict[str, Any], place: SlackPlace) -> dict[str, Any]:
    """The form, as it is opened from a place; of direct messages nothing is written down."""
    where = (place.channel, *((place.thread,) if place.thread else ()))
    return {**form, "callback_id": " ".join((FORM, *where))} if place.channel.startswith(("C", "G")) else form


def again(form: dict[str, Any], view: Payload) -> dict[str, Any]:
    """Its next step, which was opened where the step before was."""
    return {**form, "callback_id": view.get("callback_id") or FORM}


def place_of(view: Payload, team: str, user: str) -> SlackPlace:
    """To the person alone, in the channel where the form was opened; else in their direct messages."""
    channel, _, thread = str(view.get("callback_id")).partition(" ")[2].partition(" ")
    if not channel:
        return SlackPlace(surface="message", team=team, user=user, channel=user)
    return SlackPlace(surface="ephemeral", team=team, user=user, channel=channel, thread=thread or None)
