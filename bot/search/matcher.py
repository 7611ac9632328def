"""The matcher: ranks the entries that a question may be about, with the probability that the first is right."""

import logging
import math
from pathlib import Path

import numpy as np

from bot.search import cache
from bot.search.alike import AskedText, likeness_among
from bot.search.arrays import Float64s
from bot.search.corpus import Corpus
from bot.search.fitted import FitProgress, FittedMatcher
from bot.search.index import Index
from bot.search.rank import LIKELY, Explanation, Match, Ranking, SharedWord, Signal
from bot.search.scoring.classifier_scores import ClassifierScores
from bot.search.scoring.confidence_features import confidence
from bot.search.scoring.evidence import evidence, likeness
from bot.search.scoring.ranking_features import RANKING_FEATURES, RankingFeature
from bot.search.scoring.shortlist import Shortlist, shortlist
from bot.search.telling import TELLING, Held, held
from bot.search.threads import one_thread
from bot.search.words.analyser import AnalysedQuery
from bot.search.words.encoders import Encoder
from bot.search.words.vectoriser import SHORTEST_ALIKE

log = logging.getLogger(__name__)

WRITTEN_DOWN = 0.98
"""Probability of the entry for which alone the question was written down. Chosen by hand; not measured."""
MOSTLY_KNOWN = 0.6
"""Share of a question's idf in words of the knowledge, below which an unread acronym may be what it is about; chosen on
the development questions, as the next two."""
FEW_WORDS = 3
"""Words of a question that may name a subject and ask nothing of it."""


class Matcher:
    """Fitted once, then asked: nothing changes it."""

    def __init__(self, fitted: FittedMatcher) -> None:
        self._fitted = fitted
        self.answer_at, self.choices_at = fitted.thresholds
        self.held_out_top1 = fitted.held_out_top1
        with_model = fitted.analyser.encoder is not None and len(fitted.index.meaning.vectors) > 0
        self.model = fitted.analyser.encoder.name if fitted.analyser.encoder and with_model else None
        self._written = _by_text(fitted.index)
        self._entry_of = fitted.index.entry_of
        self._classifier = ClassifierScores(fitted.index, fitted.coefficients)

    @classmethod
    def fit(
        cls,
        corpus: Corpus,
        *,
        wrong_accepted: float = 0.02,
        progress: FitProgress | None = None,
        encoder: Encoder | None = None,
        features: tuple[RankingFeature, ...] = RANKING_FEATURES,
    ) -> "Matcher":
        """`wrong_accepted`: the share of answers that may be wrong; `progress`: see FitProgress, ends with 1."""
        from bot.search.fit import fitted  # here: with the matcher in the cache, nothing is learned

        tell = progress or _silent
        with one_thread():
            matcher = cls(fitted(corpus, wrong_accepted, tell, features, encoder))
        tell("ready", 1.0)
        return matcher

    def rank(self, question: str, *, language: str | None = None, locale: str | None = None, limit: int = 5) -> Ranking:
        with one_thread():
            query = self._fitted.analyser.analyse(question, language, locale)
            return self._ranking(question, query, self._found(query), limit)

    def shares(self, question: str, language: str) -> Held:
        """The question's words that tell something."""
        return held(self._fitted, question, language)

    def alike(self, asked: tuple[AskedText, ...]) -> Float64s:
        """How alike questions are, shape (questions, questions); from 1 on two ask the same."""
        return likeness_among(self._fitted, asked)

    def explain(
        self, question: str, *, language: str | None = None, locale: str | None = None, limit: int = 5
    ) -> Explanation:
        with one_thread():
            return self._explained(question, language, locale, limit)

    def _explained(self, question: str, language: str | None, locale: str | None, limit: int) -> Explanation:
        query = self._fitted.analyser.analyse(question, language, locale)
        found = self._found(query)
        ranking = self._ranking(question, query, found, max(2, limit))
        if found is None:
            return Explanation(ranking, query.repairs, (), (), None, 0.0)
        top = int((found.table @ self._fitted.weights).argmax())
        values = found.table[top] * self._fitted.weights
        signals = tuple(Signal(f.name, float(v)) for f, v in zip(self._fitted.features, values, strict=True))
        runner_up = ranking.matches[1] if len(ranking.matches) > 1 else None
        margin = ranking.matches[0].probability - (runner_up.probability if runner_up else 0.0)
        shared = self._shared(query, int(found.entries[top]))
        return Explanation(ranking, query.repairs, shared, signals, runner_up, margin)

    def _found(self, query: AnalysedQuery) -> Shortlist | None:
        fitted = self._fitted
        if not query.words or not fitted.index.ids:
            return None
        found = evidence(fitted.index, query, likeness(fitted.index, query))
        return shortlist(found._replace(log_shares=self._classifier.log_shares(query)), fitted.features)

    def _ranking(self, question: str, query: AnalysedQuery, found: Shortlist | None, limit: int) -> Ranking:
        matches: tuple[Match, ...] = ()
        first_three, unread = 0.0, found is not None and self._is_unread(found, query)
        if found is not None:
            scores = found.table @ self._fitted.weights
            known = confidence(found, scores, query)
            sure, first_three = self._fitted.calibration.probability(known), self._fitted.offering.probability(known)
            if not self._knows_a_word(found, query):  # letters alone are alike by chance
                sure, first_three = min(sure, LIKELY / 2), 0.0
            if unread:
                sure = min(sure, (self.answer_at + LIKELY) / 2)
            if (written := self._as_written(found, query)) is not None:
                sure, scores[written] = max(sure, WRITTEN_DOWN), scores.max() + 1.0
            matches, first_three = self._matches(found, scores, sure, limit), max(first_three, sure)
        subject = self._names_subject(query)
        return Ranking(question, query.language, query.language_sure, matches, first_three, subject, unread)

    def _knows_a_word(self, found: Shortlist, query: AnalysedQuery) -> bool:
        """Whether the knowledge has a word of the question as it was read, or a synonym of one."""
        classes = self._fitted.index.vectoriser.classes.ids
        return found.known > 0 or any(name in classes for name in query.classes)

    def _is_unread(self, found: Shortlist, query: AnalysedQuery) -> bool:
        """Whether neither the knowledge nor general language has a short word: what it is about, perhaps."""
        if found.known >= MOSTLY_KNOWN:
            return False
        known, lexicon = self._fitted.index.bm25.ids, self._fitted.analyser.speller.lexicon
        short = (
            word
            for word, stem in zip(query.words, query.stems, strict=True)
            if len(word) <= SHORTEST_ALIKE and word.isalpha() and stem not in known
        )
        return any(not lexicon.knows(word) for word in short)

    def _names_subject(self, query: AnalysedQuery) -> bool:
        """Whether its few words are all known, and as neighbours too, and one of them not to most entries."""
        if not all(word.isalpha() for word in query.words):
            return False
        terms, stems = self._fitted.index.bm25, set(query.stems)
        rows = [terms.ids.get(stem, -1) for stem in stems]
        pairs = self._fitted.index.vectoriser.bigrams.ids
        known = 0 < len(rows) <= FEW_WORDS and min(rows) >= 0 and all(pair in pairs for pair in query.bigrams)
        return known and max(float(terms.idf[row]) for row in rows) >= TELLING

    def _as_written(self, found: Shortlist, query: AnalysedQuery) -> int | None:
        """The candidate for which somebody wrote down this very question; its example becomes the best one."""
        example = self._written.get(query.folded, -1)
        if example < 0:
            return None
        where = np.flatnonzero(found.entries == self._entry_of[example])
        if not len(where):
            return None
        found.best_examples[where[0]] = example
        return int(where[0])

    def _matches(self, found: Shortlist, scores: Float64s, sure: float, limit: int) -> tuple[Match, ...]:
        """The best has the calibrated probability; the others share what it leaves, and never have more."""
        values = scores.tolist()  # a dozen numbers: numpy would take longer
        order = sorted(range(len(values)), key=lambda row: -values[row])
        rest = [math.exp(values[row] - values[order[0]]) for row in order[1:]]
        left = (1 - sure) / max(sum(rest), 1e-12)
        probabilities = [sure, *(min(sure, left * share) for share in rest)]
        entries, examples = found.entries.tolist(), found.best_examples.tolist()
        return tuple(
            self._match(entries[row], examples[row], probability)
            for row, probability in zip(order[:limit], probabilities[:limit], strict=True)
        )

    def _match(self, entry: int, example: int, probability: float) -> Match:
        best = self._fitted.index.examples[example]
        return Match(self._fitted.index.ids[entry], probability, best.text, best.language)

    def _shared(self, query: AnalysedQuery, entry: int) -> tuple[SharedWord, ...]:
        bm25, words = self._fitted.index.bm25, dict(zip(query.stems, query.words, strict=True))
        said = [(stem, word) for stem, word in words.items() if entry in bm25.entries_with(stem)]
        shared = [SharedWord(word, round(bm25.idf_of(stem), 3)) for stem, word in said]
        return tuple(sorted(shared, key=lambda s: (-s.weight, s.word)))

    def save(self, path: Path) -> None:
        cache.save_fitted(self._fitted, path)

    @classmethod
    def load(cls, path: Path, encoder: Encoder | None = None) -> "Matcher | None":
        """None when the file is absent, corrupt, half-written or of another version: fit again then."""
        fitted = cache.load_fitted(path, encoder)
        return None if fitted is None else cls(fitted)


def _by_text(index: Index) -> dict[str, int]:
    """Where each question stands that was written down for one entry alone; of large knowledge, none."""
    found: dict[str, int] = {}
    if index.examples_compared:
        entry_of = index.entry_of.tolist()
        for i, folded in enumerate(index.folded):
            other = found.setdefault(folded, i)
            found[folded] = other if other >= 0 and entry_of[other] == entry_of[i] else -1
    return found


def _silent(_stage: str, _share: float) -> None:
    return None
