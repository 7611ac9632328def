"""Rows of sparse numbers in; their weighted sums out, fast for the few rows that one question needs."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


class Vector(NamedTuple):
    ids: NDArray[np.int64]
    weights: Floats


class Rows(NamedTuple):
    """Compressed rows, as in scipy's csr_array, without its cost for each call."""

    starts: NDArray[np.int64]
    columns: Ints
    values: Floats
    width: int

    @property
    def height(self) -> int:
        return len(self.starts) - 1

    def positions(self, ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the rows' numbers lie, and how many each row has."""
        starts = self.starts[ids]
        lengths = self.starts[ids + 1] - starts
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        return np.arange(total) + np.repeat(starts - ends + lengths, lengths), lengths

    def weighted_sum(self, vector: Vector) -> NDArray[np.float64]:
        positions, lengths = self.positions(vector.ids)
        weights = np.repeat(vector.weights, lengths) * self.values[positions]
        return np.bincount(self.columns[positions], weights, minlength=self.width).astype(np.float64)

    def dots(self, ids: NDArray[np.int64], dense: Floats) -> NDArray[np.float64]:
        """The products of some rows with a dense vector."""
        positions, lengths = self.positions(ids)
        rows = np.repeat(np.arange(len(ids)), lengths)
        return np.bincount(rows, self.values[positions] * dense[self.columns[positions]], minlength=len(ids)).astype(
            np.float64
        )


def transposed(vectors: Sequence[Vector], height: int) -> Rows:
    """Rows by feature of vectors by example."""
    sizes = [len(v.ids) for v in vectors]
    columns = np.repeat(np.arange(len(vectors), dtype=np.int32), sizes)
    ids = np.concatenate([v.ids for v in vectors]) if vectors else np.zeros(0, np.int64)
    values = np.concatenate([v.weights for v in vectors]) if vectors else np.zeros(0, np.float32)
    order = np.argsort(ids, kind="stable")
    starts = np.zeros(height + 1, np.int64)
    np.cumsum(np.bincount(ids, minlength=height), out=starts[1:])
    return Rows(starts, columns[order], values[order].astype(np.float32), len(vectors))
