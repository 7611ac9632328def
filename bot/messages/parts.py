"""The pieces of which a message is made, whatever shows it: Slack, a terminal, a page."""

from typing import Literal, NamedTuple

from bot.conversation.asks import Ask


class Title(NamedTuple):
    text: str


class Say(NamedTuple):
    """A paragraph or several, in Markdown."""

    markdown: str


class Small(NamedTuple):
    """A line in small grey letters, in Markdown."""

    markdown: str


class Verbatim(NamedTuple):
    """What a person wrote, shown letter by letter."""

    text: str


class Button(NamedTuple):
    label: str
    ask: Ask
    style: Literal["primary", "danger"] | None = None


class Buttons(NamedTuple):
    buttons: tuple[Button, ...]


class Rule(NamedTuple):
    """A line across."""


Part = Title | Say | Small | Verbatim | Buttons | Rule
