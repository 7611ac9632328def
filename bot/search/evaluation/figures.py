"""The figures of a report by name: what each is, which way is better, and how it is computed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from bot.search.arrays import Bools, Float64s
from bot.search.evaluation import measures
from bot.search.evaluation.judged import Judged
from bot.search.evaluation.outcomes import Verdict

RESAMPLES = 1000
CONFIDENCE = 0.95
CELLS = 4_000_000
"""How many drawn counts are held at once; bounds the memory."""


@dataclass(frozen=True)
class Estimate:
    """A figure and its 95 % interval; None where there was nothing to measure.

    `count` of `of` questions where the figure is a share; else `of` is the number of questions that it rests on.
    """

    value: float | None
    low: float | None
    high: float | None
    of: int
    count: int | None = None


@dataclass(frozen=True)
class Figure:
    """`whole`: the questions that it rests on; `part`: which of them it counts, for a share."""

    name: str
    label: str
    whole: Callable[[Judged], Bools]
    part: Callable[[Judged], Bools] | None = None
    compute: Callable[[Judged, Float64s], Float64s] | None = None
    low_is_good: bool = False

    def of(self, judged: Judged, counts: Float64s) -> Float64s:
        if self.compute is not None:
            return self.compute(judged, counts)
        assert self.part is not None
        return measures.share(self.part(judged), self.whole(judged), counts)


def _in_scope(judged: Judged) -> Bools:
    return judged.in_scope


def _all(judged: Judged) -> Bools:
    return np.ones(len(judged), dtype=bool)


def _verdict(*verdicts: Verdict) -> Callable[[Judged], Bools]:
    return lambda judged: judged.judged(*verdicts)


def _ranked(within: int) -> Callable[[Judged], Bools]:
    return lambda judged: (judged.rank > 0) & (judged.rank <= within)


OTHERS: dict[str, Callable[[Judged], Bools]] = {
    "oos": lambda judged: judged.out_of_scope,
    "near": lambda judged: judged.near,
    "far": lambda judged: judged.far,
}
WHAT = {"oos": "out of scope", "near": "near misses", "far": "far from the subject"}


def _out_of_scope() -> Iterator[Figure]:
    for name, others in OTHERS.items():
        what = WHAT[name]
        yield Figure(f"{name}_answered", f"{what}: answered", others, _verdict("oos_answered"), low_is_good=True)
        yield Figure(f"{name}_choices", f"{what}: offered choices", others, _verdict("oos_choices"), low_is_good=True)
        yield Figure(f"{name}_handed_off", f"{what}: handed off", others, _verdict("oos_handed_off"))
        yield Figure(f"{name}_other", f"{what}: help or small talk", others, _verdict("oos_other"))


def _separation(name: str) -> Figure:
    suffix, others = "" if name == "oos" else f"_{name}", OTHERS[name]

    def compute(judged: Judged, counts: Float64s) -> Float64s:
        return measures.auroc(judged, others(judged), counts)

    return Figure(
        f"auroc{suffix}",
        f"AUROC, in scope against {WHAT[name]}",
        lambda judged: judged.in_scope | others(judged),
        compute=compute,
    )


FIGURES: tuple[Figure, ...] = (
    Figure("top1", "the first entry is right", _in_scope, _ranked(1)),
    Figure("top3", "a right entry among the first three", _in_scope, _ranked(3)),
    Figure("mrr", "mean reciprocal rank, within five", _in_scope, compute=measures.mean_reciprocal_rank),
    Figure("answered_right", "answered right", _in_scope, _verdict("answered_right")),
    Figure("wrong", "answered wrong", _in_scope, _verdict("wrong"), low_is_good=True),
    Figure("choices_right", "choices with the right one", _in_scope, _verdict("choices_right")),
    Figure("choices_wrong", "choices without", _in_scope, _verdict("choices_wrong"), low_is_good=True),
    Figure("handed_off", "handed off", _in_scope, _verdict("handed_off"), low_is_good=True),
    Figure("small_talk", "taken for small talk", _in_scope, _verdict("small_talk"), low_is_good=True),
    Figure(
        "right_offered", "right in the answer or the choices", _in_scope, _verdict("answered_right", "choices_right")
    ),
    *_out_of_scope(),
    *(_separation(name) for name in OTHERS),
    Figure("ece", "calibration error", _all, compute=measures.calibration_error, low_is_good=True),
    Figure("aurc", "area under risk and coverage", _in_scope, compute=measures.risk_area, low_is_good=True),
    Figure(
        "risk80",
        "wrong first entries, 80 % of in-scope answered",
        _in_scope,
        compute=lambda judged, counts: measures.risk_at(0.8, judged, counts),
        low_is_good=True,
    ),
)
BY_NAME = {figure.name: figure for figure in FIGURES}
BY_GROUP = ("top1", "answered_right", "right_offered", "wrong", "oos_answered")
"""What is told of each language, style, section…"""


def estimate(judged: Judged, figures: tuple[Figure, ...], resamples: int = RESAMPLES) -> dict[str, Estimate]:
    """Each figure with its interval, from the same resamples."""
    values = values_of(judged, figures)
    spread = resampled(judged, figures, resamples)
    return {figure.name: _estimate(judged, figure, values[i], spread[i]) for i, figure in enumerate(figures)}


def values_of(judged: Judged, figures: tuple[Figure, ...]) -> list[float]:
    ones = np.ones((1, len(judged)))
    return [float(figure.of(judged, ones)[0]) for figure in figures]


def resampled(judged: Judged, figures: tuple[Figure, ...], resamples: int = RESAMPLES) -> list[Float64s]:
    """Each figure on questions drawn with replacement; the same draws each time for the same number of questions."""
    blocks = list(drawn(len(judged), resamples))
    return [np.concatenate([figure.of(judged, counts) for counts in blocks]) for figure in figures]


def drawn(size: int, resamples: int) -> Iterator[Float64s]:
    """How often each question is drawn, a row a resample, in blocks that fit the memory."""
    random = np.random.default_rng(20)
    for start in range(0, resamples, max(CELLS // size, 1)):
        rows = min(max(CELLS // size, 1), resamples - start)
        cells = random.integers(size, size=(rows, size)) + size * np.arange(rows)[:, None]
        yield np.bincount(cells.ravel(), minlength=rows * size).reshape(rows, size).astype(float)


def interval(spread: Float64s) -> tuple[float | None, float | None]:
    known = spread[~np.isnan(spread)]
    if not len(known):
        return None, None
    tail = 50 * (1 - CONFIDENCE)
    low, high = np.percentile(known, (tail, 100 - tail))
    return float(low), float(high)


def _estimate(judged: Judged, figure: Figure, value: float, spread: Float64s) -> Estimate:
    whole = figure.whole(judged)
    of = int(whole.sum())
    if np.isnan(value):
        return Estimate(None, None, None, of)
    low, high = interval(spread)
    if figure.part is None:
        return Estimate(value, low, high, of)
    count = int((figure.part(judged) & whole).sum())
    if count in (0, of):  # resampling sees no doubt where all agree; the exact binomial interval does
        certain = ((1 - CONFIDENCE) / 2) ** (1 / of)
        low, high = (0.0, 1 - certain) if count == 0 else (certain, 1.0)
    return Estimate(value, low, high, of, count)
