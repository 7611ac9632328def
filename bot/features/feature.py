"""Feature: what a family of intents declares, so that the other rooms ask the table and know no family by name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Union

from pydantic import ConfigDict, Field, TypeAdapter

from bot.features.commands import CommandRule, CommandTable
from bot.features.forms import FormErrors, FormStep
from bot.features.intents import Intent
from bot.knowledge.schema import Knowledge, Organisation
from bot.knowledge.shapes import Language

NOTHING_KNOWN = Knowledge({}, Organisation(name="?"))
Audience = Literal["anybody", "members", "concerned", "maintainers"]
"""Who may click: "members" are those who may be introduced; "concerned" are members whom it is about, which only its
handler can tell; "maintainers" click in their own channel."""
Shown = Literal["place", "alone", "beside", "opened", "channel", "home"]
"""Where the answer is shown: where it was clicked; to the person alone; beside what was clicked, to the person alone;
of a form, to the person alone where it was opened; to the whole channel, whoever saw the button; on the Home tab."""
Repeat = Literal["always", "in_private", "once_each", "once"]
"""Which further clicks on the same button count: all; those on a private message; one of each person; none."""


@dataclass(frozen=True)
class FeatureContext:
    """`user`: the Slack id of who asks. `kept`: what the feature keeps of them, by key.

    `maintainers`: whether they ask in the maintainers' channel. `share`: they ask in private, in a channel to which the
    answer can be shown. `people`: whether there is somebody to talk to, for a rule that wants to know.
    """

    user: str
    now: datetime
    kept: Mapping[str, Any] = field(default_factory=dict)
    maintainers: bool = False
    knowledge: Knowledge = NOTHING_KNOWN
    share: bool = False
    people: bool = False


@dataclass(frozen=True)
class Heard:
    """A question in words, for a feature that may answer it better than an entry.

    `sure`: finds the example of the entry that would surely answer it, None without one; it ranks the question, so only
    who needs it asks. `people`: whether there is somebody to talk to. `command`: they were typed after /passeur.
    """

    text: str
    language: Language
    knowledge: Knowledge
    sure: Callable[[], str | None] = lambda: None
    people: bool = False
    command: bool = False


@dataclass(frozen=True)
class Turn:
    """A short turn after a question, `before`, that a feature answered. `move`: what it asks of the answer, if any."""

    text: str
    before: str
    language: Language
    knowledge: Knowledge
    move: str = ""


class FeatureResult(NamedTuple):
    """What to say, and which values to keep of the person from now on; None takes one away."""

    replies: tuple[Any, ...] = ()
    keep: Mapping[str, Any] = {}


PureHandler = Callable[[Any, FeatureContext], FeatureResult]


@dataclass(frozen=True)
class IntentRule:
    """`audience`: a function where it depends on the intent. `at_home`: whether the Home tab takes it.

    `handle`: what it does, for a feature that needs nothing but what it keeps of the person; other handlers are
    registered in app/handlers. Of what is for maintainers it says to anybody else that it is.
    `command`: the words with which it is asked for. `step`: the answer to a form that was sent, before anything is
    stored: its next step, or what is wrong in it; None when it is complete. `each_step`: what was filled in is handled
    after every step, to outlive the form. `people`: `handle` wants to know whether there is somebody to talk to.
    """

    intent: type[Intent]
    audience: Audience | Callable[[Any], Audience] = "anybody"
    shown: Shown = "place"
    repeat: Repeat = "in_private"
    at_home: bool = False
    handle: PureHandler | None = None
    command: CommandRule | None = None
    step: Callable[[Any, Knowledge], FormStep | FormErrors | None] | None = None
    each_step: bool = False
    people: bool = False

    def audience_of(self, intent: Intent) -> Audience:
        """Who may click this one."""
        return self.audience if isinstance(self.audience, str) else self.audience(intent)


class ReplyRule(NamedTuple):
    """`personal`: nobody but the person who asked reads it, also when they asked before everybody."""

    reply: type
    personal: bool | Callable[[Any], bool] = False


@dataclass(frozen=True)
class Feature:
    """`name`: its folder's, and what its own data are kept under.

    `templates`: the folder of its own templates, `<language>/<reply>.j2`, where they aren't with the languages.
    `reads`: the intent that a question in words is, None when it is none of the feature's.
    `forms`: the names of its forms' templates.
    `continues`: a turn after such a question as a whole one, None when it does not go on from it.
    """

    name: str
    intents: tuple[IntentRule, ...]
    replies: tuple[ReplyRule, ...] = ()
    templates: Path | None = None
    reads: Callable[[Heard], Intent | None] | None = None
    continues: Callable[[Turn], str | None] | None = None
    forms: tuple[str, ...] = ()


def kind_of(intent: type[Intent]) -> str:
    return str(intent.model_fields["kind"].default)


class FeatureTable:
    """Every feature, one a line; asked by the rooms that serve intents and replies of all of them."""

    def __init__(self, features: Iterable[Feature]) -> None:
        self.features = tuple(features)
        self._rules: Mapping[type[Intent], tuple[Feature, IntentRule]] = {
            rule.intent: (feature, rule) for feature in self.features for rule in feature.intents
        }
        self._replies = {rule.reply: rule for feature in self.features for rule in feature.replies}

    def rule(self, intent: Intent) -> IntentRule:
        """KeyError for an intent that no feature declares."""
        return self._rules[type(intent)][1]

    def owner(self, intent: Intent) -> Feature:
        """The feature that declares this intent."""
        return self._rules[type(intent)][0]

    def personal(self, reply: object) -> bool:
        """Whether it is for the eyes of who asked alone, as every form is."""
        if isinstance(reply, FormStep):
            return True
        rule = self._replies.get(type(reply))
        if rule is None or isinstance(rule.personal, bool):
            return rule is not None and bool(rule.personal)
        return rule.personal(reply)

    @property
    def replies(self) -> Mapping[str, type]:
        """By the name of their class, under which they are stored."""
        return {reply.__name__: reply for reply in self._replies}

    @property
    def templates(self) -> tuple[Path, ...]:
        """Folders of templates beside the languages' own."""
        return tuple(feature.templates for feature in self.features if feature.templates)

    def read(self, heard: Heard) -> Intent | None:
        """The intent that a feature reads in a question, the first that does."""
        found = (feature.reads(heard) for feature in self.features if feature.reads is not None)
        return next((intent for intent in found if intent is not None), None)

    def continued(self, turn: Turn) -> str | None:
        """The whole question that a turn is after one that a feature answered."""
        found = (feature.continues(turn) for feature in self.features if feature.continues is not None)
        return next((whole for whole in found if whole is not None), None)

    @cached_property
    def commands(self) -> CommandTable:
        """What is typed and is no question."""
        rules = (rule for _, rule in self._rules.values())
        return CommandTable({rule.intent: rule.command for rule in rules if rule.command is not None})

    @cached_property
    def adapter(self) -> TypeAdapter[Intent]:
        """Reads a stored intent; pydantic's ValidationError for one that no feature of the table declares."""
        union: Any = Annotated[Union[tuple(self._rules)], Field(discriminator="kind")]  # noqa: UP007
        return TypeAdapter(union, config=ConfigDict(defer_build=True))
