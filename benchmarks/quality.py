"""A ranker and asked questions in; how often it is right, and how well it knows when it is not, out."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.data import Asked
from benchmarks.peers import Ranker

BINS = 15
COVERAGE = 0.8


class Quality(NamedTuple):
    top1: float
    far: float | None
    near: float | None
    risk: float
    calibration_error: float


def quality(ranker: Ranker, asked: Sequence[Asked]) -> Quality:
    found = [ranker(question.text) for question in asked]
    sure = np.array([value for _, value in found])
    right = np.array([entry in question.expected for (entry, _), question in zip(found, asked, strict=True)])
    kind = np.array([question.kind for question in asked])
    inside = kind == "in"
    most_sure = np.argsort(-sure[inside], kind="stable")[: int(COVERAGE * inside.sum())]
    return Quality(
        float(right[inside].mean()),
        _auroc(sure[inside], sure[kind == "far"]),
        _auroc(sure[inside], sure[kind == "near"]),
        float(1 - right[inside][most_sure].mean()),
        _calibration_error(np.clip(sure, 0, 1), right),
    )


def _auroc(inside: NDArray[np.float64], outside: NDArray[np.float64]) -> float | None:
    """How often an in-scope question is surer than an out-of-scope one; ties count half."""
    if not len(outside):
        return None
    ordered = np.sort(outside)
    below = np.searchsorted(ordered, inside, side="left")
    level = np.searchsorted(ordered, inside, side="right") - below
    return float((below + level / 2).mean() / len(outside))


def _calibration_error(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    part = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs(float((sure[part == b] - right[part == b]).sum())) for b in range(BINS)]
    return sum(gaps) / len(sure)
