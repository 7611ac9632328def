"""The confidence features: what of a ranking tells whether its first entry is right.

Calibration (`learn/calibration.py`) turns them into a probability. Add one as an object in CONFIDENCE_FEATURES; the
ranking features of the first entry are confidence features as well.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.search.arrays import Float64s
from bot.search.scoring.ranking_features import RankingFeature
from bot.search.scoring.shortlist import Shortlist
from bot.search.words.analyser import AnalysedQuery

LARGEST_MARGIN = 10.0
"""The largest margin that counts (nats), and that of an entry without a rival.

Chosen by hand at first; not measured.
"""


class Standing(NamedTuple):
    """How the first entry of a shortlist stands.

    `top`: its row; `best`: its score; `gaps`: each row's score minus the best one, at most 0; `total`: the sum of their
    exponentials, so that the first entry's share is 1 / total. Scores are in nats.
    """

    shortlist: Shortlist
    query: AnalysedQuery
    top: int
    best: float
    gaps: list[float]
    exponentials: list[float]
    total: float


@dataclass(frozen=True)
class ConfidenceFeature:
    """`sign`: 1 if more of it speaks for the first entry's being right, -1 if against.

    The sign is a soft constraint: slopes are drawn towards one of this sign. `value`: a plain number of a standing.
    """

    name: str
    sign: int
    unit: str
    value: Callable[[Standing], float]


def _margin(standing: Standing) -> float:
    rivals = [gap for row, gap in enumerate(standing.gaps) if row != standing.top]
    return min(LARGEST_MARGIN, -max(rivals, default=-LARGEST_MARGIN))


def _entropy(standing: Standing) -> float:
    weighted = sum(e * gap for e, gap in zip(standing.exponentials, standing.gaps, strict=True))
    return math.log(standing.total) - weighted / standing.total


def _agreement(standing: Standing) -> float:
    table = standing.shortlist.table
    winners: list[int] = table.argmax(axis=0).tolist()
    return winners.count(standing.top) / len(winners)


CONFIDENCE_FEATURES = (
    ConfidenceFeature("margin", 1, "nats to the second entry", _margin),
    ConfidenceFeature("share", 1, "nats, log of the first entry's share", lambda s: -math.log(s.total)),
    ConfidenceFeature("entropy", -1, "nats", _entropy),
    ConfidenceFeature("agreement", 1, "share of ranking features whose best entry it is", _agreement),
    ConfidenceFeature("score", 1, "nats", lambda s: s.best),
    ConfidenceFeature("known", 1, "share of the question's idf", lambda s: s.shortlist.known),
    ConfidenceFeature("length", 1, "log of 1 + words", lambda s: math.log1p(len(s.query.words))),
    ConfidenceFeature("out_of_scope", -1, "cosine with what no entry answers", lambda s: s.shortlist.out_of_scope),
)
"""All chosen by hand on the val splits; fewer gained nothing that both sets share (docs/matching.md)."""


def signs(features: Sequence[RankingFeature]) -> Float64s:
    """Of all that `confidence` gives, in its order."""
    return np.array([*(f.sign for f in CONFIDENCE_FEATURES), *(f.sign for f in features)], np.float64)


def confidence(shortlist: Shortlist, scores: Float64s, query: AnalysedQuery) -> Float64s:
    """The confidence features, then the first entry's ranking features; `scores`: shape (shortlisted,), in nats."""
    values = scores.tolist()  # a dozen numbers: numpy would take longer
    best = max(values)
    top = values.index(best)
    gaps = [value - best for value in values]
    exponentials = [math.exp(gap) for gap in gaps]
    standing = Standing(shortlist, query, top, best, gaps, exponentials, sum(exponentials))
    return np.array([*(f.value(standing) for f in CONFIDENCE_FEATURES), *shortlist.table[top].tolist()])
