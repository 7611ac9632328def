"""A form with steps, and what is wrong in it: what a feature answers to a click or to a form that was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.features.intents import StoredIntent
from bot.knowledge.shapes import Language


class FormField(NamedTuple):
    """`name`: the field of the intent that it fills in. `options`: the values to choose from.

    The template's blocks `<name>_label` and, for each option, `<name>_<option>` say its words.
    """

    name: str
    kind: Literal["line", "lines", "day", "one", "several"] = "line"
    options: tuple[str, ...] = ()
    optional: bool = False
    longest: int = 300


@dataclass(frozen=True)
class FormStep:
    """Fields to fill in, which complete `intent`; its values so far are shown in them.

    `template`: has the blocks `title`, `intro`, `submit` and `cancel`, and the words of the fields. `stacked`: put on
    top of the form before, to which the person can go back, rather than in its place.
    """

    language: Language
    template: str
    intent: StoredIntent
    fields: tuple[FormField, ...]
    stacked: bool = False


@dataclass(frozen=True)
class FormErrors:
    """What is wrong, by field: the template's block that says it."""

    language: Language
    template: str
    errors: Mapping[str, str]
