"""Measures of judged questions, one value for each row of counts.

A row of ones gives the figure itself, rows drawn at random its spread: one definition serves both.
A measure of nothing is NaN.
"""

import numpy as np

from bot.search.arrays import Bools, Float64s, Int64s
from bot.search.evaluation.judged import Judged

BINS = 15


def share(part: Bools, whole: Bools, counts: Float64s) -> Float64s:
    return _divided(counts @ (part & whole).astype(float), counts @ whole.astype(float))


def mean_reciprocal_rank(judged: Judged, counts: Float64s) -> Float64s:
    reciprocal = np.where(judged.in_scope & (judged.rank > 0), 1.0 / np.maximum(judged.rank, 1), 0.0)
    return _divided(counts @ reciprocal, counts @ judged.in_scope.astype(float))


def auroc(judged: Judged, others: Bools, counts: Float64s) -> Float64s:
    """The chance that a question in scope has a higher probability than one of the others; ties count half."""
    order, starts = _groups(judged.probability)
    inside = _summed(counts * judged.in_scope, order, starts)
    outside = _summed(counts * others, order, starts)
    below = np.cumsum(outside, axis=1) - outside
    pairs = inside.sum(axis=1) * outside.sum(axis=1)
    return _divided((inside * (below + 0.5 * outside)).sum(axis=1), pairs)


def calibration_error(judged: Judged, counts: Float64s) -> Float64s:
    """The distance between probability and share right, in BINS bins of equal width, over all questions."""
    excess = (judged.probability - judged.correct)[:, None] * (bins(judged)[:, None] == np.arange(BINS))
    return _divided(np.abs(counts @ excess).sum(axis=1), counts.sum(axis=1))


def bins(judged: Judged) -> Float64s:
    """The bin of each question's probability."""
    return np.clip(np.floor(judged.probability * BINS), 0, BINS - 1)


def risk_curve(judged: Judged, counts: Float64s) -> tuple[Float64s, Float64s]:
    """Questions in scope answered, and wrong ones among them, as the threshold sinks. Ties are answered together."""
    order, starts = _groups(-judged.probability)
    weights = counts * judged.in_scope
    answered = np.cumsum(_summed(weights, order, starts), axis=1)
    return answered, np.cumsum(_summed(weights * ~judged.correct, order, starts), axis=1)


def risk_area(judged: Judged, counts: Float64s) -> Float64s:
    """The mean share of wrong ones over all coverages."""
    answered, wrong = risk_curve(judged, counts)
    steps = np.diff(answered, axis=1, prepend=0.0)
    risk = np.divide(wrong, answered, out=np.zeros_like(wrong), where=answered > 0)
    return _divided((steps * risk).sum(axis=1), answered[:, -1])


def risk_at(coverage: float, judged: Judged, counts: Float64s) -> Float64s:
    """The share of wrong ones when this share of the questions in scope is answered, the most probable first."""
    answered, wrong = risk_curve(judged, counts)
    aim = coverage * answered[:, -1]
    rows, after = np.arange(len(aim)), np.argmax(answered >= aim[:, None] - 1e-9, axis=1)
    before = np.maximum(after - 1, 0)
    from_answered = np.where(after > 0, answered[rows, before], 0.0)
    from_wrong = np.where(after > 0, wrong[rows, before], 0.0)
    step = answered[rows, after] - from_answered
    part = np.divide(aim - from_answered, step, out=np.zeros_like(aim), where=step > 0)
    return _divided(from_wrong + part * (wrong[rows, after] - from_wrong), aim)


def _groups(values: Float64s) -> tuple[Int64s, Int64s]:
    """The order from low to high, and where each run of equal values begins in it."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    new = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    return order, np.flatnonzero(new)


def _summed(weights: Float64s, order: Int64s, starts: Int64s) -> Float64s:
    summed: Float64s = np.add.reduceat(weights[:, order], starts, axis=1)
    return summed


def _divided(part: Float64s, whole: Float64s) -> Float64s:
    divided: Float64s = np.divide(part, whole, out=np.full_like(part, np.nan, dtype=float), where=whole > 0)
    return divided
