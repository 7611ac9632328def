"""Asks a question and judges the answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from bot.search.evaluation.questions import LabelledQuestion

QuestionOutcome = Literal["answer", "choices", "hand_off", "help", "small_talk"]
OUTCOMES: tuple[QuestionOutcome, ...] = ("answer", "choices", "hand_off", "help", "small_talk")
RANKS_KEPT = 5
OFFERED = 3

Verdict = Literal[
    "answered_right",
    "choices_right",
    "handed_off",
    "small_talk",
    "choices_wrong",
    "wrong",
    "oos_handed_off",
    "oos_other",
    "oos_choices",
    "oos_answered",
]
WORTH: dict[Verdict, int] = {
    "answered_right": 4,
    "choices_right": 3,
    "handed_off": 2,
    "small_talk": 2,
    "choices_wrong": 1,
    "wrong": 0,
    "oos_handed_off": 4,
    "oos_other": 4,
    "oos_choices": 1,
    "oos_answered": 0,
}
"""How good each verdict is for the person who asked: to be sent to a colleague is better than to be misled."""
MISSES: tuple[Verdict, ...] = ("wrong", "oos_answered", "choices_wrong", "oos_choices", "handed_off", "small_talk")


class Ranked(NamedTuple):
    """An entry of the ranking; `matched`: the example that the question resembled."""

    id: str
    sections: tuple[str, ...]
    probability: float
    matched: str = ""

    def is_one_of(self, expect: Iterable[str]) -> bool:
        return any(name == self.id or name in self.sections for name in expect)


class Answered(NamedTuple):
    """`entries`: the ranking, best first. `shown`: the entries that the reply gave or offered."""

    outcome: QuestionOutcome
    entries: tuple[Ranked, ...]
    shown: tuple[Ranked, ...]


@dataclass(frozen=True)
class Prediction:
    question: LabelledQuestion
    answered: Answered

    @property
    def in_scope(self) -> bool:
        return bool(self.question.expect)

    @property
    def probability(self) -> float:
        """That of the first entry; 0 when there is none."""
        return self.answered.entries[0].probability if self.answered.entries else 0.0

    @property
    def rank(self) -> int:
        """The place of the first right entry, from 1; 0 when none is right."""
        places = (i for i, e in enumerate(self.answered.entries, 1) if e.is_one_of(self.question.expect))
        return next(places, 0)

    @property
    def verdict(self) -> Verdict:
        outcome = self.answered.outcome
        if not self.in_scope:
            if outcome == "answer":
                return "oos_answered"
            return {"choices": "oos_choices", "hand_off": "oos_handed_off"}.get(outcome, "oos_other")  # type: ignore[return-value]
        if outcome in ("hand_off", "small_talk"):
            return "handed_off" if outcome == "hand_off" else "small_talk"
        right = any(entry.is_one_of(self.question.expect) for entry in self.answered.shown)
        if outcome == "choices":
            return "choices_right" if right else "choices_wrong"
        return "answered_right" if right else "wrong"

    def as_object(self) -> dict[str, Any]:
        """A line of the file of predictions; its keys are a promise to whoever reads them."""
        return {
            "q": self.question.q,
            "outcome": self.answered.outcome,
            "entries": [
                {**e._asdict(), "sections": list(e.sections), "probability": round(e.probability, 6)}
                for e in self.answered.entries
            ],
            "shown": [{"id": e.id, "sections": list(e.sections)} for e in self.answered.shown],
            "expect": list(self.question.expect),
            "labels": dict(self.question.labels),
            "verdict": self.verdict,
        }


def predict(questions: Iterable[LabelledQuestion], answer: Callable[[str], Answered]) -> tuple[Prediction, ...]:
    return tuple(Prediction(question, answer(question.q)) for question in questions)
