"""Makes a modal such as local-slack can show it, and what was filled in such as Slack sends it.

local-slack shows no multi_static_select, chooses nothing beforehand, forgets initial values that are left as they are,
sends a form whose required fields are empty, and its buttons within a form do nothing: they are shown as choices, and
sending the form presses the one that is chosen.
"""

from collections.abc import Iterable, Mapping
from time import time
from typing import Any

from bot.demo.workspace import Json

ALREADY, REQUIRED = "✓ {}", "Please complete this required field."
PRESSED, OR_ELSE = "pressed", "↩"
INITIAL = {"value": "initial_value", "selected_date": "initial_date", "selected_option": "initial_option",
           "selected_options": "initial_options"}  # fmt: skip


class Forms:
    """Remembers each modal as it was meant, by what the bot wrote into it."""

    def __init__(self) -> None:
        self._meant: dict[tuple[str, str], list[Json]] = {}

    def shown(self, arguments: Mapping[str, Any]) -> Json:
        """The arguments of views.open, push or update, or an acknowledgement, with fields that local-slack knows."""
        view = arguments.get("view")
        if not isinstance(view, dict) or view.get("type") != "modal":
            return dict(arguments)
        self._meant[_key(view)] = view.get("blocks", [])
        return {**arguments, "view": {**view, "blocks": [_shown(block) for block in view.get("blocks", ())]}}

    def meant(self, answer: Json) -> Json:
        """The answer to one of these calls, with the fields as they were meant."""
        view = answer["view"]
        return {**answer, "view": {**view, "blocks": self._meant.get(_key(view), view["blocks"])}}

    def sent(self, payload: Json) -> Json:
        """A submission as Slack sends it, or the click on the button that was chosen in it."""
        shown = payload["view"]
        view = self._filled_in(shown)
        option = next((given[PRESSED].get("selected_option") for given in _values(shown) if PRESSED in given), None)
        if option is None:
            return {**payload, "view": view}
        action, _, value = option["value"].partition("\n")
        pressed = {"type": "button", "action_id": action, "value": value, "text": option["text"]}
        return {
            **payload,
            "type": "block_actions",
            "view": view,
            "container": {"type": "view", "view_id": view["id"]},
            "actions": [{**pressed, "block_id": OR_ELSE, "action_ts": str(time())}],
        }

    def acknowledged(self, envelope: Json) -> Json:
        """What the bot says of a form at once, with fields that local-slack knows in the next one."""
        payload = envelope.get("payload")
        return {**envelope, "payload": self.shown(payload)} if isinstance(payload, dict) else envelope

    def _filled_in(self, view: Json) -> Json:
        """With the fields as they were meant and their values as Slack names them."""
        meant = self._meant.get(_key(view))
        if meant is None:
            return view
        values = {name: given for name, given in view["state"]["values"].items() if PRESSED not in given}
        elements = {block["block_id"]: block["element"] for block in meant if block["type"] == "input"}
        filled = {name: _filled(elements[name], given) for name, given in values.items() if name in elements}
        return {**view, "blocks": meant, "state": {"values": {**values, **filled}}}


def _key(view: Json) -> tuple[str, str]:
    return str(view.get("callback_id")), str(view.get("private_metadata"))


def _values(view: Json) -> Iterable[Json]:
    values: dict[str, Json] = view["state"]["values"]
    return values.values()


def unanswered(sent: Json, heard: Json) -> Json | None:
    """What local-slack hears of a form at once: why it is not sent, or that it stays open while a button is clicked."""
    if heard.get("type") == "view_submission" and (errors := _missing(heard["view"])):
        return {"response_action": "errors", "errors": errors}
    if heard.get("type") == "block_actions" and sent.get("type") == "view_submission":
        return {"response_action": "update", "view": {**sent["view"], "state": {"values": {}}}}
    return None


def _missing(view: Json) -> dict[str, str]:
    """What Slack tells whoever leaves required fields empty; by label, which is all that the page shows beside it."""
    values = view["state"]["values"]
    return {
        block["label"]["text"]: REQUIRED
        for block in view["blocks"]
        if block["type"] == "input" and not block.get("optional")
        and not any(value.get(name) for value in values.get(block["block_id"], {}).values() for name in INITIAL)
    }  # fmt: skip


def _shown(block: Json) -> Json:
    if block["type"] == "actions":
        return _chosen_instead(block)
    element = block.get("element") or {}
    match element.get("type"):
        case "multi_static_select":
            kept = {name: value for name, value in element.items() if name not in ("initial_options", "placeholder")}
            return _hinted({**block, "element": {**kept, "type": "checkboxes"}}, element.get("initial_options", ()))
        case "checkboxes":
            return _hinted(block, element.get("initial_options", ()))
        case "radio_buttons" if "initial_option" in element:
            return _hinted(block, (element["initial_option"],))
        case "static_select" if "initial_option" in element:
            return {**block, "element": {**element, "placeholder": element["initial_option"]["text"]}}
    return block


def _chosen_instead(block: Json) -> Json:
    """Buttons as choices, each with what a click on it says."""
    options = [
        {"text": button["text"], "value": f"{button['action_id']}\n{button.get('value', '')}"}
        for button in block["elements"]
    ]
    label = {"type": "plain_text", "text": OR_ELSE}
    element = {"type": "radio_buttons", "action_id": PRESSED, "options": options}
    return {"type": "input", "block_id": OR_ELSE, "optional": True, "label": label, "element": element}


def _hinted(block: Json, chosen: Any) -> Json:
    """Boxes can't be ticked beforehand there: what is chosen already is told under them, and kept if none is ticked."""
    if not chosen:
        return block
    told = ALREADY.format(", ".join(option["text"]["text"] for option in chosen))
    hint = f"{block['hint']['text']} {told}" if "hint" in block else told
    return {**block, "hint": {"type": "plain_text", "text": hint}}


def _filled(element: Json, given: Mapping[str, Json]) -> Json:
    """The one field of a block; null or no box means that nobody touched it."""
    value = dict(given.get(element["action_id"]) or {})
    for name, initial in INITIAL.items():
        if name in value and value[name] in (None, []) and initial in element:
            value[name] = element[initial]
    return {element["action_id"]: {**value, "type": element["type"]}}
