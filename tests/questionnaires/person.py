"""A person in front of a form, in Slack's double: fills it in, goes back, closes it."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.features.intents import Intent
from bot.messages.buttons import encode
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import Bot

View = dict[str, Any]
CHANNEL, DIRECT = "C0GENERAL", "D0CHAMPION"
_NUMBERS = count(1)


@dataclass
class Person:
    """`view`: the form that they see, as the acknowledgements of the bot have left it."""

    slack: SlackDouble
    bot: Bot
    user: str = "U0CHAMPION"
    view: View = field(default_factory=dict)

    async def click(self, intent: Intent, listener: str = "block_actions_message", **where: str) -> None:
        """A button that holds this intent, in their direct messages or where it is said."""
        number = next(_NUMBERS)
        action, value = encode(intent)
        changes = {"actions.0.action_id": action, "actions.0.value": value, "actions.0.action_ts": f"{number}.1"}
        place = {} if listener != "block_actions_message" else {"container.channel_id": DIRECT, "channel.id": DIRECT}
        await self.bot.take(
            payload(listener, {**place, **changes, "user.id": self.user, "trigger_id": f"1.{number}", **where})
        )

    async def open(self, intent: Intent, listener: str = "block_actions_message", **where: str) -> View:
        """The form that the click opens."""
        opened = len(self.slack.called("views.open"))
        await self.click(intent, listener, **where)
        await self.slack.until(lambda: len(self.slack.called("views.open")) == opened + 1)
        self.view = dict(self.slack.workspace.surfaces.modals[-1])
        return self.view

    async def answer(self, value: str | tuple[str, ...]) -> View:
        """Fill the one field in and send the form; the acknowledgement."""
        element = next(block["element"] for block in self.view["blocks"] if block["type"] == "input")
        state = {element["action_id"]: {element["action_id"]: _filled(element, value)}}
        changes = {f"view.{name}": self.view[name] for name in ("callback_id", "private_metadata", "id", "blocks")}
        changes |= {"view.state": {"values": state}, "view.hash": f"1.{next(_NUMBERS)}", "user.id": self.user}
        acknowledged = await self.bot.acknowledged(payload("view_submission", changes))
        self.slack.judge_ack(acknowledged)
        if acknowledged.get("response_action") == "update":
            self.view = {**self.view, **acknowledged["view"]}
        return acknowledged

    async def press(self, label: str) -> View:
        """A button within the form, whose answer takes the form's place."""
        pressed = next(
            element
            for block in self.view["blocks"]
            for element in block.get("elements", ())
            if element["type"] == "button" and element["text"]["text"].replace("\u00a0", " ") == label
        )
        changed = len(self.slack.called("views.update"))
        view = {**payload("view_submission")["view"], **self.view}
        changes = {"actions.0.action_id": pressed["action_id"], "actions.0.value": pressed["value"]}
        changes |= {"actions.0.action_ts": f"{next(_NUMBERS)}.1", "user.id": self.user, "view": view}
        await self.bot.take(payload("block_actions_home", changes))
        await self.slack.until(lambda: len(self.slack.called("views.update")) == changed + 1)
        shown = next(view for view in self.slack.workspace.surfaces.modals if view["id"] == self.view["id"])
        self.view = {**self.view, **shown}
        return self.view


def _filled(element: View, value: str | tuple[str, ...]) -> View:
    kind = element["type"]
    if kind in ("radio_buttons", "static_select"):
        return {"type": kind, "selected_option": _option(element, str(value))}
    if kind in ("checkboxes", "multi_static_select"):
        return {"type": kind, "selected_options": [_option(element, one) for one in value]}
    return {"type": kind, "value": value or None}


def _option(element: View, value: str) -> View:
    return next(option for option in element["options"] if option["value"] == value)


def asked(view: View) -> str:
    """What a form shows: its sections, the question, and what is filled in."""
    texts = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
    texts += [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]
    return "\n".join(texts).replace("\u00a0", " ").replace("\u202f", " ")
