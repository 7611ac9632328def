"""The way that answers take through a questionnaire: what is asked next, the points, and the outcomes at its end."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.knowledge.questionnaires.condition import UNKNOWN, Answers, Known, StepAnswer, Truth, both, holds
from bot.knowledge.questionnaires.schema import Questionnaire, QuestionnaireOutcome
from bot.knowledge.questionnaires.step import QuestionStep

Bounds = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Walk:
    """`answers`: those that count; the others belong to steps that are not asked. `points`: by dimension.

    `step`: what is asked next, None at the end. `total`: how many questions there are at most, and
    `fewer` whether there may be fewer.
    """

    answers: Answers
    points: Mapping[str, int]
    step: QuestionStep | None
    total: int
    fewer: bool = False

    @property
    def known(self) -> Known:
        """All that is known at the end."""
        return Known(self.answers, self.points)


def walked(questionnaire: Questionnaire, answers: Answers) -> Walk:
    """Follow the answers up to the first question that has none."""
    counting: dict[str, StepAnswer] = {}
    points: dict[str, int] = {}
    for number, step in enumerate(questionnaire.steps):
        if not holds(step.when, Known(counting, points)):
            continue
        if step.id not in answers:
            later = questionnaire.steps[number + 1 :]
            most, known = _most_left(step, later, counting, points), ahead((step, *later), counting, points)
            fewer = sum(holds(one.when, known) is True for one in later) < most
            return Walk(counting, points, step, len(counting) + 1 + most, fewer)
        counting[step.id] = answers[step.id]
        points = added(points, step, answers[step.id])
    return Walk(counting, points, None, len(counting))


def _most_left(step: QuestionStep, later: Sequence[QuestionStep], answers: Answers, points: Mapping[str, int]) -> int:
    """How many questions may follow this one, after the answer that leaves the most."""
    if step.answer != "one":
        return len(ahead((step, *later), answers, points).open) - 1
    choices: list[StepAnswer] = [*((option.id,) for option in step.options), (UNKNOWN,)]
    return max(len(ahead(later, {**answers, step.id: one}, added(points, step, one)).open) for one in choices)


def ahead(left: Sequence[QuestionStep], answers: Answers, points: Mapping[str, int]) -> Known:
    """What is known before these steps: only those that may still be asked are open."""
    known = Known(answers, points, {step.id for step in left}, bounds(left))
    return replace(known, open={step.id for step in left if holds(step.when, known) is not False}, named={})


def before(questionnaire: Questionnaire, step: str, answers: Answers) -> dict[str, StepAnswer]:
    """The answers to the steps that stand above this one."""
    names = [one.id for one in questionnaire.steps]
    above = names[: names.index(step)] if step in names else names
    return {name: answers[name] for name in above if name in answers}


def still_taken(questionnaire: Questionnaire, answers: Answers) -> dict[str, StepAnswer]:
    """The answers that the steps of today take: those to an older file may have no step, option or number any more."""
    found = {step.id: _still(step, answers[step.id]) for step in questionnaire.steps if step.id in answers}
    return {name: answer for name, answer in found.items() if answer}


def _still(step: QuestionStep, answer: StepAnswer) -> StepAnswer:
    """What is left of an answer; nothing where the step does not take it."""
    if step.answer == "several":
        left = step.offered(answer)
        return () if step.contradictory(left) else left
    if len(answer) != 1 or answer == (UNKNOWN,):
        return answer if len(answer) == 1 else ()
    if step.answer == "one":
        return answer if step.option(answer[0]) else ()
    if step.answer == "text":
        return answer
    return answer if re.fullmatch(r"-?[0-9]{1,9}", answer[0]) and step.within(int(answer[0])) else ()


def subject(questionnaire: Questionnaire, answers: Answers) -> str:
    """What the answers are about, as it was typed; nothing where the questionnaire doesn't ask it."""
    return "".join(word for word in answers.get(questionnaire.named_by or "", ()) if word != UNKNOWN).strip()


def picked(questionnaire: Questionnaire, known: Known) -> tuple[QuestionnaireOutcome, ...]:
    """The outcomes that hold, the best first, no more than are shown."""
    truths = fits(questionnaire, known)
    fitting = [outcome for outcome in questionnaire.outcomes if truths[outcome.id]]
    ranked = sorted(fitting, key=lambda outcome: -scored(outcome, known))
    return tuple(ranked[: questionnaire.show])


def fits(questionnaire: Questionnaire, known: Known) -> Mapping[str, Truth]:
    """Whether each outcome holds; None while what was not answered yet decides."""
    found = {one.id: not one.never and holds(one.when, known) for one in questionnaire.outcomes}
    others = [found[outcome.id] for outcome in questionnaire.outcomes if not outcome.otherwise]
    none_else = False if True in others else None if None in others else True
    for outcome in questionnaire.outcomes:
        if outcome.otherwise:
            found[outcome.id] = both((found[outcome.id], none_else))
    return found


def scored(outcome: QuestionnaireOutcome, known: Known) -> int:
    return sum(bonus.add for bonus in outcome.score if holds(bonus.when, known))


def added(points: Mapping[str, int], step: QuestionStep, answer: StepAnswer) -> dict[str, int]:
    """The points with those of an answer."""
    more = dict(points)
    for option in step.options:
        if option.id in answer:
            for dimension, number in option.scores.items():
                more[dimension] = more.get(dimension, 0) + number
    return more


def bounds(steps: Iterable[QuestionStep]) -> Bounds:
    """The least and the most that these steps can add, by dimension; each of them may add nothing."""
    found: dict[str, tuple[int, int]] = {}
    for step in steps:
        for dimension, (less, more) in _of_step(step):
            least, most = found.get(dimension, (0, 0))
            found[dimension] = least + less, most + more
    return found


def _of_step(step: QuestionStep) -> Iterator[tuple[str, tuple[int, int]]]:
    for dimension in {name for option in step.options for name in option.scores}:
        numbers = [option.scores.get(dimension, 0) for option in step.options]
        if step.answer == "several":
            yield dimension, (sum(n for n in numbers if n < 0), sum(n for n in numbers if n > 0))
        else:
            yield dimension, (min(0, *numbers), max(0, *numbers))
