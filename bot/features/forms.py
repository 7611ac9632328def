"""A form of one step or several, and what is wrong in it: what answers a click, or a form that was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from bot.features.intents import StoredIntent
from bot.knowledge.shapes import Language

FormFacts = Mapping[str, bool | int | str | tuple[str, ...] | None]
"""What the words of a form may name."""


class FormField(NamedTuple):
    """`name`: the field of the intent that it fills in. `options`: the values to choose from.

    The template's blocks `<name>_label`, `<name>_hint` if there is one and, for each option, `<name>_<option>` say its
    words. A block `<name>_option` says those of every option: it knows `option`. Words that the knowledge has are
    given: `label`, `hint`, and `labels` by option. `whole`: all options are seen at once, where they are few.
    """

    name: str
    kind: Literal["line", "lines", "day", "one", "several", "people"] = "line"
    options: tuple[str, ...] = ()
    optional: bool = False
    longest: int = 300
    label: str = ""
    labels: Mapping[str, str] = {}
    hint: str = ""
    whole: bool = False


@dataclass(frozen=True)
class FormStep:
    """Fields to fill in, which complete `intent`; its values so far are shown in them. Most forms have no further step.

    `template`: has the blocks `title`, `submit` and `cancel`, the words of the fields, and perhaps `intro`, which
    stands above them, and `after`, which stands below; they know `facts`. `above`: Markdown of the knowledge, first.
    `quoted`: what a person wrote, shown below the introduction letter by letter.
    `buttons`: below the fields, each with its block; their answer is another step.
    `stacked`: put on top of the form before, to which the person can go back, rather than in its place.
    `opener`: the intent that opens the form, for a message where no form can open: its blocks are `invitation` and
    `open`. Without it that message says that the form came too late.
    """

    language: Language
    template: str
    intent: StoredIntent
    fields: tuple[FormField, ...]
    stacked: bool = False
    facts: FormFacts = field(default_factory=dict)
    above: str = ""
    buttons: tuple[tuple[str, StoredIntent], ...] = ()
    quoted: str = ""
    opener: StoredIntent | None = None


@dataclass(frozen=True)
class FormErrors:
    """What is wrong, by field: the template's block that says it, which knows `facts`."""

    language: Language
    template: str
    errors: Mapping[str, str]
    facts: FormFacts = field(default_factory=dict)
