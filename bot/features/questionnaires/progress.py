"""What is kept of a person's way through a questionnaire, under the questionnaire's id, and of each result."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from bot.knowledge.questionnaires.condition import Answers, StepAnswer
from bot.knowledge.questionnaires.schema import Questionnaire
from bot.knowledge.questionnaires.walk import still_taken, subject

MOST_RESULTS = 5
"""Results of one questionnaire that are kept, so that the last one can be compared with the one before."""
Kept = Mapping[str, Any]


@dataclass(frozen=True)
class QuestionnaireProgress:
    """`step`: the one that is asked, None when nothing was begun. `results`: their numbers, the oldest first."""

    answers: Answers
    step: str | None
    results: tuple[int, ...]

    @property
    def last(self) -> int | None:
        return self.results[-1] if self.results else None


@dataclass(frozen=True)
class PastResult:
    answers: Answers
    day: date


def progress(questionnaire: Questionnaire, kept: Kept) -> QuestionnaireProgress:
    """Without the answers that its steps do not take any more."""
    begun = kept.get(questionnaire.id) or {}
    numbers = [key.rpartition(":")[2] for key in kept if key.startswith(f"{questionnaire.id}:")]
    answers = _answers(questionnaire, begun.get("answers", {}))
    return QuestionnaireProgress(answers, begun.get("step"), tuple(sorted(map(int, numbers))))


def result_of(questionnaire: Questionnaire, number: int, kept: Kept) -> PastResult | None:
    """Without the answers that its steps do not take any more."""
    found = kept.get(_key(questionnaire.id, number))
    return PastResult(_answers(questionnaire, found["answers"]), date.fromisoformat(found["day"])) if found else None


class Compared(NamedTuple):
    """`last`: the answers of the time before. `beside`: the newest about each other subject."""

    last: Answers
    beside: tuple[Answers, ...]


def compared(questionnaire: Questionnaire, number: int, answers: Answers, kept: Kept) -> Compared:
    """With what the result of this number is compared; beside it stands nothing unless the questionnaire wants all."""
    about = subject(questionnaire, answers).casefold()
    last: Answers = {}
    beside: dict[str, Answers] = {}
    for other in progress(questionnaire, kept).results:
        past = result_of(questionnaire, other, kept)
        if past is None or other == number:
            continue
        name = subject(questionnaire, past.answers).casefold()
        if name != about:
            beside[name] = past.answers
        elif other < number:
            last = past.answers
    return Compared(last, tuple(beside.values()) if questionnaire.compare == "all" else ())


def begun(questionnaire: Questionnaire, answers: Answers, step: str) -> dict[str, Any]:
    """What to keep while the person answers."""
    return {questionnaire.id: {"answers": _plain(answers), "step": step}}


def finished(
    questionnaire: Questionnaire, answers: Answers, day: date, before: QuestionnaireProgress
) -> tuple[int, dict[str, Any]]:
    """The number of the result, and what to keep from now on."""
    number = (before.last or 0) + 1
    gone = [_key(questionnaire.id, old) for old in before.results[: 1 - MOST_RESULTS]]
    result = {"answers": _plain(answers), "day": day.isoformat()}
    return number, {questionnaire.id: None, _key(questionnaire.id, number): result, **dict.fromkeys(gone)}


def _key(name: str, number: int) -> str:
    return f"{name}:{number}"


def _plain(answers: Answers) -> dict[str, list[str]]:
    return {step: list(answer) for step, answer in answers.items()}


def _answers(questionnaire: Questionnaire, written: Mapping[str, list[str]]) -> dict[str, StepAnswer]:
    return still_taken(questionnaire, {step: tuple(answer) for step, answer in written.items()})
