"""The dozen entries that a question may be about, with all their ranking features."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from bot.search.arrays import Bools, Float32s, Float64s, Int64s
from bot.search.index import Index
from bot.search.scoring.evidence import Evidence, LeftOut
from bot.search.scoring.ranking_features import NearestExamples, OfEveryEntry, OfShortlist, RankingFeature

LENGTH = 12
"""Entries on a shortlist. Chosen by hand at first; not measured."""
LIKELIEST = 4
"""Examples of an entry that are compared letter by letter; chosen for speed."""
MANY = 2_000
"""Entries beyond which only those with half of the best score are sorted; chosen for speed."""


class Shortlist(NamedTuple):
    """The likeliest entries by prior weights, best first.

    `entries`, `best_examples`: shape (shortlisted,); `table`: shape (shortlisted, features), in the order of the
    features; `known`, `out_of_scope`: see Evidence.
    """

    entries: Int64s
    best_examples: Int64s
    table: Float64s
    known: float
    out_of_scope: float


def shortlist(
    evidence: Evidence,
    features: Sequence[RankingFeature],
    left_out: LeftOut | None = None,
    removed: Bools | None = None,
) -> Shortlist:
    """`removed`, shape (entries,): those that may not answer, as if the knowledge lacked them."""
    places, columns = _of_every_entry(evidence, features, left_out)
    priors = np.array([features[place].prior_weight for place in places])
    rough = priors @ columns
    if removed is None:
        chosen = highest(rough, LENGTH)
    else:
        left = np.flatnonzero(~removed)
        chosen = left[highest(rough[left], LENGTH)]
    table = np.zeros((len(chosen), len(features)))
    table[:, places] = columns[:, chosen].T
    nearest = _nearest(evidence, chosen, -1 if left_out is None else left_out.example)
    for place, feature in enumerate(features):
        if isinstance(feature.compute, OfShortlist):
            table[:, place] = feature.compute.values(nearest)
    best = _best_examples(evidence.fitted_index, chosen, nearest)
    return Shortlist(chosen, best, table, evidence.known, evidence.out_of_scope)


def _of_every_entry(
    evidence: Evidence, features: Sequence[RankingFeature], left_out: LeftOut | None
) -> tuple[list[int], Float64s]:
    """The places of the features that say something of every entry, and their values, shape (these, entries)."""
    places, columns = [], []
    for place, feature in enumerate(features):
        if isinstance(feature.compute, OfEveryEntry) and (values := feature.compute.values(evidence)) is not None:
            places.append(place)
            columns.append(values)
    table = np.array(columns)
    if left_out is not None:
        computes = (features[place].compute for place in places)
        table[:, left_out.entry] = [c.left_out(evidence, left_out) for c in computes if isinstance(c, OfEveryEntry)]
    return places, table


def highest(values: Float64s, count: int) -> Int64s:
    """The places of the highest values, highest first; of equal ones, the first comes first."""
    if len(values) > MANY:
        near = np.flatnonzero(values >= values.max() / 2)
        if count < len(near) < len(values) / 2:
            return near[highest(values[near], count)]
        chosen = np.argpartition(-values, count - 1)[:count]
        return chosen[np.lexsort((chosen, -values[chosen]))]
    return np.argsort(-values, kind="stable")[:count]


def _nearest(evidence: Evidence, chosen: Int64s, left_out: int) -> NearestExamples:
    """`left_out`: the place of the example that is the question itself, or -1."""
    examples, near = _likeliest(evidence, chosen, left_out)
    there = near > -np.inf
    asked, texts = evidence.query.folded, evidence.fitted_index.folded
    ratios = np.full(examples.shape, -1, np.float32)
    compared = [texts[i] for i in examples[there].tolist()]
    ratios[there] = process.cdist((asked,), compared, scorer=fuzz.ratio, dtype=np.float32)[0]
    return NearestExamples(examples, near, ratios)


def _likeliest(evidence: Evidence, chosen: Int64s, left_out: int) -> tuple[Int64s, Float32s]:
    """See NearestExamples: its first two fields."""
    places, filled = evidence.fitted_index.looked_at
    own, there = places[chosen], filled[chosen]
    if left_out >= 0:
        there &= own != left_out
    near = evidence.near
    if not len(near.words):
        return own, np.where(there, np.float32(0), np.float32(-np.inf))
    likeness = near.words[own]
    likeness += near.characters[own]
    likeness[~there] = -np.inf
    likeliest = np.argsort(-likeness, axis=1, kind="stable")[:, :LIKELIEST]
    rows = _rows(len(chosen))
    return own[rows, likeliest], likeness[rows, likeliest]


@lru_cache(maxsize=64)
def _rows(count: int) -> Int64s:
    """The numbers from 0, shape (count, 1)."""
    return np.arange(count)[:, None]


def _best_examples(index: Index, chosen: Int64s, nearest: NearestExamples) -> Int64s:
    """Each entry's likeliest example; where they aren't compared, the last one of the highest ratio."""
    if index.examples_compared:
        return np.where(nearest.likeness[:, 0] > -np.inf, nearest.examples[:, 0], index.first[chosen])
    rows = np.arange(len(chosen))
    best = nearest.ratios.shape[1] - 1 - nearest.ratios[:, ::-1].argmax(axis=1)
    there = nearest.likeness[rows, best] > -np.inf
    return np.where(there, nearest.examples[rows, best], index.first[chosen])
