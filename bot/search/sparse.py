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

    def taken(self, ids: NDArray[np.int64]) -> tuple[Ints, Floats, NDArray[np.int64]]:
        """The rows' columns and values one behind the other, and how many each row has."""
        starts, ends = self.starts[ids], self.starts[ids + 1]
        slices = [slice(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        if not slices:
            return self.columns[:0], self.values[:0], ends
        columns = np.concatenate([self.columns[one] for one in slices])
        return columns, np.concatenate([self.values[one] for one in slices]), ends - starts

    def weighted_sum(self, vector: Vector) -> Floats:
        columns, values, lengths = self.taken(vector.ids)
        weights = values * np.repeat(vector.weights, lengths)
        return np.bincount(columns, weights, minlength=self.width).astype(np.float32)


def beside(left: Rows, right: Rows) -> Rows:
    """As many rows, in which the right one's columns follow the left one's."""
    sides = ((left, 0), (right, left.width))
    features = np.concatenate([np.repeat(np.arange(one.height), np.diff(one.starts)) for one, _ in sides])
    columns = np.concatenate([one.columns + np.int32(offset) for one, offset in sides])
    values = np.concatenate([one.values for one, _ in sides])
    order = np.argsort(features, kind="stable")
    return Rows(left.starts + right.starts, columns[order], values[order], left.width + right.width)


def transposed(vectors: Sequence[Vector], height: int, longest: int | None = None) -> Rows:
    """Rows by feature of vectors by example; rows longer than `longest` are left empty."""
    columns = np.repeat(np.arange(len(vectors), dtype=np.int32), [len(v.ids) for v in vectors])
    ids = np.concatenate([v.ids for v in vectors]) if vectors else np.zeros(0, np.int64)
    values = np.concatenate([v.weights for v in vectors]) if vectors else np.zeros(0, np.float32)
    sizes = np.bincount(ids, minlength=height)
    order = np.argsort(ids, kind="stable")
    if longest is not None:
        order = order[sizes[ids[order]] <= longest]
        sizes[sizes > longest] = 0
    starts = np.zeros(height + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    return Rows(starts, columns[order], values[order].astype(np.float32), len(vectors))
