"""Sparse matrices of weights: for each term, the examples or entries that have it.

scipy's csr_array holds the same three arrays; its cost for each call is more than that of a question's few rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bot.search.arrays import Float32s, Int64s


class SparseVector(NamedTuple):
    """Term ids, shape (terms,), and the weight of each, same shape; no unit (a vector is scaled to length 1)."""

    ids: Int64s
    weights: Float32s


@dataclass(frozen=True)
class Postings:
    """A compressed sparse row (CSR) matrix of shape (terms, width).

    `starts`: shape (terms + 1,), where each row begins; `columns`, `values`: shape (stored,), row after row. Columns
    have 64 bits, since bincount would cast others each time.
    """

    starts: Int64s
    columns: Int64s
    values: Float32s
    width: int

    @property
    def height(self) -> int:
        """How many terms there are."""
        return len(self.starts) - 1

    def rows(self, ids: Int64s) -> tuple[Int64s, Float32s, Int64s]:
        """Columns and values of the rows `ids`, one row behind the other, and how many each row has, (len(ids),)."""
        bounds, lengths = self._bounds, self._lengths[ids]
        slices = [slice(bounds[row], bounds[row + 1]) for row in ids.tolist()]
        if not slices:
            return self.columns[:0], self.values[:0], lengths
        columns = np.concatenate([self.columns[one] for one in slices])
        return columns, np.concatenate([self.values[one] for one in slices]), lengths

    @cached_property
    def _bounds(self) -> list[int]:
        """Plain numbers: to slice with numpy's takes twice as long."""
        bounds: list[int] = self.starts.tolist()
        return bounds

    @cached_property
    def _lengths(self) -> Int64s:
        return np.diff(self.starts)

    def weighted_sum(self, vector: SparseVector) -> Float32s:
        """The vector times this matrix, shape (width,)."""
        columns, values, lengths = self.rows(vector.ids)
        weights = values * np.repeat(vector.weights, lengths)
        return np.bincount(columns, weights, minlength=self.width).astype(np.float32)

    def only(self, columns: Int64s) -> "Postings":
        """Of these columns, in ascending order, alone: shape (terms, len(columns))."""
        places = np.full(self.width, -1, np.int64)
        places[columns] = np.arange(len(columns))
        placed = places[self.columns]
        there = placed >= 0
        kept = np.concatenate([[0], np.cumsum(there)])
        return Postings(kept[self.starts], placed[there], self.values[there], len(columns))


def beside(left: Postings, right: Postings) -> Postings:
    """Both matrices side by side, shape (terms, left.width + right.width); they have the same terms."""
    sides = ((left, 0), (right, left.width))
    terms = np.concatenate([np.repeat(np.arange(one.height), np.diff(one.starts)) for one, _ in sides])
    columns = np.concatenate([one.columns + offset for one, offset in sides])
    values = np.concatenate([one.values for one, _ in sides])
    order = np.argsort(terms, kind="stable")
    return Postings(left.starts + right.starts, columns[order], values[order], left.width + right.width)


def postings(vectors: Sequence[SparseVector], height: int, longest: int | None = None) -> Postings:
    """The vectors as columns, shape (height, len(vectors)); rows longer than `longest` are left empty."""
    columns = np.repeat(np.arange(len(vectors)), [len(v.ids) for v in vectors])
    ids = np.concatenate([v.ids for v in vectors]) if vectors else np.zeros(0, np.int64)
    values = np.concatenate([v.weights for v in vectors]) if vectors else np.zeros(0, np.float32)
    sizes = np.bincount(ids, minlength=height)
    order = np.argsort(ids, kind="stable")
    if longest is not None:
        order = order[sizes[ids[order]] <= longest]
        sizes[sizes > longest] = 0
    starts = np.zeros(height + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    return Postings(starts, columns[order], values[order].astype(np.float32), len(vectors))
