"""Feature: what a family of intents declares, so that the other rooms ask the table and know no family by name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, Union

from pydantic import ConfigDict, Field, TypeAdapter

from bot.features.intents import Intent

Audience = Literal["anybody", "members", "concerned", "maintainers"]
"""Who may click: "members" are those who may be introduced; "concerned" are members whom it is about, which only its
handler can tell; "maintainers" click in their own channel."""
Shown = Literal["place", "alone", "beside", "channel", "home"]
"""Where the answer is shown: where it was clicked; to the person alone; beside what was clicked, to the person alone;
to the whole channel, whoever saw the button; on the Home tab."""
Repeat = Literal["always", "in_private", "once_each", "once"]
"""Which further clicks on the same button count: all; those on a private message; one of each person; none."""


@dataclass(frozen=True)
class IntentRule:
    """`audience`: a function where it depends on the intent. `at_home`: whether the Home tab takes it."""

    intent: type[Intent]
    audience: Audience | Callable[[Any], Audience] = "anybody"
    shown: Shown = "place"
    repeat: Repeat = "in_private"
    at_home: bool = False

    def audience_of(self, intent: Intent) -> Audience:
        """Who may click this one."""
        return self.audience if isinstance(self.audience, str) else self.audience(intent)


@dataclass(frozen=True)
class Feature:
    """`name`: its folder's, and what its own data are kept under."""

    name: str
    intents: tuple[IntentRule, ...]


class FeatureTable:
    """Every feature, one a line; asked by the rooms that serve intents and replies of all of them."""

    def __init__(self, features: Iterable[Feature]) -> None:
        self.features = tuple(features)
        self._rules: Mapping[type[Intent], tuple[Feature, IntentRule]] = {
            rule.intent: (feature, rule) for feature in self.features for rule in feature.intents
        }

    def rule(self, intent: Intent) -> IntentRule:
        """KeyError for an intent that no feature declares."""
        return self._rules[type(intent)][1]

    def owner(self, intent: Intent) -> Feature:
        """The feature that declares this intent."""
        return self._rules[type(intent)][0]

    @cached_property
    def adapter(self) -> TypeAdapter[Intent]:
        """Reads a stored intent; pydantic's ValidationError for one that no feature of the table declares."""
        union: Any = Annotated[Union[tuple(self._rules)], Field(discriminator="kind")]  # noqa: UP007
        return TypeAdapter(union, config=ConfigDict(defer_build=True))
