"""The two thresholds: from which probability a question is answered, and from which it gets choices."""

from typing import NamedTuple

import numpy as np

from bot.search.arrays import Bools, Float64s

MADE_ANSWERED = 0.12
"""Share of the made out-of-scope questions that may be answered. Chosen by hand at first; not measured."""
LIKELIER_RIGHT = 0.5
"""No answer is likelier wrong than right."""
WORTH_OFFERING = 0.2
"""Below one chance in five of being right first, a choice is more often noise than help; set after a look at the older
held-out questions' totals (docs/matching.md)."""


class Thresholds(NamedTuple):
    """Probabilities, 0 to 1."""

    answer_at: float
    choices_at: float


def fitted_thresholds(sure: Float64s, right: Bools, in_scope: Bools, real: Bools, wrong_accepted: float) -> Thresholds:
    """Answer where wrong ones stay accepted, in scope and beyond; below, offer choices where one is likely enough.

    `sure`: the calibrated probability of each held-out prediction; `right`, `in_scope`, `real`: what it is; all
    of shape (predictions,). Made out-of-scope questions are nearer to the knowledge than most real ones: more of them
    may be answered.
    """
    wrong = np.sort(sure[in_scope & ~right])[::-1]
    answer_at = max(LIKELIER_RIGHT, _exceeded_by(wrong, int(wrong_accepted * in_scope.sum())))
    for outside, accepted in ((~in_scope & real, wrong_accepted), (~in_scope & ~real, MADE_ANSWERED)):
        answer_at = max(answer_at, _exceeded_by(np.sort(sure[outside])[::-1], int(accepted * outside.sum())))
    return Thresholds(min(answer_at, 0.999), WORTH_OFFERING)


def _exceeded_by(descending: Float64s, count: int) -> float:
    """The lowest threshold that at most `count` of the probabilities exceed."""
    return float(descending[count]) + 1e-9 if count < len(descending) else 0.0
