"""The pieces of which a message is made, whatever shows it: Slack, a terminal, a page."""

from typing import Literal, NamedTuple

from bot.features.intents import Intent


class Title(NamedTuple):
    text: str


class Paragraph(NamedTuple):
    """A paragraph or several, in Markdown."""

    markdown: str


class Footnote(NamedTuple):
    """A line in small grey letters, in Markdown."""

    markdown: str


class Quote(NamedTuple):
    """What a person wrote, shown letter by letter."""

    text: str


class Button(NamedTuple):
    label: str
    ask: Intent
    style: Literal["primary", "danger"] | None = None


class Buttons(NamedTuple):
    """`feedback`: the first two say whether an answer helped; a platform may have buttons of its own for it."""

    buttons: tuple[Button, ...]
    feedback: bool = False


class Option(NamedTuple):
    value: str
    label: str


class Field(NamedTuple):
    """A field of a form; `name` is the field of the ask that it fills in. `longest`: characters, for words.

    `kind`: "people" are colleagues, by their Slack ids. `whole`: all options are seen at once, where they are few.
    """

    name: str
    label: str
    kind: Literal["line", "lines", "day", "one", "several", "people"]
    value: str | tuple[str, ...] = ""
    options: tuple[Option, ...] = ()
    optional: bool = False
    hint: str = ""
    longest: int = 1500
    whole: bool = False


class Divider(NamedTuple):
    """A line across."""


Part = Title | Paragraph | Footnote | Quote | Buttons | Field | Divider
