"""How alike questions of people are, to see which of them ask the same."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from bot.search.arrays import Float64s
from bot.search.fitted import FittedMatcher
from bot.search.text import stems, words
from bot.search.threads import one_thread
from bot.search.words.vectoriser import CLASS_SHARE

SAME_WORDS, SAME_LETTERS, SAME_MEANING = 0.5, 0.84, 0.5
"""From where on two questions ask the same: the cosine of their stems and synonyms, each weighed by its idf; the share
of their letters that are alike; the cosine of their meanings, where there is a model. Chosen by hand on made-up
questions; not measured."""


class AskedText(NamedTuple):
    """A question in words and its language."""

    text: str
    language: str


@one_thread()
def likeness_among(fitted: FittedMatcher, asked: Sequence[AskedText]) -> Float64s:
    """Shape (questions, questions); from 1 on two ask the same, and the more the surer.

    Words are taken as they were typed: what the knowledge lacks is what such questions are about.
    """
    index, queries = fitted.index, [fitted.analyser.analyse(one.text, one.language) for one in asked]
    typed = [words(one.text) for one in asked]
    stemmed = _vectors([stems(said, one.language) for said, one in zip(typed, asked, strict=True)], index.bm25.idf_of)
    meant = _vectors([query.classes for query in queries], index.vectoriser.classes.idf_of)
    both = _unit(np.hstack((stemmed, meant * math.sqrt(CLASS_SHARE))))
    letters = process.cdist(*[[" ".join(said) for said in typed]] * 2, scorer=fuzz.ratio, dtype=np.float64)
    found = [both @ both.T / SAME_WORDS, np.asarray(letters) / 100 / SAME_LETTERS]
    meanings = [query.meaning for query in queries if query.meaning is not None]
    if len(meanings) == len(queries) and len(index.meaning.vectors):
        centred = index.meaning.centred(np.array(meanings))
        found.append(np.asarray(centred @ centred.T, np.float64) / SAME_MEANING)
    return np.asarray(np.max(found, axis=0))


def _vectors(terms: Sequence[Sequence[str]], weight: Callable[[str], float]) -> Float64s:
    """Unit vectors of the terms of each question, shape (questions, terms); of none, zeros."""
    ids: dict[str, int] = {}
    for name in (name for said in terms for name in said):
        ids.setdefault(name, len(ids))
    table = np.zeros((len(terms), len(ids)))
    for row, said in enumerate(terms):
        for name in set(said):
            table[row, ids[name]] = weight(name)
    return _unit(table)


def _unit(table: Float64s) -> Float64s:
    return np.asarray(table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9))
