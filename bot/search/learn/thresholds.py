"""Probabilities of rehearsed questions and the share of wrong answers accepted in; the two thresholds out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]
Flags = NDArray[np.bool_]
STAND_INS_ANSWERED = 0.12
LIKELIER_RIGHT, WORTH_OFFERING = 0.5, 0.2
"""Below one chance in five of being right first, a choice is more often noise than help."""


class Thresholds(NamedTuple):
    answer_at: float
    choices_at: float


def fitted_thresholds(sure: Table, right: Flags, in_scope: Flags, real: Flags, wrong_accepted: float) -> Thresholds:
    """Answer where wrong ones stay accepted, in scope and beyond; below, offer choices where one is likely enough.

    Stand-ins for questions beyond the knowledge are nearer to it than most real ones: more of them may be answered.
    """
    wrong = np.sort(sure[in_scope & ~right])[::-1]
    answer_at = max(LIKELIER_RIGHT, _exceeded_by(wrong, int(wrong_accepted * in_scope.sum())))
    for outside, accepted in ((~in_scope & real, wrong_accepted), (~in_scope & ~real, STAND_INS_ANSWERED)):
        answer_at = max(answer_at, _exceeded_by(np.sort(sure[outside])[::-1], int(accepted * outside.sum())))
    return Thresholds(min(answer_at, 0.999), WORTH_OFFERING)


def _exceeded_by(descending: Table, count: int) -> float:
    """The lowest threshold that at most `count` of the probabilities exceed."""
    return float(descending[count]) + 1e-9 if count < len(descending) else 0.0
