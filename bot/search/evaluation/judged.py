"""Predictions as columns of numbers, on which figures are computed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from bot.search.arrays import Bools, Float64s, Int64s
from bot.search.evaluation.outcomes import WORTH, Prediction, Verdict

VERDICTS: tuple[Verdict, ...] = tuple(WORTH)


@dataclass(frozen=True)
class Judged:
    """One row a question. `verdict` is an index in VERDICTS, `rank` 0 where no right entry was ranked."""

    in_scope: Bools
    near: Bools
    far: Bools
    probability: Float64s
    rank: Int64s
    verdict: Int64s

    def __len__(self) -> int:
        return len(self.rank)

    @property
    def out_of_scope(self) -> Bools:
        return ~self.in_scope

    @property
    def correct(self) -> Bools:
        """The first entry is right; never so out of scope."""
        first: Bools = self.in_scope & (self.rank == 1)
        return first

    def judged(self, *verdicts: Verdict) -> Bools:
        among: Bools = np.isin(self.verdict, [VERDICTS.index(verdict) for verdict in verdicts])
        return among

    def take(self, rows: Int64s) -> "Judged":
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
