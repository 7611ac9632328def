"""Compares today's predictions with a former file: figures, and what got better or worse."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.errors import PasseurError
from bot.search.evaluation.figures import FIGURES, RESAMPLES, interval, resampled, values_of
from bot.search.evaluation.judged import judge
from bot.search.evaluation.outcomes import (
    OFFERED,
    OUTCOMES,
    WORTH,
    Answered,
    Prediction,
    Ranked,
    Verdict,
)


@dataclass(frozen=True)
class FigureChange:
    """A figure on the questions that both have; the interval is that of the difference, question by question."""

    name: str
    then: float | None
    now: float | None
    difference: float | None
    low: float | None
    high: float | None

    @property
    def sure(self) -> bool:
        """Whether chance is an unlikely cause."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class MovedQuestion:
    """A question on which the verdict got better or worse, and what was shown."""

    q: str
    expect: tuple[str, ...]
    then: Verdict
    then_shown: tuple[str, ...]
    now: Verdict
    now_shown: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """`n`: the questions that both have; the two other counts are left out of every figure here."""

    n: int
    only_then: int
    only_now: int
    changes: tuple[FigureChange, ...]
    better: tuple[MovedQuestion, ...]
    worse: tuple[MovedQuestion, ...]


def compare(
    former: Mapping[str, Answered], predictions: Sequence[Prediction], resamples: int = RESAMPLES
) -> Comparison:
    """What was answered then is judged by what is expected now, so that a mended question file changes nothing."""
    now = [p for p in predictions if p.question.q in former]
    then = [Prediction(p.question, former[p.question.q]) for p in now]
    moved = [(WORTH[b.verdict] - WORTH[a.verdict], _moved(a, b)) for a, b in zip(then, now, strict=True)]
    return Comparison(
        n=len(now),
        only_then=len(former.keys() - {p.question.q for p in predictions}),
        only_now=len(predictions) - len(now),
        changes=tuple(_changes(then, now, resamples)) if now else (),
        better=tuple(m for gain, m in sorted(moved, key=lambda pair: -pair[0]) if gain > 0),
        worse=tuple(m for gain, m in sorted(moved, key=lambda pair: pair[0]) if gain < 0),
    )


def read_former(path: Path) -> dict[str, Answered]:
    """What was answered, by question, from what `--json` or `--predictions` wrote."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PasseurError(f"The baseline '{path}' can't be read: {error}.") from None
    answered = {}
    for number, item in _items(text, path):
        try:
            answered[item["q"]] = _answered(item)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise PasseurError(
                f"The baseline '{path}' holds no prediction at {number}: q, outcome and entries are wanted. "
                "Write a baseline with --json or --predictions."
            ) from None
    if not answered:
        raise PasseurError(f"The baseline '{path}' holds no prediction. Write one with --json or --predictions.")
    return answered


def _items(text: str, path: Path) -> Iterator[tuple[str, Any]]:
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if isinstance(whole, dict) and "predictions" in whole:
        yield from ((f"prediction {i}", item) for i, item in enumerate(whole["predictions"], 1))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield f"line {number}", json.loads(line)
            except ValueError:
                raise PasseurError(f"The baseline '{path}' is not JSON at line {number}.") from None


def _answered(item: Mapping[str, Any]) -> Answered:
    if item["outcome"] not in OUTCOMES:
        raise ValueError(item["outcome"])
    entries = tuple(
        Ranked(str(e["id"]), tuple(e["sections"]), float(e["probability"]), str(e.get("matched") or ""))
        for e in item["entries"]
    )
    if "shown" in item:
        shown = tuple(Ranked(str(e["id"]), tuple(e["sections"]), 0.0) for e in item["shown"])
    else:
        likely = {"answer": 1, "help": 1, "choices": OFFERED}
        shown = entries[: likely.get(item["outcome"], 0)]
    return Answered(item["outcome"], entries, shown)


def _changes(then: Sequence[Prediction], now: Sequence[Prediction], resamples: int) -> Iterator[FigureChange]:
    before, after = judge(then), judge(now)
    values = zip(values_of(before, FIGURES), values_of(after, FIGURES), strict=True)
    spreads = zip(resampled(before, FIGURES, resamples), resampled(after, FIGURES, resamples), strict=True)
    for figure, (old, new), (old_spread, new_spread) in zip(FIGURES, values, spreads, strict=True):
        low, high = interval(new_spread - old_spread)
        yield FigureChange(figure.name, _known(old), _known(new), _known(new - old), low, high)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _moved(then: Prediction, now: Prediction) -> MovedQuestion:
    return MovedQuestion(
        q=now.question.q,
        expect=now.question.expect,
        then=then.verdict,
        then_shown=tuple(entry.id for entry in then.answered.shown),
        now=now.verdict,
        now_shown=tuple(entry.id for entry in now.answered.shown),
    )
