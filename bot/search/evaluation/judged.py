"""Predictions in; the same as columns of numbers, on which figures are computed, out."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from bot.search.evaluation.outcomes import WORTH, Prediction, Verdict

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Wholes = NDArray[np.intp]
VERDICTS: tuple[Verdict, ...] = tuple(WORTH)


@dataclass(frozen=True)
class Judged:
    """One row a question. `verdict` is an index in VERDICTS, `rank` 0 where no right entry was ranked."""

    in_scope: Flags
    near: Flags
    far: Flags
    probability: Floats
    rank: NDArray[np.int64]
    verdict: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rank)

    @property
    def out_of_scope(self) -> Flags:
        return ~self.in_scope

    @property
    def correct(self) -> Flags:
        """The first entry is right; never so out of scope."""
        first: Flags = self.in_scope & (self.rank == 1)
        return first

    def judged(self, *verdicts: Verdict) -> Flags:
        among: Flags = np.isin(self.verdict, [VERDICTS.index(verdict) for verdict in verdicts])
        return among

    def take(self, rows: NDArray[np.int64]) -> "Judged":
        return Judged(*(getattr(self, column.name)[rows] for column in fields(self)))


def judge(predictions: Sequence[Prediction]) -> Judged:
    return Judged(
        in_scope=np.array([p.in_scope for p in predictions], dtype=bool),
        near=np.array([not p.in_scope and p.question.kind == "near" for p in predictions], dtype=bool),
        far=np.array([not p.in_scope and p.question.kind == "far" for p in predictions], dtype=bool),
        probability=np.array([p.probability for p in predictions], dtype=float),
        rank=np.array([p.rank for p in predictions], dtype=np.int64),
        verdict=np.array([VERDICTS.index(p.verdict) for p in predictions], dtype=np.int64),
    )
