"""Keeps numpy's linear algebra to one thread while a question is ranked or knowledge is fitted.

The products are small: the threads of OpenBLAS would spend eight times the processor time, waiting for one another.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]


@lru_cache(maxsize=1)
def _pools() -> list[Any]:
    """Made once, as it looks through every loaded library; numpy's own is among them by then."""
    assert np.__version__
    return list(ThreadpoolController().select(user_api="blas").lib_controllers)


@contextmanager
def one_thread() -> Iterator[None]:
    """One thread within the block, for the whole process; some 3 µs to enter and leave.

    threadpoolctl's own `limit` takes 20: it describes each library anew. Blocks of several threads may overlap. The
    last one to leave may then leave one thread behind: never more than were there before.
    """
    before = [(pool, threads) for pool in _pools() if (threads := pool.get_num_threads()) != 1]
    for pool, _ in before:
        pool.set_num_threads(1)
    try:
        yield
    finally:
        for pool, threads in before:
            pool.set_num_threads(threads)
