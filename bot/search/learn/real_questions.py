"""Predictions of real questions that are no examples: those that entries answer, and those that nothing answers.

They come from the world in which the bot answers, so that they tell best how sure it may be.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from bot.search.learn.augmentation import lot
from bot.search.learn.cross_validation import SCORED_AT_ONCE, HeldOutPrediction, Training
from bot.search.scoring.evidence import Likeness, likeness
from bot.search.scoring.shortlist import Shortlist, shortlist
from bot.search.words.analyser import AnalysedQuery

ASKED_WEIGHT = 20.0
"""What a question that people asked counts beside a left-out example. Maintainers add examples where the bot failed, so
that those left out are harder than what is asked. Chosen by hand; not measured."""
MOST_WEIGHT = 10.0
"""What a real out-of-scope question counts at most beside a made one. Chosen by hand at first; not measured."""


def asked_predictions(
    training: Training, asked: Sequence[tuple[AnalysedQuery, frozenset[int]]], out_of_scope: Sequence[AnalysedQuery]
) -> Iterator[HeldOutPrediction]:
    """Of real questions that are no examples, each with the entries of which any one is right."""
    found = _shortlists(training, [query for query, _ in asked], _half_away(out_of_scope))
    for (query, rights), short in zip(asked, found, strict=True):
        right = next((row for row, entry in enumerate(short.entries.tolist()) if entry in rights), -1)
        yield HeldOutPrediction(short, right, in_scope=True, query=query, weight=ASKED_WEIGHT)


def out_of_scope_predictions(
    training: Training, out_of_scope: Sequence[AnalysedQuery], made: int
) -> Iterator[HeldOutPrediction]:
    """Of real questions that nothing answers; together they weigh twice as much as the `made` ones, which stand in."""
    weight = min(MOST_WEIGHT, 2.0 * made / max(1, len(out_of_scope)))
    found = _shortlists(training, out_of_scope, _half_away(out_of_scope))
    for query, short in zip(out_of_scope, found, strict=True):
        yield HeldOutPrediction(short, -1, in_scope=False, query=query, weight=weight)


def _half_away(out_of_scope: Sequence[AnalysedQuery]) -> Callable[[AnalysedQuery, Likeness], Likeness]:
    """A question is compared with the out-of-scope ones of the other half alone.

    Many of them ask much the same: with only itself left out, one would look more alike than what comes in use.
    """
    halves = np.array([_half(query) for query in out_of_scope], np.int64)
    return lambda query, near: near.without(halves == _half(query))


def _half(query: AnalysedQuery) -> int:
    return lot(query.folded, "half") % 2


def _shortlists(
    training: Training, queries: Sequence[AnalysedQuery], seen: Callable[[AnalysedQuery, Likeness], Likeness]
) -> Iterator[Shortlist]:
    """Of each question among all examples; `seen`: what of its likeness counts."""
    for start in range(0, len(queries), SCORED_AT_ONCE):  # the likenesses of all at once would fill the memory
        asked = [(query, seen(query, likeness(training.index, query))) for query in queries[start:][:SCORED_AT_ONCE]]
        yield from (shortlist(found, training.features) for found in training.scored(asked, training.coefficients))
