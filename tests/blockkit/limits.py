"""A checked block or view in, the limits of Slack's documentation that it breaks out."""

from collections.abc import Callable, Iterator
from typing import Any

SELECTS = ("static_select", "multi_static_select", "external_select", "multi_external_select", "users_select",
           "multi_users_select", "conversations_select", "multi_conversations_select", "channels_select",
           "multi_channels_select")  # fmt: skip
# Of each type of block, element or view: field -> (least, most), in characters or in items.
SIZES: dict[str, dict[str, tuple[int, int]]] = {
    "header": {"text": (1, 150)},
    "section": {"text": (1, 3000), "fields": (1, 10), "fields.*": (1, 2000)},
    "context": {"elements": (1, 10), "elements.*": (1, 3000)},
    "actions": {"elements": (1, 25)},
    "context_actions": {"elements": (1, 5)},
    "image": {"alt_text": (1, 2000), "title": (1, 2000), "image_url": (1, 3000)},
    "input": {"label": (1, 2000), "hint": (1, 2000)},
    "button": {"text": (1, 75), "value": (1, 2000), "url": (1, 3000), "accessibility_label": (1, 75)},
    "overflow": {"options": (1, 5)},
    "radio_buttons": {"options": (1, 10)},
    "checkboxes": {"options": (1, 10)},
    "static_select": {"options": (1, 100), "option_groups": (1, 100)},
    "multi_static_select": {"options": (1, 100), "option_groups": (1, 100)},
    "plain_text_input": {"initial_value": (0, 3000)},
    "modal": {"title": (1, 24), "submit": (1, 24), "close": (1, 24)},
    "home": {},
}
EVERYWHERE = {"block_id": (1, 255), "action_id": (1, 255), "placeholder": (1, 150), "private_metadata": (0, 3000),
              "callback_id": (1, 255), "external_id": (1, 255)}  # fmt: skip
OPTION = {"text": (1, 75), "value": (1, 150), "description": (1, 75), "url": (1, 3000)}
THUMBS = ("positive_button", "negative_button")
CONFIRM = {"title": (1, 100), "text": (1, 300), "confirm": (1, 30), "deny": (1, 30)}
GROUP = {"label": (1, 75), "options": (1, 100)}


def problems(value: dict[str, Any], place: str) -> list[str]:
    """Of a block, an element or a view, and of all that it holds."""
    return list(_node(value, place))


def _node(value: dict[str, Any], place: str) -> Iterator[str]:
    kind = value.get("type", "")
    yield from sizes(value, SIZES.get(kind, {}) | EVERYWHERE, place)
    if kind in RULES:
        yield from (f"{place}: {problem}" for problem in RULES[kind](value))
    for name in ("accessory", "element"):
        if name in value:
            yield from _node(value[name], f"{place}.{name}")
    for index, element in enumerate(value.get("elements", ())):
        yield from _node(element, f"{place}.elements[{index}]")
    for name in THUMBS if kind == "feedback_buttons" else ():
        yield from sizes(value[name], SIZES["button"], f"{place}.{name}")
    if "confirm" in value:
        yield from sizes(value["confirm"], CONFIRM, f"{place}.confirm")
    yield from _options(value, place)


def _options(value: dict[str, Any], place: str) -> Iterator[str]:
    for index, option in enumerate(value.get("options", ())):
        yield from sizes(option, OPTION, f"{place}.options[{index}]")
    for index, group in enumerate(value.get("option_groups", ())):
        yield from sizes(group, GROUP, f"{place}.option_groups[{index}]")
        yield from _options({"options": group["options"]}, f"{place}.option_groups[{index}]")


def sizes(value: dict[str, Any], table: dict[str, tuple[int, int]], place: str) -> Iterator[str]:
    """Each field of the table that is there, against its least and most."""
    for field, (least, most) in table.items():
        name, _, each = field.partition(".")
        if name not in value:
            continue
        parts = [(f"{name}[{i}]", part) for i, part in enumerate(value[name])] if each else [(name, value[name])]
        for where, part in parts:
            size, unit = measure(part)
            if not least <= size <= most:
                yield f"{place}.{where}: {size} {unit}, must be {least} to {most}"


def measure(part: Any) -> tuple[int, str]:
    """The size that Slack limits: items of a list, characters of a text or of a text object."""
    if isinstance(part, list):
        return len(part), "items"
    text = part.get("text", " ") if isinstance(part, dict) else part
    return len(str(text)), "characters"


def _section(value: dict[str, Any]) -> Iterator[str]:
    if "text" not in value and "fields" not in value:
        yield "needs text or fields"


def _button(value: dict[str, Any]) -> Iterator[str]:
    if "url" in value and not value["url"].startswith(("https://", "http://", "mailto:", "slack://")):
        yield f"url {value['url'][:60]!r} is no address"


def _select(value: dict[str, Any]) -> Iterator[str]:
    if ("options" in value) == ("option_groups" in value):
        yield "needs either options or option_groups"
        return
    groups = value.get("option_groups", [value])
    known = [option for group in groups for option in group["options"]]
    chosen = [value["initial_option"]] if "initial_option" in value else value.get("initial_options", [])
    if any(option not in known for option in chosen):
        yield "the initial option is none of the options"


def _chosen(value: dict[str, Any]) -> Iterator[str]:
    chosen = [value["initial_option"]] if "initial_option" in value else value.get("initial_options", [])
    if any(option not in value["options"] for option in chosen):
        yield "the initial option is none of the options"


def _plain_text_input(value: dict[str, Any]) -> Iterator[str]:
    least, most = value.get("min_length", 0), value.get("max_length", 3000)
    if not 0 <= least <= most or not 1 <= most <= 3000:
        yield f"min_length {least} and max_length {most} must be within 0 to 3000"
    elif not least <= len(value.get("initial_value", "")) <= most and "initial_value" in value:
        yield f"initial_value must be {least} to {most} characters"


RULES: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    "section": _section,
    "button": _button,
    "static_select": _select,
    "multi_static_select": _select,
    "radio_buttons": _chosen,
    "checkboxes": _chosen,
    "plain_text_input": _plain_text_input,
}
