"""Parts in, a Slack message or view out: classic blocks only, within Slack's limits."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from bot.messages.buttons import encode
from bot.messages.markdown import html_escaped, mrkdwn
from bot.messages.parts import Button, Buttons, Part, Rule, Say, Small, Title, Verbatim

SECTION, CONTEXT, HEADER, LABEL, FALLBACK, ROW = 3000, 3000, 150, 75, 3900, 25
Block = dict[str, Any]


class Message(NamedTuple):
    """`text` is what notifications and screen readers say."""

    text: str
    blocks: list[Block]


def message(parts: Iterable[Part]) -> Message:
    parts = tuple(parts)
    return Message(fallback(parts), blocks(parts))


def home(parts: Iterable[Part]) -> Block:
    return {"type": "home", "blocks": blocks(parts)}


def blocks(parts: Iterable[Part]) -> list[Block]:
    return [block for part in parts for block in _blocks(part)]


def fallback(parts: Iterable[Part]) -> str:
    """The message as one text without buttons."""
    lines = [
        html_escaped(part.text) if isinstance(part, Title | Verbatim) else mrkdwn(part.markdown)
        for part in parts
        if isinstance(part, Title | Say | Verbatim)
    ]
    return cut("\n\n".join(lines), FALLBACK)


def _blocks(part: Part) -> list[Block]:
    match part:
        case Title(text=text):
            return [{"type": "header", "text": {"type": "plain_text", "text": cut(text, HEADER), "emoji": True}}]
        case Say(markdown=markdown):
            return [{"type": "section", "text": {"type": "mrkdwn", "text": piece}} for piece in split(mrkdwn(markdown))]
        case Small(markdown=markdown):
            return [{"type": "context", "elements": [{"type": "mrkdwn", "text": cut(mrkdwn(markdown), CONTEXT)}]}]
        case Verbatim(text=text):
            return [
                {"type": "section", "text": {"type": "plain_text", "text": cut(text, SECTION) or "…", "emoji": False}}
            ]
        case Buttons(buttons=buttons):
            return [_row(buttons[i : i + ROW]) for i in range(0, len(buttons), ROW)]
        case Rule():
            return [{"type": "divider"}]


def _row(buttons: tuple[Button, ...]) -> Block:
    return {"type": "actions", "elements": [_button(button) for button in buttons]}


def _button(button: Button) -> Block:
    action_id, value = encode(button.ask)
    made: Block = {
        "type": "button",
        "action_id": action_id,
        "value": value,
        "text": {"type": "plain_text", "text": cut(button.label, LABEL), "emoji": True},
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
