"""Keeps numpy's linear algebra to one thread while a question is ranked or knowledge is fitted.

The products are small: the threads of OpenBLAS would spend eight times the processor time, waiting for one another.
"""

from contextlib import AbstractContextManager
from functools import lru_cache

import numpy as np
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]


@lru_cache(maxsize=1)
def _pools() -> ThreadpoolController:
    """Made once, as it looks through every loaded library; numpy's own is among them by then."""
    assert np.__version__
    return ThreadpoolController().select(user_api="blas")


def one_thread() -> AbstractContextManager[object]:
    """One thread within the block, for the whole process; some 20 µs to enter and leave.

    Blocks of several threads may overlap. The last one to leave may then leave one thread behind: never more than were
    there before.
    """
    return _pools().limit(limits=1)  # type: ignore[no-any-return]
