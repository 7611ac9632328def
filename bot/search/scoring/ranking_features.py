"""The ranking features: what of an entry speaks for its being the answer to a question.

Add one by writing an object here, or in a file of its own, and its name into RANKING_FEATURES. Learning to rank
(`learn/ranking_weights.py`) starts from the prior weights; explanations and the confidence take every feature up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.search.arrays import Float32s, Float64s, Int64s
from bot.search.index import segment_maxima, segment_sums
from bot.search.scoring.evidence import Evidence, LeftOut

ON_VAL = "chosen by hand on the val splits of clinc-k10 and covidfr-k5 (docs/matching.md); stable on both"


class NearestExamples(NamedTuple):
    """Of each entry on the shortlist its likeliest examples, the likeliest first.

    `examples`: their places, shape (entries, some); `likeness`: the sum of their cosines in words and characters, same
    shape, minus infinity where an entry has fewer, and 0 where examples aren't compared; `ratios`: rapidfuzz's ratio of
    each with the question, 0 to 100, same shape, -1 where an entry has fewer.
    """

    examples: Int64s
    likeness: Float32s
    ratios: Float32s


class OfEveryEntry(NamedTuple):
    """Computed for every entry, so that it helps to choose the shortlist.

    `values`: shape (entries,), or None where there is nothing to compare, which counts as 0; `left_out`: the value of
    the entry whose own example is asked, as if it had never been written.
    """

    values: Callable[[Evidence], Float64s | None]
    left_out: Callable[[Evidence, LeftOut], float]


class OfShortlist(NamedTuple):
    """Computed for the entries on the shortlist alone, shape (entries,); an example left out is not among theirs."""

    values: Callable[[NearestExamples], Float64s]


class Telling(NamedTuple):
    """What a feature of the first entry usually tells of its being right, before anything is learned.

    `usual`: its mean; `spread`: its standard deviation, both in its unit; `slope`: nats per spread, of either sign.
    """

    usual: float
    spread: float
    slope: float


TELLS_NOTHING = Telling(0.0, 1.0, 0.0)


@dataclass(frozen=True)
class RankingFeature:
    """`name`: shown in explanations; `prior_weight`: what it counts before anything is learned from the knowledge.

    `sign`: 1 if more of it speaks for an entry, -1 if against: a learned weight of the other sign becomes 0.
    `origin`: where the prior weight comes from. `unit`: of its values. `telling`: see Telling; those given below were
    fitted on the val splits and the development questions, with one to twelve examples an entry (docs/matching.md).
    """

    name: str
    prior_weight: float
    unit: str
    origin: str
    compute: OfEveryEntry | OfShortlist
    sign: int = 1
    telling: Telling = TELLS_NOTHING


def _centroid(
    near: Callable[[Evidence], Float32s],
    norms: Callable[[Evidence], Float32s],
    dot: Callable[[LeftOut], float],
) -> OfEveryEntry:
    """The cosine with the sum of an entry's examples, times that of the examples' own mean length."""

    def values(evidence: Evidence) -> Float64s | None:
        found = near(evidence)
        return segment_sums(found, evidence.fitted_index.first) / norms(evidence) if len(found) else None

    def left_out(evidence: Evidence, out: LeftOut) -> float:
        own = evidence.fitted_index.own(out.entry)
        others = near(evidence)[own.start : own.stop].sum(dtype=np.float64) - float(near(evidence)[out.example])
        # |sum - example|² = |sum|² - 2 sum·example + |example|², which is 1.
        rest = float(norms(evidence)[out.entry]) ** 2 - 2 * dot(out) + 1.0
        return float(others) / rest**0.5 if rest > LEFT_OF_A_SUM else 0.0

    return OfEveryEntry(values, left_out)


LEFT_OF_A_SUM = 0.01
"""Squared length below which nothing is left of an entry's sum but rounding."""


def _best(near: Callable[[Evidence], Float32s]) -> OfEveryEntry:
    """The highest cosine with one of an entry's examples."""

    def values(evidence: Evidence) -> Float64s | None:
        found = near(evidence)
        return segment_maxima(found, evidence.fitted_index.first) if len(found) else None

    def left_out(evidence: Evidence, out: LeftOut) -> float:
        own = evidence.fitted_index.own(out.entry)
        found = near(evidence)[own.start : own.stop].copy()
        found[out.example - own.start] = 0.0
        return float(found.max())

    return OfEveryEntry(values, left_out)


def _words(evidence: Evidence) -> Float32s:
    return evidence.near.words


def _characters(evidence: Evidence) -> Float32s:
    return evidence.near.characters


def _meaning(evidence: Evidence) -> Float32s:
    return evidence.near.meaning


_word_centroid = _centroid(_words, lambda e: e.fitted_index.word_norms, lambda out: out.word_dot)
_character_centroid = _centroid(_characters, lambda e: e.fitted_index.character_norms, lambda out: out.character_dot)
_meaning_centroid = _centroid(_meaning, lambda e: e.fitted_index.meaning.norms, lambda out: out.meaning_dot)
_best_meaning = _best(_meaning)


def _both_meanings(evidence: Evidence) -> Float64s | None:
    centroid, best = _meaning_centroid.values(evidence), _best_meaning.values(evidence)
    return None if centroid is None or best is None else (centroid + best) / 2


def _both_meanings_left_out(evidence: Evidence, out: LeftOut) -> float:
    return (_meaning_centroid.left_out(evidence, out) + _best_meaning.left_out(evidence, out)) / 2


def _classifier_left_out(evidence: Evidence, out: LeftOut) -> float:
    """The held-out classifier has not seen the example."""
    assert evidence.log_shares is not None
    return float(evidence.log_shares[out.entry])


def _bm25_left_out(evidence: Evidence, out: LeftOut) -> float:
    bm25 = evidence.fitted_index.bm25
    return sum(bm25.weight(stem, count, out.length) for stem, count in out.stems.items()) / out.total


def _coverage_left_out(evidence: Evidence, out: LeftOut) -> float:
    return sum(map(evidence.fitted_index.bm25.idf_of, out.stems)) / out.total


def _best_three(nearest: NearestExamples) -> Float64s:
    """The mean of as many as there are: a missing one is no sign that the others are unlike the question."""
    likeness = nearest.likeness[:, :3]
    there = np.maximum((likeness > -np.inf).sum(axis=1), 1)
    return np.asarray(np.maximum(likeness, 0).sum(axis=1, dtype=np.float64) / (2 * there))


def _ratio(nearest: NearestExamples) -> Float64s:
    return np.asarray(nearest.ratios.max(axis=1, initial=0) / 100, np.float64)


CLASSIFIER = RankingFeature(
    "classifier",
    0.85,
    "nats",
    ON_VAL,
    OfEveryEntry(lambda e: e.log_shares, _classifier_left_out),
    telling=Telling(-1.5, 1.2, 0.75),
)
BM25 = RankingFeature(
    "bm25",
    3.5,
    "BM25 per nat of the question's idf",
    ON_VAL,
    OfEveryEntry(lambda e: e.bm25, _bm25_left_out),
    telling=Telling(0.5, 0.35, 0.0),
)
COVERAGE = RankingFeature(
    "coverage",
    1.5,
    "share of the question's idf",
    ON_VAL,
    OfEveryEntry(lambda e: e.coverage, _coverage_left_out),
    telling=Telling(0.38, 0.24, 0.4),
)
CHARACTER_CENTROID = RankingFeature(
    "characters", 4.0, "cosine", ON_VAL, _character_centroid, telling=Telling(0.32, 0.2, 0.15)
)
BEST_CHARACTERS = RankingFeature(
    "best_characters", 0.5, "cosine", ON_VAL, _best(_characters), telling=Telling(0.37, 0.23, 0.0)
)
WORD_CENTROID = RankingFeature("words", 4.0, "cosine", ON_VAL, _word_centroid, telling=Telling(0.3, 0.19, 0.1))
BEST_WORDS = RankingFeature("best_words", 1.5, "cosine", ON_VAL, _best(_words), telling=Telling(0.33, 0.19, 0.0))
BEST_THREE = RankingFeature(
    "best_three", 0.5, "mean cosine", ON_VAL, OfShortlist(_best_three), telling=Telling(0.28, 0.17, 0.0)
)
RATIO = RankingFeature("ratio", 3.0, "share of letters", ON_VAL, OfShortlist(_ratio), telling=Telling(0.53, 0.13, 0.0))
MEANING = RankingFeature(
    "meaning",
    10.0,
    "cosine",
    "chosen on clinc-k10's val split with a static model distilled from MiniLM (docs/matching.md)",
    OfEveryEntry(_both_meanings, _both_meanings_left_out),
    telling=Telling(0.27, 0.28, 0.05),
)
RANKING_FEATURES = (
    CLASSIFIER,
    BM25,
    COVERAGE,
    CHARACTER_CENTROID,
    BEST_CHARACTERS,
    WORD_CENTROID,
    BEST_WORDS,
    BEST_THREE,
    RATIO,
    MEANING,
)
