"""The threads of linear algebra stay at one while the matcher works, and come back after."""

from collections.abc import Sequence

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController, threadpool_info

from bot.search.arrays import Float32s
from bot.search.corpus import Corpus
from bot.search.matcher import Matcher
from bot.search.words.encoders import Encoder


class Watching:
    """An encoder that notes how many threads there are when the matcher asks for a meaning."""

    def __init__(self) -> None:
        self.seen: set[int] = set()

    def __call__(self, texts: Sequence[str]) -> Float32s:
        self.seen |= threads()
        return np.ones((len(texts), 2), np.float32) / np.float32(2**0.5)


def threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_one_thread_fits_and_ranks(corpus: Corpus) -> None:
    with ThreadpoolController().limit(limits=2):
        if threads() != {2}:
            pytest.skip("numpy's linear algebra knows no threads here")
        watching, told = Watching(), set[int]()
        matcher = Matcher.fit(
            corpus, encoder=Encoder("watching", watching), progress=lambda stage, share: told.update(threads())
        )
        assert 1 in told
        assert watching.seen == {1}
        watching.seen.clear()
        matcher.rank("quelle licence pour nos données")
        matcher.explain("quelle licence pour nos données")
        assert watching.seen == {1}
        assert threads() == {2}
