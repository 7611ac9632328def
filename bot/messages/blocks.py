"""Makes parts a Slack message or view: classic blocks, within Slack's limits; in a message Slack's own thumbs too."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from bot.features.intents import Intent
from bot.messages.buttons import encode
from bot.messages.markdown import html_escaped, mrkdwn
from bot.messages.parts import Button, Buttons, Divider, Field, Footnote, Paragraph, Part, Quote, Title

SECTION, CONTEXT, HEADER, LABEL, FALLBACK, ROW, TITLE = 3000, 3000, 150, 75, 3900, 25, 24
SEEN = 10
"""Options that radio buttons and checkboxes hold."""
FORM = "passeur:form"
Block = dict[str, Any]


class Message(NamedTuple):
    """`text` is what notifications and screen readers say."""

    text: str
    blocks: list[Block]


def message(parts: Iterable[Part], *, thumbs: bool = False) -> Message:
    """`thumbs`: whether an answer helped is asked with Slack's own feedback buttons, which not every place shows."""
    parts = tuple(parts)
    return Message(fallback(parts), blocks(parts, thumbs=thumbs))


def home(parts: Iterable[Part]) -> Block:
    return {"type": "home", "blocks": blocks(parts)}


def blocks(parts: Iterable[Part], *, thumbs: bool = False) -> list[Block]:
    return [
        block
        for part in parts
        for block in (_with_thumbs(part) if thumbs and isinstance(part, Buttons) and part.feedback else _blocks(part))
    ]


def fallback(parts: Iterable[Part]) -> str:
    """The message as one text without buttons."""
    lines = [
        html_escaped(part.text) if isinstance(part, Title | Quote) else mrkdwn(part.markdown)
        for part in parts
        if isinstance(part, Title | Paragraph | Quote)
    ]
    return cut("\n\n".join(lines), FALLBACK)


def _blocks(part: Part) -> list[Block]:
    match part:
        case Title(text=text):
            return [{"type": "header", "text": {"type": "plain_text", "text": cut(text, HEADER), "emoji": True}}]
        case Paragraph(markdown=markdown):
            return [{"type": "section", "text": {"type": "mrkdwn", "text": piece}} for piece in split(mrkdwn(markdown))]
        case Footnote(markdown=markdown):
            return [{"type": "context", "elements": [{"type": "mrkdwn", "text": cut(mrkdwn(markdown), CONTEXT)}]}]
        case Quote(text=text):
            return [
                {"type": "section", "text": {"type": "plain_text", "text": cut(text, SECTION) or "…", "emoji": False}}
            ]
        case Buttons(buttons=buttons):
            return [_row(buttons[i : i + ROW]) for i in range(0, len(buttons), ROW)]
        case Field():
            return [_input(part)]
        case Divider():
            return [{"type": "divider"}]


def modal(title: str, submit: str, close: str, parts: Iterable[Part], ask: Intent) -> Block:
    """A form; what is filled in becomes the ask that it carries."""
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": {"type": "plain_text", "text": cut(title, TITLE)},
        "submit": {"type": "plain_text", "text": cut(submit, TITLE)},
        "close": {"type": "plain_text", "text": cut(close, TITLE)},
        "private_metadata": encode(ask)[1],
        "blocks": blocks(parts),
    }


def _input(field: Field) -> Block:
    made: Block = {
        "type": "input",
        "block_id": field.name,
        "label": {"type": "plain_text", "text": cut(field.label, SECTION)},
        "element": _element(field),
        "optional": field.optional,
    }
    return made | ({"hint": {"type": "plain_text", "text": field.hint}} if field.hint else {})


def _element(field: Field) -> Block:
    options = [{"text": {"type": "plain_text", "text": cut(o.label, LABEL)}, "value": o.value} for o in field.options]
    values = (field.value,) if isinstance(field.value, str) else field.value
    chosen = [option for option in options if option["value"] in values]
    whole = field.whole and len(options) <= SEEN
    match field.kind:
        case "line" | "lines":
            made: Block = {
                "type": "plain_text_input",
                "multiline": field.kind == "lines",
                "max_length": field.longest,
                **({} if field.optional else {"min_length": 1}),
            }
            return made | {"action_id": field.name, **({"initial_value": field.value} if field.value else {})}
        case "day":
            return {"type": "datepicker", "action_id": field.name} | (
                {"initial_date": field.value} if field.value else {}
            )
        case "people":
            users: Block = {"initial_users": list(values)} if any(values) else {}
            return {"type": "multi_users_select", "action_id": field.name, "max_selected_items": 20, **users}
        case "one":
            kept: Block = {"initial_option": chosen[0]} if chosen else {}
            return {
                "type": "radio_buttons" if whole else "static_select",
                "action_id": field.name,
                "options": options,
                **kept,
            }
        case "several":
            kept = {"initial_options": chosen} if chosen else {}
            return {
                "type": "checkboxes" if whole else "multi_static_select",
                "action_id": field.name,
                "options": options,
                **kept,
            }


def _with_thumbs(part: Buttons) -> list[Block]:
    helpful, not_helpful, *others = part.buttons
    action_id, value = encode(helpful.ask)
    thumbs: Block = {
        "type": "feedback_buttons",
        "action_id": action_id,
        "positive_button": {"text": _label(helpful), "value": value},
        "negative_button": {"text": _label(not_helpful), "value": encode(not_helpful.ask)[1]},
    }
    return [*_blocks(Buttons(tuple(others))), {"type": "context_actions", "elements": [thumbs]}]


def _label(button: Button) -> Block:
    return {"type": "plain_text", "text": cut(button.label, LABEL), "emoji": True}


def _row(buttons: tuple[Button, ...]) -> Block:
    return {"type": "actions", "elements": [_button(button) for button in buttons]}


def _button(button: Button) -> Block:
    action_id, value = encode(button.ask)
    made: Block = {
        "type": "button",
        "action_id": action_id,
        "value": value,
        "text": _label(button),
    }
    return made | ({"style": button.style} if button.style else {})


def split(text: str, limit: int = SECTION) -> list[str]:
    """Cut a long text where a paragraph, a line or at worst a word ends."""
    pieces = []
    while len(text) > limit:
        at = max(text.rfind(end, 1, limit) for end in ("\n\n", "\n", " "))
        at = at if at > 0 else limit
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*pieces, text] if text else pieces


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
