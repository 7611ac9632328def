"""Measures how often the answers are right, on questions with known answers."""

from dataclasses import dataclass

from bot.app.comparing import golden_questions
from bot.app.evaluating import answering
from bot.errors import PasseurError
from bot.features.answering.decide import Decider
from bot.search.evaluation.outcomes import Prediction, predict
from bot.search.evaluation.report import Group, Report, report

RESAMPLES = 20
"""The page shows no intervals."""


@dataclass(frozen=True)
class Measured:
    """`at`: the share of the questions in scope that are sure enough for an answer, and how many of these are wrong."""

    report: Report
    at: tuple[float, float]
    sections: tuple[Group, ...]
    entries: tuple[Group, ...]


def measured(decider: Decider) -> Measured:
    """On the questions of tests/questions, if there, and on what entries were really asked; PasseurError for none."""
    asked = golden_questions(None, decider.knowledge)
    if not asked:
        raise PasseurError("No question has a known answer: none is `asked` in an entry, or in tests/questions.")
    predicted = predict(asked, answering(decider))
    made = report(predicted, RESAMPLES)
    expected = [group for group in made.groups if group.label == "section"]
    known = decider.knowledge.entries
    return Measured(
        made,
        _at(predicted, decider.matcher.answer_at),
        tuple(sorted((group for group in expected if group.value not in known), key=_worst)),
        tuple(sorted((group for group in expected if group.value in known), key=_worst)),
    )


def _worst(group: Group) -> tuple[float, float, str]:
    wrong, right = group.figures["wrong"].value or 0, group.figures["right_offered"].value or 0
    return -wrong, right, group.value


def _at(predicted: tuple[Prediction, ...], threshold: float) -> tuple[float, float]:
    inside = [one for one in predicted if one.in_scope]
    sure = [one for one in inside if one.probability >= threshold]
    wrong = sum(one.rank != 1 for one in sure)
    return len(sure) / max(1, len(inside)), wrong / max(1, len(sure))
