"""Fits the matcher to a corpus: the index, the classifier, and all that is learned from held-out predictions."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from bot.search.arrays import Bools, Float64s
from bot.search.corpus import Corpus, Example
from bot.search.fitted import FitProgress, FittedMatcher
from bot.search.index import Index, indexed
from bot.search.learn.augmentation import synthetic_out_of_scope, with_typing_noise
from bot.search.learn.calibration import Calibration, fitted_calibration, out_of_scope_expected
from bot.search.learn.cross_validation import (
    HeldOutPrediction,
    Training,
    held_out_predictions,
    training,
)
from bot.search.learn.ranking_weights import fitted_weights
from bot.search.learn.real_questions import asked_predictions, out_of_scope_predictions
from bot.search.learn.thresholds import Rehearsed, Thresholds, fitted_thresholds
from bot.search.postings import beside, postings
from bot.search.rank import FIRST
from bot.search.scoring.confidence_features import confidence, tellings
from bot.search.scoring.ranking_features import RankingFeature
from bot.search.words.analyser import AnalysedQuery, Analyser, analysed, analysed_example
from bot.search.words.encoders import Encoder
from bot.search.words.expansion import query_expansion
from bot.search.words.language import Identifier
from bot.search.words.lexicon import frequent_words, general_lexicon, word_counts
from bot.search.words.repair import Speller

STAGES = (("words", 0.0), ("index", 0.1), ("classifier", 0.2), ("held-out questions", 0.55))
"""Each stage and the share at which it begins; measured on the shipped knowledge."""

NOWHERE = 1_000
"""The place of an entry that is not on the shortlist."""


class StageProgress:
    """Tells the share of all from the share of a stage."""

    def __init__(self, tell: FitProgress) -> None:
        self._tell = tell

    def begin(self, stage: str) -> Callable[[float], None]:
        """Tells that the stage begins, and gives what tells the share of it that is done."""
        names = [name for name, _ in STAGES]
        starts = [*(start for _, start in STAGES), 1.0]
        start, end = starts[names.index(stage)], starts[names.index(stage) + 1]

        def told(share: float) -> None:
            if share < 1:
                self._tell(stage, start + share * (end - start))

        told(0.0)
        return told


def fitted(
    corpus: Corpus,
    wrong_accepted: float,
    tell: FitProgress,
    features: tuple[RankingFeature, ...],
    encoder: Encoder | None = None,
) -> FittedMatcher:
    """`wrong_accepted`: the share of answers that may be wrong, 0 to 1."""
    progress = StageProgress(tell)
    told = progress.begin("words")
    expansion = query_expansion(corpus)
    lexicon = general_lexicon(corpus.languages, told)
    progress.begin("index")
    index, queries = indexed(corpus.documents, lambda e: analysed_example(e.text, e.language, expansion), encoder)
    used = used_words(queries, corpus.languages)
    speller = Speller({word: sum(counts) for word, counts in used.items()}, lexicon)
    analyser = Analyser(expansion, Identifier(corpus.languages, lexicon, used), speller, encoder)
    beyond = analyser.with_meanings([analyser.read(e.text, e.language) for e in sorted(set(corpus.out_of_scope))])
    out_of_scope = [query for query in beyond if query.words]
    if index.examples_compared:
        grams = postings([index.vectoriser.characters(q) for q in out_of_scope], len(index.vectoriser.grams.ids))
        meaning = index.meaning.with_beyond([query.meaning for query in out_of_scope if query.meaning is not None])
        index = replace(index, characters=beside(index.characters, grams), meaning=meaning)
    if not queries:
        return _of_nothing(analyser, index, features)
    trained = training(index, queries, features, progress.begin("classifier"))
    predictions = _predictions(trained, analyser, progress.begin("held-out questions"))
    made = len(predictions)
    predictions += out_of_scope_predictions(trained, out_of_scope, made // 2)
    predictions += asked_predictions(trained, _asked(corpus, index, analyser), out_of_scope)
    real = np.arange(len(predictions)) >= made
    word_counts.cache_clear()
    return _learned(analyser, trained, predictions, real, wrong_accepted)


def _of_nothing(analyser: Analyser, index: Index, features: tuple[RankingFeature, ...]) -> FittedMatcher:
    """A matcher of a corpus without examples, which answers nothing."""
    priors = np.array([feature.prior_weight for feature in features])
    calibration = Calibration(np.zeros(len(tellings(features))), 0.0)
    none = np.zeros((0, 0), np.float32)
    return FittedMatcher(analyser, index, features, none, priors, calibration, calibration, Thresholds(1.0, 1.0))


def _predictions(trained: Training, analyser: Analyser, told: Callable[[float], None]) -> list[HeldOutPrediction]:
    """Those of left-out examples, as written, with typing noise, and made to be out of scope."""
    examples = [trained.index.examples[i] for i in trained.chosen.tolist()]
    noisy = analyser.with_meanings([analyser.read(with_typing_noise(e.text), e.language) for e in examples])
    far = _far(trained.index, [trained.queries[i] for i in trained.chosen.tolist()], analyser)
    told(0.1)
    return held_out_predictions(trained, noisy, far, lambda share: told(0.1 + 0.8 * share))


def _learned(
    analyser: Analyser, trained: Training, predictions: list[HeldOutPrediction], real: Bools, wrong_accepted: float
) -> FittedMatcher:
    """`real`, shape (predictions,): those of questions that somebody wrote to be out of scope."""
    features = tuple(trained.features)
    asked = [one for one in predictions if one.in_scope]
    weights = fitted_weights([one.shortlist.table for one in asked], [one.right for one in asked], features)
    scores = [one.shortlist.table @ weights for one in predictions]
    pairs = list(zip(predictions, scores, strict=True))
    places = np.array([_place(one, score) for one, score in pairs])
    right = places == 0
    in_scope = np.array([one.in_scope for one in predictions], bool)
    known = np.zeros((len(pairs), len(tellings(features))))
    for row, (one, score) in enumerate(pairs):
        known[row] = confidence(one.shortlist, score, one.query)
    sample = np.array([one.weight for one in predictions])
    expected = out_of_scope_expected(len(trained.index.ids))
    inside = in_scope.astype(float)
    calibration, offering = (
        fitted_calibration(known, tellings(features), (places < first).astype(float), inside, sample, expected)
        for first in (1, FIRST)
    )
    sure = np.array([calibration.probability(row) for row in known])
    an_entry = len(trained.queries) / len(trained.index.ids)
    thresholds = fitted_thresholds(Rehearsed(sure, right, in_scope, real, sample), wrong_accepted, an_entry)
    top1 = float(right[in_scope].mean()) if in_scope.any() else 0.0
    return FittedMatcher(
        analyser, trained.index, features, trained.coefficients, weights, calibration, offering, thresholds, top1
    )


def _place(predicted: HeldOutPrediction, scores: Float64s) -> int:
    """Where the right entry stands, 0 for the first; as good as nowhere when it isn't there."""
    return int((scores > scores[predicted.right]).sum()) if predicted.right >= 0 else NOWHERE


def _asked(corpus: Corpus, index: Index, analyser: Analyser) -> list[tuple[AnalysedQuery, frozenset[int]]]:
    """Each question that people asked, once, with the entries that answer it."""
    entries: dict[Example, set[int]] = {}
    for document in corpus.documents:
        for example in document.asked:
            entries.setdefault(example, set()).add(index.ids.index(document.id))
    queries = analyser.with_meanings([analyser.read(e.text, e.language) for e in entries])
    return [(query, frozenset(own)) for query, own in zip(queries, entries.values(), strict=True) if query.words]


def _far(index: Index, queries: Sequence[AnalysedQuery], analyser: Analyser) -> list[AnalysedQuery]:
    """Questions of the same make about other things: the rarer half of their words comes from general language."""
    others = {language: frequent_words(language) or ["?"] for language in {query.language for query in queries}}
    known, far = analyser.speller.counts, []
    for query in queries:
        idf = [index.bm25.idf_of(stem) for stem in query.stems]
        least = sorted(idf)[len(idf) // 3]
        words = synthetic_out_of_scope(query.words, [value >= least for value in idf], others[query.language], known)
        far.append(analysed(words, query.language, analyser.expansion))
    return analyser.with_meanings(far)


def used_words(queries: Sequence[AnalysedQuery], languages: tuple[str, ...]) -> dict[str, list[int]]:
    """How often each language's examples say each word."""
    used: dict[str, list[int]] = {}
    places = {language: place for place, language in enumerate(languages)}
    for query in queries:
        place = places.get(query.language)
        for word in query.words:
            counts = used.setdefault(word, [0] * len(languages))
            if place is not None:
                counts[place] += 1
    return used
