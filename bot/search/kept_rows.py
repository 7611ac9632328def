"""Rows of numbers that are computed when they are first wanted, and kept in one table."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np

from bot.search.arrays import Float32s

K = TypeVar("K", bound=Hashable)
LEAST = 1_024
"""Rows for which there is room at least: more than a question has words and terms."""


class KeptRows(Generic[K]):
    """A row a key. When the table is full, all are forgotten.

    To take thirty rows out of a table costs a tenth of stacking thirty arrays of an lru_cache.
    """

    def __init__(self, compute: Callable[[K], Float32s], width: int, numbers: int) -> None:
        """`compute`: the row of a key, shape (width,); `numbers`: how many are kept, at least `LEAST` rows."""
        self._compute = compute
        self._shape = max(LEAST, numbers // max(1, width)), width
        self._forget()

    def _forget(self) -> None:
        self._places: dict[K, int] = {}
        self._table = np.empty(self._shape, np.float32)  # takes memory only where it is written

    def rows(self, keys: Sequence[K]) -> Float32s:
        """The rows of at most `LEAST` keys, shape (keys, width)."""
        places = self._places
        if not all(key in places for key in keys):
            self._add(keys)
            places = self._places
        return self._table.take([places[key] for key in keys], axis=0)

    def _add(self, keys: Sequence[K]) -> None:
        if len(self._places) + len(keys) > len(self._table):
            self._forget()
        for key in keys:
            if key not in self._places:
                place = len(self._places)
                self._table[place] = self._compute(key)
                self._places[key] = place
