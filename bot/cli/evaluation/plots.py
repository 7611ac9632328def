"""The coordinates of the page's plots, with y downwards as SVG counts."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from bot.search.evaluation.outcomes import WORTH, Prediction, Verdict
from bot.search.evaluation.report import Report

WIDTH, HEIGHT = 320.0, 200.0
COLUMNS = 20
ROW = 68.0
SMALLEST, LARGEST = 2.5, 11.0


class Segment(NamedTuple):
    """A part of a bar of 100 units."""

    verdict: Verdict
    start: float
    width: float
    questions: int


class Bar(NamedTuple):
    name: str
    n: int
    segments: tuple[Segment, ...]


class Dot(NamedTuple):
    x: float
    y: float
    radius: float
    title: str


class Column(NamedTuple):
    x: float
    width: float
    height: float
    title: str


class Histogram(NamedTuple):
    name: str
    style: str
    n: int
    columns: tuple[Column, ...]


class Tick(NamedTuple):
    at: float
    label: str


def outcome_bars(predictions: Sequence[Prediction]) -> tuple[Bar, ...]:
    """What happened to questions in scope, to near misses, to far ones and to those of no kind."""
    kinds: tuple[tuple[str, Callable[[Prediction], bool]], ...] = (
        ("In scope", lambda p: p.in_scope),
        ("Near misses", lambda p: not p.in_scope and p.question.kind == "near"),
        ("Far", lambda p: not p.in_scope and p.question.kind == "far"),
        ("Out of scope", lambda p: not p.in_scope and p.question.kind is None),
    )
    groups = ((name, [p for p in predictions if belongs(p)]) for name, belongs in kinds)
    return tuple(Bar(name, len(group), tuple(_segments(group))) for name, group in groups if group)


def _segments(predictions: Sequence[Prediction]) -> Iterator[Segment]:
    start = 0.0
    for verdict in WORTH:
        count = sum(p.verdict == verdict for p in predictions)
        width = 100 * count / len(predictions)
        if count:
            yield Segment(verdict, start, width, count)
        start += width


def risk_top(report: Report) -> float:
    """The highest risk on the axis: a little above the curve from a twentieth of the coverage on."""
    highest = max((risk for coverage, risk in report.risk if coverage >= 0.05), default=0.0)
    return next((top for top in (0.05, 0.1, 0.2, 0.3, 0.5) if highest <= top), 1.0)


def risk_line(report: Report) -> str:
    top = risk_top(report)
    return " ".join(f"{c * WIDTH:.1f},{HEIGHT * (1 - min(risk / top, 1)):.1f}" for c, risk in report.risk)


def risk_ticks(report: Report) -> tuple[Tick, ...]:
    top = risk_top(report)
    return tuple(Tick(HEIGHT * (1 - part), f"{100 * top * part:g} %") for part in (0, 0.25, 0.5, 0.75, 1))


def reliability(report: Report) -> tuple[Dot, ...]:
    most = max(b.n for b in report.bins)
    return tuple(
        Dot(
            b.probability * WIDTH,
            (1 - b.right) * HEIGHT,
            SMALLEST + (LARGEST - SMALLEST) * (b.n / most) ** 0.5,
            f"{b.n} questions: said {b.probability:.2f}, right {b.right:.2f}",
        )
        for b in report.bins
    )


def histograms(predictions: Sequence[Prediction]) -> tuple[Histogram, ...]:
    """How the first entry's probability spreads where it is right, where it is wrong, and out of scope."""
    parts: tuple[tuple[str, str, list[Prediction]], ...] = (
        ("In scope, first entry right", "good", [p for p in predictions if p.rank == 1]),
        ("In scope, first entry wrong", "bad", [p for p in predictions if p.in_scope and p.rank != 1]),
        ("Out of scope", "out", [p for p in predictions if not p.in_scope]),
    )
    return tuple(Histogram(name, style, len(some), tuple(_columns(some))) for name, style, some in parts if some)


def _columns(predictions: Sequence[Prediction]) -> Iterator[Column]:
    counts = [0] * COLUMNS
    for prediction in predictions:
        counts[min(int(prediction.probability * COLUMNS), COLUMNS - 1)] += 1
    width = WIDTH / COLUMNS
    for place, count in enumerate(counts):
        if count:
            title = f"{count} questions from {place / COLUMNS:.2f} to {(place + 1) / COLUMNS:.2f}"
            yield Column(place * width + 1, width - 2, max((ROW - 24) * count / max(counts), 1), title)
