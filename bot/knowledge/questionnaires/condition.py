"""Conditions of a questionnaire: whether what was answered so far meets one, misses it, or leaves it open."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, PrivateAttr, StringConstraints, model_validator

from bot.knowledge.shapes import Id, Model, refused

UNKNOWN = "unknown"
"""The option "I don't know", which every step has."""
SCORE = "score."
"""How a key begins that is about the points of a dimension, rather than about a step."""
StepAnswer = tuple[str, ...]
"""The chosen options, or the number or the words as they were typed."""
Answers = Mapping[str, StepAnswer]
"""By step, what was answered."""
Truth = bool | None
"""None: what was not answered yet decides."""
Place = tuple[str | int, ...]

ConditionKey = Annotated[str, StringConstraints(pattern=r"^(score\.)?[a-z0-9][a-z0-9-]*$", max_length=90)]


class Expected(Model):
    """One of these options, or a number within bounds."""

    options: tuple[Id, ...] = ()
    at_least: int | None = None
    at_most: int | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.options and not self.bounded:
            raise refused("an option, or at_least or at_most with a number, is wanted here")
        return self

    @property
    def bounded(self) -> bool:
        return self.at_least is not None or self.at_most is not None

    def met(self, answer: StepAnswer) -> bool:
        if not self.bounded:
            return any(option in answer for option in self.options)
        return any(self.within(int(value)) for value in answer if value != UNKNOWN)

    def within(self, number: int) -> bool:
        least, most = self.at_least, self.at_most
        return (least is None or number >= least) and (most is None or number <= most)


def _expected(value: object) -> object:
    """An option alone, or a list of them, is short for `options`."""
    return value if isinstance(value, dict | Expected) else {"options": value if isinstance(value, list) else [value]}


ExpectedOrShort = Annotated[Expected, BeforeValidator(_expected, json_schema_input_type=Expected | Id | tuple[Id, ...])]


def _listed(value: object) -> object:
    """A name alone is short for a list of it."""
    return [value] if isinstance(value, str) else value


NamesOrOne = Annotated[tuple[Id, ...], BeforeValidator(_listed, json_schema_input_type=str | tuple[Id, ...])]


class Condition(Model):
    """All of its keys hold: `all`, `any`, `not`; a step with one of its options; the points of a dimension.

    `is`: one of these conditions, which have their names at the top of the questionnaire.
    """

    model_config = ConfigDict(extra="allow", populate_by_name=True)
    __pydantic_extra__: dict[ConditionKey, ExpectedOrShort] = Field(init=False)

    all: Annotated[tuple["Condition", ...], Field(min_length=1)] | None = None
    any: Annotated[tuple["Condition", ...], Field(min_length=1)] | None = None
    not_: Annotated["Condition | None", Field(alias="not")] = None
    is_: Annotated[
        tuple[Id, ...], BeforeValidator(_listed, json_schema_input_type=str | tuple[Id, ...]), Field(alias="is")
    ] = ()
    _meant: Mapping[str, "Condition"] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not (self.all or self.any or self.not_ or self.is_ or self.tests):
            raise refused("a condition is missing here", "name a step and its option, or leave the key out")
        return self

    @property
    def tests(self) -> Mapping[str, Expected]:
        return self.__pydantic_extra__

    @property
    def meant(self) -> Mapping[str, "Condition"]:
        """The conditions that `is` names, as far as they are there."""
        return self._meant

    def link(self, named: Mapping[str, "Condition"]) -> None:
        """Find what `is` means, here and within, once: so whoever asks `holds` needs no table of names."""
        self._meant = {name: named[name] for name in self.is_ if name in named}
        for inner in (*(self.all or ()), *(self.any or ()), *((self.not_,) if self.not_ else ())):
            inner.link(named)


@dataclass(frozen=True)
class Known:
    """What is known at one point: the answers and points so far, and what may still come.

    `open`: steps that may still be asked. `more`: for each dimension, the least and the most that they can add.
    `named`: what the conditions with names were found to come to.
    """

    answers: Answers
    points: Mapping[str, int] = field(default_factory=dict)
    open: Collection[str] = ()
    more: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    named: dict[str, Truth] = field(default_factory=dict, compare=False)


def holds(condition: Condition | None, known: Known) -> Truth:
    """Whether it is met; a missing condition always is."""
    return True if condition is None else both(_parts(condition, known))


def _parts(condition: Condition, known: Known) -> Iterator[Truth]:
    """What each of its keys comes to."""
    yield from (_test(name, expected, known) for name, expected in condition.tests.items())
    if condition.is_:
        yield _some(_named(name, meant, known) for name, meant in condition.meant.items())
    yield from (holds(inner, known) for inner in condition.all or ())
    if condition.any is not None:
        yield _some(holds(inner, known) for inner in condition.any)
    if condition.not_ is not None:
        yield opposite(holds(condition.not_, known))


def _named(name: str, meant: Condition, known: Known) -> Truth:
    """Many conditions name the same one: it is looked at once."""
    if name not in known.named:
        known.named[name] = holds(meant, known)
    return known.named[name]


def _test(name: str, expected: Expected, known: Known) -> Truth:
    if name.startswith(SCORE):
        return _scored(name.removeprefix(SCORE), expected, known)
    if name in known.open:
        return None
    return expected.met(known.answers.get(name, ()))


def _scored(dimension: str, expected: Expected, known: Known) -> Truth:
    points, (less, more) = known.points.get(dimension, 0), known.more.get(dimension, (0, 0))
    lowest, highest = points + less, points + more
    least, most = expected.at_least, expected.at_most
    if (least is not None and highest < least) or (most is not None and lowest > most):
        return False
    return True if expected.within(lowest) and expected.within(highest) else None


def _some(found: Iterable[Truth]) -> Truth:
    return opposite(both(opposite(truth) for truth in found))


def both(found: Iterable[Truth]) -> Truth:
    """Whether all of them are true; the first that is not decides."""
    left_open = False
    for truth in found:
        if truth is False:
            return False
        left_open = left_open or truth is None
    return None if left_open else True


def opposite(found: Truth) -> Truth:
    """True for what is false; what is open stays open."""
    return None if found is None else not found


@dataclass(frozen=True)
class ConditionTest:
    """A key of a condition: a step or `score.` with a dimension, what is expected, and where it stands within.

    `named`: it stands in the condition that an `is` at this place means.
    """

    name: str
    expected: Expected
    at: Place
    named: bool = False

    @property
    def about(self) -> Literal["score", "step"]:
        return "score" if self.name.startswith(SCORE) else "step"


def tests_in(condition: Condition | None, at: Place) -> Iterator[ConditionTest]:
    """Every test within a condition that stands at this place."""
    if condition is None:
        return
    for name, expected in condition.tests.items():
        yield ConditionTest(name, expected, (*at, name))
    for key, several in (("all", condition.all), ("any", condition.any)):
        for number, inner in enumerate(several or ()):
            yield from tests_in(inner, (*at, key, number))
    yield from tests_in(condition.not_, (*at, "not"))
    for meant in condition.meant.values():
        yield from (replace(test, at=(*at, "is"), named=True) for test in tests_in(meant, at))


def names_in(condition: Condition | None, at: Place) -> Iterator[tuple[str, Place]]:
    """Every name after an `is` within a condition that stands at this place, and where."""
    if condition is None:
        return
    yield from ((name, (*at, "is")) for name in condition.is_)
    for key, several in (("all", condition.all), ("any", condition.any)):
        for number, inner in enumerate(several or ()):
            yield from names_in(inner, (*at, key, number))
    yield from names_in(condition.not_, (*at, "not"))
