"""All paths through a questionnaire: whether each ends in an outcome, and which steps and outcomes are reached.

Answers that no condition tells apart count as one, and so do paths that no condition tells apart. Each outcome and
step is looked for by itself: a path is followed no further once what is known on it says that it can't lead there.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from bot.knowledge.questionnaires.condition import (
    SCORE,
    UNKNOWN,
    Answers,
    Expected,
    Known,
    StepAnswer,
    Truth,
    both,
    holds,
    opposite,
)
from bot.knowledge.questionnaires.schema import Questionnaire, QuestionnaireOutcome
from bot.knowledge.questionnaires.step import QuestionStep
from bot.knowledge.questionnaires.walk import added, ahead, fits

MOST_POINTS = 20_000
"""Points of paths that are looked at for one aim; what needs more can't be checked before the bot serves it."""
MOST_CHOICES = 512
"""Answers to one step that conditions tell apart."""
Aim = Callable[[Known], Truth]
"""What is looked for on a path; None: what is not answered yet decides."""
Signature = tuple[tuple[bool, ...], tuple[int, ...]]


class TooManyPathsError(Exception):
    """There are more paths than can be looked at."""


@dataclass(frozen=True)
class Findings:
    """`dead_end`: the answers of a path without an outcome. `steps`, `outcomes`: those that some path reaches."""

    dead_end: Answers | None
    steps: frozenset[str]
    outcomes: frozenset[str]


def explored(questionnaire: Questionnaire) -> Findings:
    """Look at all paths; raises TooManyPathsError. No path is dead above a net: an outcome that is for all the rest."""
    search = _Search(questionnaire)
    nets = {one.id for one in questionnaire.outcomes if one.otherwise and not one.when}

    def fit(outcome: QuestionnaireOutcome) -> Aim:
        return lambda known: fits(questionnaire, known)[outcome.id] if outcome.otherwise else holds(outcome.when, known)

    def none_fits(known: Known) -> Truth:
        return both(opposite(truth) for truth in fits(questionnaire, known).values())

    outcomes = (one for one in questionnaire.outcomes if one.never or one.id in nets or search.reached(fit(one)))
    steps = (step for step in questionnaire.steps if search.reached(partial(holds, step.when)))
    return Findings(
        dead_end=None if nets else search.answers(none_fits),
        steps=frozenset(step.id for step in steps),
        outcomes=frozenset(outcome.id for outcome in outcomes),
    )


@dataclass(frozen=True)
class _Telling:
    """What conditions tell apart of the answers to a step."""

    step: QuestionStep
    expected: tuple[Expected, ...]
    dimensions: tuple[str, ...]

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> "dict[str, _Telling]":
        """By step."""
        tests = dict.fromkeys((test.name, test.expected) for _, test in questionnaire.tests() if not test.named)
        scored = tuple(sorted({name.removeprefix(SCORE) for name, _ in tests if name.startswith(SCORE)}))
        return {
            step.id: cls(step, tuple(expected for name, expected in tests if name == step.id), scored)
            for step in questionnaire.steps
        }

    def choices(self) -> tuple[StepAnswer, ...]:
        """Answers to the step, one of each kind that the conditions tell apart. Raises TooManyPathsError."""
        found: dict[Signature, StepAnswer] = {}
        for answer in self.candidates():
            found.setdefault(self.signature(answer), answer)
        return tuple(found.values())

    def signature(self, answer: StepAnswer) -> Signature:
        given = added({}, self.step, answer)
        met = tuple(expected.met(answer) for expected in self.expected)
        return met, tuple(given.get(dimension, 0) for dimension in self.dimensions)

    def candidates(self) -> Iterator[StepAnswer]:
        match self.step.answer:
            case "one":
                yield from ((option.id,) for option in self.step.options)
            case "several":
                yield from self._subsets()
            case "number":
                yield from ((str(number),) for number in sorted(self._numbers()))
            case "text":
                yield ("…",)
        yield (UNKNOWN,)

    def _subsets(self) -> Iterator[StepAnswer]:
        """Sets of options grow one by one, "I don't know" too; of those that nothing tells apart, one is kept."""
        found: dict[Signature, StepAnswer] = {}
        for name in (*(option.id for option in self.step.options if not option.exclusive), UNKNOWN):
            for answer in ((), *found.values()):
                more = (*answer, name)
                found.setdefault(self.signature(more), more)
            if len(found) > MOST_CHOICES:
                raise TooManyPathsError
        yield from found.values()
        yield from ((option.id,) for option in self.step.options if option.exclusive)

    def _numbers(self) -> set[int]:
        """Both ends, and both sides of every bound."""
        ends = [end for one in self.expected for end in (one.at_least, one.at_most)]
        near = {end + by for end in ends if end is not None for by in (-1, 0, 1)}
        return {self.step.min, self.step.max} | {n for n in near if self.step.min <= n <= self.step.max}


class _Search:
    """Goes down the paths, no further than an aim can still be met."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.steps = questionnaire.steps
        self.telling = _Telling.of(questionnaire)
        self.choices = {name: telling.choices() for name, telling in self.telling.items()}
        self.scored = self.telling[self.steps[0].id].dimensions
        self.seen: set[tuple[object, ...]] = set()

    def answers(self, aim: Aim) -> Answers | None:
        """Some answers that meet the aim, if there are any."""
        self.seen = set()
        return self._from(0, {}, {}, (), aim)

    def reached(self, aim: Aim) -> bool:
        return self.answers(aim) is not None

    def _from(
        self, number: int, answers: Answers, points: Mapping[str, int], told: tuple[object, ...], aim: Aim
    ) -> Answers | None:
        """From the step of this number on. `told`: what conditions can tell of the answers so far."""
        here = (number, told, *(points.get(dimension, 0) for dimension in self.scored))
        if here in self.seen:
            return None
        self.seen.add(here)
        if len(self.seen) > MOST_POINTS:
            raise TooManyPathsError
        met = aim(ahead(self.steps[number:], answers, points))
        if met is not None:
            return answers if met else None
        step = self.steps[number]
        if not holds(step.when, Known(answers, points)):
            return self._from(number + 1, answers, points, (*told, None), aim)
        for answer in self.choices[step.id]:
            more = (*told, self.telling[step.id].signature(answer)[0])
            given = {**answers, step.id: answer}
            found = self._from(number + 1, given, added(points, step, answer), more, aim)
            if found is not None:
                return found
        return None
