"""Predictions made by hand, of which every figure can be worked out on paper."""

from collections.abc import Mapping
from typing import Any

from bot.search.evaluation.outcomes import Answered, Prediction, QuestionOutcome, Ranked
from bot.search.evaluation.questions import LabelledQuestion


def ranked(*pairs: tuple[str, float], section: Mapping[str, str] | None = None) -> tuple[Ranked, ...]:
    return tuple(Ranked(name, ((section or {}).get(name, f"section-{name}"),), p, f"about {name}") for name, p in pairs)


def made(
    q: str, expect: list[str], outcome: QuestionOutcome, *pairs: tuple[str, float], shown: int = 0, **labels: str
) -> Prediction:
    entries = ranked(*pairs, section={"help": "bot-help"})
    return Prediction(LabelledQuestion(q, tuple(expect), labels), Answered(outcome, entries, entries[:shown]))


NINE = (
    made("right", ["a"], "answer", ("a", 0.9), ("b", 0.05), shown=1, lang="fr", style="short"),
    made("wrong", ["section-a"], "answer", ("b", 0.8), ("a", 0.1), shown=1, lang="fr"),
    made("offered", ["a", "z"], "choices", ("c", 0.5), ("a", 0.4), shown=2, lang="en", style="short"),
    made("sent on", ["a"], "hand_off", ("d", 0.1), lang="en"),
    made("about you", ["bot-help"], "help", ("help", 0.7), shown=1, lang="en"),
    made("near, answered", [], "answer", ("b", 0.6), shown=1, kind="near", lang="fr"),
    made("far, sent on", [], "hand_off", ("c", 0.2), kind="far", lang="fr"),
    made("near, offered", [], "choices", ("c", 0.3), shown=1, kind="near", lang="fr"),
    made("far, greeting", [], "small_talk", ("c", 0.1), kind="far", lang="fr"),
)


def lines(predictions: tuple[Prediction, ...]) -> list[dict[str, Any]]:
    return [prediction.as_object() for prediction in predictions]
