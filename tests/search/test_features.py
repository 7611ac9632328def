"""A ranking feature is an object in one list: a made-up one shows in the explanation and in what is fitted."""

import numpy as np
import pytest

from bot.search.arrays import Float64s
from bot.search.corpus import Corpus
from bot.search.learn.ranking_weights import fitted_weights
from bot.search.matcher import Matcher
from bot.search.scoring.confidence_features import CONFIDENCE_FEATURES, tellings
from bot.search.scoring.evidence import Evidence, LeftOut
from bot.search.scoring.ranking_features import (
    BEST_THREE,
    BM25,
    RANKING_FEATURES,
    NearestExamples,
    OfEveryEntry,
    OfShortlist,
    RankingFeature,
)

asked: list[str] = []


def first_letter(evidence: Evidence) -> Float64s:
    asked.append(evidence.query.folded)
    return np.array([float(name.startswith(evidence.query.folded[:1])) for name in evidence.fitted_index.ids])


def first_letter_left_out(evidence: Evidence, out: LeftOut) -> float:
    return float(first_letter(evidence)[out.entry])


def shortest(nearest: NearestExamples) -> Float64s:
    return (nearest.ratios > 0).sum(axis=1).astype(np.float64)


FIRST_LETTER = RankingFeature(
    "first_letter", 0.7, "yes or no", "made up", OfEveryEntry(first_letter, first_letter_left_out)
)
NEAR_ONES = RankingFeature("near_ones", 0.2, "examples", "made up", OfShortlist(shortest))


@pytest.fixture(scope="module")
def matcher(corpus: Corpus) -> Matcher:
    return Matcher.fit(corpus, features=(FIRST_LETTER, *RANKING_FEATURES, NEAR_ONES))


def test_a_made_up_feature_stands_in_the_explanation(matcher: Matcher) -> None:
    signals = matcher.explain("govern a commons").signals
    assert [signal.name for signal in signals] == ["first_letter", *(f.name for f in RANKING_FEATURES), "near_ones"]
    assert {signal.name: signal.value for signal in signals}["first_letter"] > 0


def test_a_made_up_feature_is_fitted(matcher: Matcher) -> None:
    asked.clear()
    learned = matcher._fitted
    assert len(learned.weights) == len(RANKING_FEATURES) + 2
    assert learned.weights[0] != FIRST_LETTER.prior_weight  # what was learned moved it
    assert len(learned.calibration.weights) == len(CONFIDENCE_FEATURES) + len(RANKING_FEATURES) + 2


def test_a_made_up_feature_is_asked_of_left_out_examples(corpus: Corpus) -> None:
    asked.clear()
    Matcher.fit(corpus, features=(*RANKING_FEATURES, FIRST_LETTER))
    examples = {example.text for document in corpus.documents for example in document.examples}
    assert len(asked) > len(examples)


def test_what_speaks_against_an_entry_never_counts_for_it() -> None:
    rows = np.array([[1.0, 1.0], [0.0, 0.0]])
    against = RankingFeature("against", -0.01, "", "made up", OfEveryEntry(lambda e: None, lambda e, out: 0.0), sign=-1)
    weights = fitted_weights([rows] * 400, [0] * 400, (BM25, against))
    assert weights[0] > BM25.prior_weight
    assert weights[1] == 0.0
    assert tellings((BM25, against)) == [*(f.telling for f in CONFIDENCE_FEATURES), BM25.telling, against.telling]


def test_fewer_examples_alike_are_no_less_alike() -> None:
    """An entry with one example is not measured by a third of what one with three is."""
    likeness = np.array([[1.2, -np.inf, -np.inf], [1.2, 1.2, 1.2]], np.float32)
    nearest = NearestExamples(np.zeros((2, 3), np.int64), likeness, np.zeros((2, 3), np.float32))
    assert isinstance(BEST_THREE.compute, OfShortlist)
    assert BEST_THREE.compute.values(nearest) == pytest.approx([0.6, 0.6])


def test_every_feature_has_a_name_of_its_own_and_says_where_it_is_from() -> None:
    names = [feature.name for feature in (*RANKING_FEATURES, *CONFIDENCE_FEATURES)]
    assert len(set(names)) == len(names)
    assert all(feature.origin and feature.unit for feature in RANKING_FEATURES)


def test_the_fit_tells_how_far_it_is(corpus: Corpus) -> None:
    told: list[tuple[str, float]] = []
    Matcher.fit(corpus, progress=lambda stage, share: told.append((stage, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], told[-1]) == (0.0, ("ready", 1.0))
    assert len(set(shares)) > 10
