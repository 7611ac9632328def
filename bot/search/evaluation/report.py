"""The report on predictions, of plain values that JSON can hold."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.search.evaluation import measures
from bot.search.evaluation.figures import BY_GROUP, BY_NAME, FIGURES, RESAMPLES, Estimate, estimate
from bot.search.evaluation.judged import Judged, judge
from bot.search.evaluation.outcomes import MISSES, WORTH, Prediction, Verdict

MOST_VALUES = 40
"""A label with more values than this names the questions rather than groups them."""
FIRST_LABELS = ("lang", "style", "section", "job", "kind")


@dataclass(frozen=True)
class Group:
    """The questions that have this value of a label."""

    label: str
    value: str
    n: int
    figures: dict[str, Estimate]


@dataclass(frozen=True)
class Bin:
    """The questions of which the first entry's probability lies between `low` and `high`."""

    low: float
    high: float
    n: int
    probability: float
    right: float


@dataclass(frozen=True)
class Confusion:
    """How often `got` was ranked first instead of `expected`; in `answered` of them it was given as the answer."""

    expected: str
    got: str
    count: int
    answered: int


@dataclass(frozen=True)
class Miss:
    """A question that was not served as it should be, and what was said instead."""

    q: str
    expect: tuple[str, ...]
    lang: str
    verdict: Verdict
    instead: tuple[str, ...]
    first: str
    probability: float
    matched: str
    rank: int


@dataclass(frozen=True)
class Report:
    n: int
    in_scope: int
    out_of_scope: int
    figures: dict[str, Estimate]
    groups: tuple[Group, ...]
    risk: tuple[tuple[float, float], ...]
    bins: tuple[Bin, ...]
    confusions: tuple[Confusion, ...]
    misses: tuple[Miss, ...]


def report(predictions: Sequence[Prediction], resamples: int = RESAMPLES) -> Report:
    judged = judge(predictions)
    inside = int(judged.in_scope.sum())
    return Report(
        n=len(predictions),
        in_scope=inside,
        out_of_scope=len(predictions) - inside,
        figures=estimate(judged, FIGURES, resamples),
        groups=tuple(_groups(predictions, judged, resamples)),
        risk=_risk(judged),
        bins=tuple(_bins(judged)),
        confusions=_confusions(predictions),
        misses=tuple(_miss(p) for p in sorted(predictions, key=_badness) if p.verdict in MISSES),
    )


def _groups(predictions: Sequence[Prediction], judged: Judged, resamples: int) -> Iterator[Group]:
    members: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, prediction in enumerate(predictions):
        for label, value in prediction.question.labels.items():
            members[label][value].append(row)
        for section in dict.fromkeys(prediction.question.expect):
            members["section"][section].append(row)
    others = sorted(set(members) - set(FIRST_LABELS))
    for label in (*FIRST_LABELS, *others):
        if label in others and len(members[label]) > MOST_VALUES:
            continue
        for value, rows in sorted(members[label].items()):
            some = judged.take(np.array(rows))
            figures = tuple(BY_NAME[name] for name in BY_GROUP)
            yield Group(label, value, len(rows), estimate(some, figures, resamples))


def _risk(judged: Judged) -> tuple[tuple[float, float], ...]:
    answered, wrong = (row[0] for row in measures.risk_curve(judged, np.ones((1, len(judged)))))
    whole = answered[-1]
    pairs = zip(answered, wrong, strict=True)
    return tuple(dict.fromkeys((float(a / whole), float(w / a)) for a, w in pairs if a > 0))


def _bins(judged: Judged) -> Iterator[Bin]:
    places = measures.bins(judged)
    for place in range(measures.BINS):
        here = places == place
        if here.any():
            width = 1 / measures.BINS
            mean, right = float(judged.probability[here].mean()), float(judged.correct[here].mean())
            yield Bin(place * width, (place + 1) * width, int(here.sum()), mean, right)


def _confusions(predictions: Sequence[Prediction]) -> tuple[Confusion, ...]:
    """Pairs of what was expected and what was ranked first; out of scope, only what was given as an answer."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for prediction in predictions:
        given = prediction.verdict in ("wrong", "oos_answered")
        entries = prediction.answered.shown if given else prediction.answered.entries
        if entries and (given or (prediction.in_scope and prediction.rank != 1)):
            pair = counts[" | ".join(prediction.question.expect) or "nothing", entries[0].id]
            pair[0] += 1
            pair[1] += given
    confusions = (Confusion(*pair, *count) for pair, count in counts.items())
    return tuple(sorted(confusions, key=lambda c: (-c.count, -c.answered, c.expected, c.got)))


def _badness(prediction: Prediction) -> tuple[int, str, float]:
    return WORTH[prediction.verdict], prediction.verdict, -prediction.probability


def _miss(prediction: Prediction) -> Miss:
    entries = prediction.answered.entries
    return Miss(
        q=prediction.question.q,
        expect=prediction.question.expect,
        lang=prediction.question.labels.get("lang", ""),
        verdict=prediction.verdict,
        instead=tuple(entry.id for entry in prediction.answered.shown),
        first=entries[0].id if entries else "",
        probability=prediction.probability,
        matched=entries[0].matched if entries else "",
        rank=prediction.rank,
    )
