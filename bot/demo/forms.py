"""Makes a modal such as local-slack can show it, and what was filled in such as Slack sends it.

local-slack shows no multi_static_select, chooses nothing beforehand, forgets initial values that are left as they are,
and sends a form whose required fields are empty.
"""

from collections.abc import Mapping
from typing import Any

from bot.demo.workspace import Json

ALREADY, REQUIRED = "✓ {}", "Please complete this required field."
INITIAL = {"value": "initial_value", "selected_date": "initial_date", "selected_option": "initial_option",
           "selected_options": "initial_options"}  # fmt: skip


class Forms:
    """Remembers each modal as it was meant, by the id that local-slack gave it."""

    def __init__(self) -> None:
        self._meant: dict[str, list[Json]] = {}

    def shown(self, arguments: Mapping[str, Any]) -> Json:
        """The arguments of views.open, push or update, with fields that local-slack knows."""
        view = arguments.get("view")
        if not isinstance(view, dict) or view.get("type") != "modal":
            return dict(arguments)
        return {**arguments, "view": {**view, "blocks": [_shown(block) for block in view.get("blocks", ())]}}

    def remember(self, arguments: Mapping[str, Any], answer: Json) -> Json:
        """Its answer, with the fields as they were meant."""
        meant = arguments["view"]["blocks"]
        self._meant[answer["view"]["id"]] = meant
        return {**answer, "view": {**answer["view"], "blocks": meant}}

    def submitted(self, view: Json) -> Json:
        """The view of a submission, with the fields as they were meant and their values as Slack names them."""
        meant = self._meant.get(view["id"])
        if meant is None:
            return view
        values = view["state"]["values"]
        elements = {block["block_id"]: block["element"] for block in meant if block["type"] == "input"}
        filled = {name: _filled(elements[name], given) for name, given in values.items() if name in elements}
        return {**view, "blocks": meant, "state": {"values": {**values, **filled}}}


def missing(view: Json) -> dict[str, str]:
    """What Slack tells whoever leaves required fields empty; by label, which is all that the page shows beside it."""
    values = view["state"]["values"]
    return {
        block["label"]["text"]: REQUIRED
        for block in view["blocks"]
        if block["type"] == "input" and not block.get("optional")
        and not any(value.get(name) for value in values.get(block["block_id"], {}).values() for name in INITIAL)
    }  # fmt: skip


def _shown(block: Json) -> Json:
    element = block.get("element") or {}
    match element.get("type"):
        case "multi_static_select":
            kept = {name: value for name, value in element.items() if name not in ("initial_options", "placeholder")}
            return _hinted({**block, "element": {**kept, "type": "checkboxes"}}, element.get("initial_options", ()))
        case "checkboxes":
            return _hinted(block, element.get("initial_options", ()))
        case "static_select" if "initial_option" in element:
            return {**block, "element": {**element, "placeholder": element["initial_option"]["text"]}}
    return block


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
