"""Which words of a question tell something, and which entries have them."""

import math

from bot.search.fitted import FittedMatcher

TELLING = math.log(2)
"""BM25's inverse document frequency of a stem that half of the entries have."""
Held = dict[str, tuple[float, frozenset[str]]]
"""By a word: how much it tells (nats), and the entries of which an example has it."""


def held(fitted: FittedMatcher, question: str, language: str) -> Held:
    """The question's words that tell something."""
    query = fitted.analyser.analyse(question, language)
    terms, ids = fitted.index.bm25, fitted.index.ids
    return {
        word: (idf, frozenset(ids[entry] for entry in terms.entries_with(stem)))
        for word, stem in zip(query.words, query.stems, strict=True)
        if (idf := terms.idf_of(stem)) >= TELLING
    }
