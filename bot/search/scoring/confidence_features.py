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
from bot.search.scoring.ranking_features import RankingFeature, Telling
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
    """`telling`: what it usually tells, to which slopes are drawn; `value`: a plain number of a standing."""

    name: str
    telling: Telling
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


MARGIN = ConfidenceFeature("margin", Telling(3.2, 3.1, 0.6), "nats to the second entry", _margin)
SHARE = ConfidenceFeature(
    "share", Telling(-0.5, 0.56, 0.15), "nats, log of the first entry's share", lambda s: -math.log(s.total)
)
ENTROPY = ConfidenceFeature("entropy", Telling(0.95, 0.86, 0.0), "nats", _entropy)
AGREEMENT = ConfidenceFeature(
    "agreement", Telling(0.66, 0.3, 0.15), "share of ranking features whose best entry it is", _agreement
)
SCORE = ConfidenceFeature("score", Telling(5.7, 4.2, 0.0), "nats", lambda s: s.best)
KNOWN = ConfidenceFeature("known", Telling(0.7, 0.25, 0.35), "share of the question's idf", lambda s: s.shortlist.known)
LENGTH = ConfidenceFeature(
    "length", Telling(2.25, 0.45, 0.3), "log of 1 + words", lambda s: math.log1p(len(s.query.words))
)
OUT_OF_SCOPE = ConfidenceFeature(
    "out_of_scope", Telling(0.07, 0.15, -0.3), "cosine with what no entry answers", lambda s: s.shortlist.out_of_scope
)
CONFIDENCE_FEATURES = (MARGIN, SHARE, ENTROPY, AGREEMENT, SCORE, KNOWN, LENGTH, OUT_OF_SCOPE)
"""All chosen by hand on the val splits; fewer gained nothing that both sets share (docs/matching.md). What they tell
was fitted as that of the ranking features, `out_of_scope` chosen by hand: the public sets have no such questions."""


def tellings(features: Sequence[RankingFeature]) -> list[Telling]:
    """Of all that `confidence` gives, in its order."""
    return [*(one.telling for one in CONFIDENCE_FEATURES), *(one.telling for one in features)]


def confidence(shortlist: Shortlist, scores: Float64s, query: AnalysedQuery) -> Float64s:
    """The confidence features, then the first entry's ranking features; `scores`: shape (shortlisted,), in nats."""
    values = scores.tolist()  # a dozen numbers: numpy would take longer
    best = max(values)
    top = values.index(best)
    gaps = [value - best for value in values]
    exponentials = [math.exp(gap) for gap in gaps]
    standing = Standing(shortlist, query, top, best, gaps, exponentials, sum(exponentials))
    return np.array([*(f.value(standing) for f in CONFIDENCE_FEATURES), *shortlist.table[top].tolist()])
