"""The kernel that teaches the classifier is what a question would be compared by, whatever the examples repeat."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from bot.search.arrays import Float32s
from bot.search.corpus import Corpus, Document, Example
from bot.search.index import indexed
from bot.search.learn.kernel import kernel_among
from bot.search.scoring.classifier_scores import kernel_row
from bot.search.scoring.evidence import likeness
from bot.search.words.analyser import analysed_example
from bot.search.words.encoders import Encoder
from bot.search.words.expansion import query_expansion

REPEATED = Document(
    "repeated",
    (
        Example("non non non non non et non", "fr"),
        Example("données, données ouvertes, données", "fr"),
        Example("x", "en"),
    ),
)


def letters(sentences: Sequence[str]) -> Float32s:
    return np.array([[1.0 + sentence.count(letter) for letter in "aeiounst"] for sentence in sentences], np.float32)


@pytest.mark.parametrize("encoder", [None, Encoder("letters", letters)], ids=["words", "meaning"])
@pytest.mark.parametrize("drawn", [lambda n: range(n), lambda n: range(1, n, 3), lambda n: range(0)])
def test_each_row_is_what_one_example_has_in_common_with_the_others(
    corpus: Corpus, encoder: Encoder | None, drawn: Callable[[int], range]
) -> None:
    expansion = query_expansion(corpus)
    documents = (*corpus.documents, REPEATED)
    index, queries = indexed(documents, lambda e: analysed_example(e.text, e.language, expansion), encoder)
    taught = np.array(drawn(len(queries)), np.int64)
    told: list[float] = []
    kernel = kernel_among(index, queries, taught, told.append)
    rows = [kernel_row(index, likeness(index, queries[i]))[taught] for i in taught.tolist()]
    np.testing.assert_allclose(kernel, np.array(rows, np.float32).reshape(kernel.shape), atol=2e-6)
    assert told == sorted(told)
    assert all(0 <= share <= 1 for share in told)
