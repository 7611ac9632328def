"""A corpus in; a matcher out that ranks a question's entries with the probability of being right."""

import logging
import math
from pathlib import Path

import numpy as np

from bot.search import cache
from bot.search.corpus import Corpus
from bot.search.fit import Fitted, Progress, fitted
from bot.search.index import Index, match
from bot.search.learn.rehearsal import classified
from bot.search.rank import Explanation, Match, Ranking, SharedWord, Signal
from bot.search.signals import NAMES, Candidates, Table, candidates, facts, similarities
from bot.search.threads import one_thread
from bot.search.words.meaning import Encoder, load_encoder
from bot.search.words.reading import Reading
from bot.search.words.vectors import SHORTEST_ALIKE

log = logging.getLogger(__name__)

WRITTEN_DOWN = 0.98
MOSTLY_KNOWN = 0.6
"""Share of a question's weight in words of the knowledge, below which an unread acronym may be what it is about."""
FEW_WORDS = 3
TELLING = math.log(2)
"""BM25's inverse document frequency of a stem that half of the entries have."""
HALF_A_STANDARD_ERROR = 0.25  # of a share, at most, before it is divided by the root of their number
_ADVICE = "Take one that knows the languages of its questions, or unset PASSEUR_MODEL."


class Matcher:
    """Fitted once, then asked: nothing changes it."""

    def __init__(self, learned: Fitted) -> None:
        self._learned = learned
        self.answer_at, self.choices_at = learned.thresholds
        self.rehearsed_right = learned.rehearsed_right
        self.uses_meaning = len(learned.index.meaning.vectors) > 0
        self._written = _by_text(learned.index)

    @classmethod
    def fit(
        cls,
        corpus: Corpus,
        *,
        wrong_accepted: float = 0.02,
        progress: Progress | None = None,
        encoder: Encoder | None = None,
    ) -> "Matcher":
        tell = progress or _silent
        with one_thread():
            matcher = cls(fitted(corpus, wrong_accepted, tell, encoder))
        tell("ready", 1.0)
        return matcher

    def rank(self, question: str, *, language: str | None = None, locale: str | None = None, limit: int = 5) -> Ranking:
        with one_thread():
            reading = self._learned.reader.read(question, language, locale)
            return self._ranking(question, reading, self._found(reading), limit)

    def explain(
        self, question: str, *, language: str | None = None, locale: str | None = None, limit: int = 5
    ) -> Explanation:
        with one_thread():
            return self._explained(question, language, locale, limit)

    def _explained(self, question: str, language: str | None, locale: str | None, limit: int) -> Explanation:
        reading = self._learned.reader.read(question, language, locale)
        found = self._found(reading)
        ranking = self._ranking(question, reading, found, max(2, limit))
        if found is None:
            return Explanation(ranking, reading.repairs, (), (), None, 0.0)
        order = np.argsort(-(found.table @ self._learned.weights), kind="stable")
        top = int(order[0])
        values = found.table[top] * self._learned.weights
        signals = tuple(Signal(name, float(value)) for name, value in zip(NAMES, values, strict=True))
        runner_up = ranking.matches[1] if len(ranking.matches) > 1 else None
        margin = ranking.matches[0].probability - (runner_up.probability if runner_up else 0.0)
        shared = self._shared(reading, int(found.entries[top]))
        return Explanation(ranking, reading.repairs, shared, signals, runner_up, margin)

    def _found(self, reading: Reading) -> Candidates | None:
        learned = self._learned
        if not reading.words or not learned.index.ids:
            return None
        near = similarities(learned.index, reading)
        scores = classified(near, learned.coefficients, len(learned.index.ids))
        return candidates(learned.index, reading, near, scores)

    def _ranking(self, question: str, reading: Reading, found: Candidates | None, limit: int) -> Ranking:
        matches: tuple[Match, ...] = ()
        unread = found is not None and found.known < MOSTLY_KNOWN and self._has_unread_acronym(reading)
        if found is not None:
            scores = found.table @ self._learned.weights
            sure = self._learned.calibration.probability(facts(found, scores, reading))
            if not self._knows_a_word(found, reading):  # letters alone are alike by chance
                sure = min(sure, self.choices_at / 2)
            if unread:
                sure = min(sure, (self.answer_at + self.choices_at) / 2)
            if (written := self._as_written(found, reading)) is not None:
                sure, scores[written] = max(sure, WRITTEN_DOWN), scores.max() + 1.0
            matches = self._matches(found, scores, sure, limit)
        subject = self._names_subject(reading)
        return Ranking(question, reading.language, reading.language_sure, matches, subject, unread)

    def _knows_a_word(self, found: Candidates, reading: Reading) -> bool:
        """Whether the knowledge has a word of the question as it was read, or a notion of it."""
        notions = self._learned.index.vectors.notions.ids
        return found.known > 0 or any(notion in notions for notion in reading.notions)

    def _has_unread_acronym(self, reading: Reading) -> bool:
        """A short word that neither the knowledge nor general language has: what the question is about, perhaps."""
        known, lexicon = self._learned.index.bm25.ids, self._learned.reader.speller.lexicon
        short = (
            word
            for word, stem in zip(reading.words, reading.stems, strict=True)
            if len(word) <= SHORTEST_ALIKE and word.isalpha() and stem not in known
        )
        return any(not lexicon.knows(word) for word in short)

    def _names_subject(self, reading: Reading) -> bool:
        """Whether its few words are all known, and as neighbours too, and one of them not to most entries."""
        if not all(word.isalpha() for word in reading.words):
            return False
        terms, stems = self._learned.index.bm25, set(reading.stems)
        rows = [terms.ids.get(stem, -1) for stem in stems]
        pairs = self._learned.index.vectors.pairs.ids
        known = 0 < len(rows) <= FEW_WORDS and min(rows) >= 0 and all(pair in pairs for pair in reading.bigrams)
        return known and max(float(terms.idf[row]) for row in rows) >= TELLING

    def _as_written(self, found: Candidates, reading: Reading) -> int | None:
        """The candidate for which somebody wrote down this very question; its example becomes the best one."""
        example = self._written.get(reading.folded, -1)
        if example < 0:
            return None
        where = np.flatnonzero(found.entries == self._learned.index.entry_of[example])
        if not len(where):
            return None
        found.examples[where[0]] = example
        return int(where[0])

    def _matches(self, found: Candidates, scores: Table, sure: float, limit: int) -> tuple[Match, ...]:
        """The best has the calibrated probability; the others share what it leaves, and never have more."""
        order = np.argsort(-scores, kind="stable").tolist()
        values = scores.tolist()  # a dozen numbers: numpy would take longer
        rest = [math.exp(values[row] - values[order[0]]) for row in order[1:]]
        left = (1 - sure) / max(sum(rest), 1e-12)
        probabilities = [sure, *(min(sure, left * share) for share in rest)]
        return tuple(
            match(self._learned.index, int(found.entries[row]), int(found.examples[row]), probability)
            for row, probability in zip(order[:limit], probabilities[:limit], strict=True)
        )

    def _shared(self, reading: Reading, entry: int) -> tuple[SharedWord, ...]:
        terms, words = self._learned.index.bm25, dict(zip(reading.stems, reading.words, strict=True))
        shared = []
        for stem, word in words.items():
            row = terms.ids.get(stem)
            if row is not None:
                own = slice(int(terms.weights.starts[row]), int(terms.weights.starts[row + 1]))
                if entry in terms.weights.columns[own]:
                    shared.append(SharedWord(word, round(float(terms.idf[row]), 3)))
        return tuple(sorted(shared, key=lambda s: (-s.weight, s.word)))

    def save(self, path: Path) -> None:
        cache.save(self._learned, path)

    @classmethod
    def load(cls, path: Path, encoder: Encoder | None = None) -> "Matcher | None":
        """None when the file is absent, corrupt, half-written or of another version: fit again then."""
        learned = cache.load(path, encoder)
        return None if learned is None else cls(learned)


def _by_text(index: Index) -> dict[str, int]:
    """Where each question stands that was written down for one entry alone; of large knowledge, none."""
    found: dict[str, int] = {}
    if index.examples_compared:
        entry_of = index.entry_of
        for i, folded in enumerate(index.folded):
            other = found.setdefault(folded, i)
            found[folded] = other if other >= 0 and entry_of[other] == entry_of[i] else -1
    return found


def _silent(stage: str, share: float) -> None:
    return None


def prepared(
    corpus: Corpus,
    folder: Path | None,
    *,
    wrong_accepted: float = 0.02,
    progress: Progress | None = None,
    model: str | None = None,
) -> Matcher:
    """The matcher of this corpus, from the cache folder when it was fitted before.

    `model`: a static embedding model, by folder or hub name, for the extra "semantic".
    """
    encoder = load_encoder(model) if model else None
    path = cache.file_of(corpus, wrong_accepted, folder, model) if folder else None
    matcher = Matcher.load(path, encoder) if path else None
    if matcher is None:
        matcher = Matcher.fit(corpus, wrong_accepted=wrong_accepted, progress=progress, encoder=encoder)
        if encoder:
            plain = prepared(corpus, folder, wrong_accepted=wrong_accepted, progress=progress)
            matcher = _better(matcher, plain, sum(len(document.examples) for document in corpus.documents))
        if path:
            matcher.save(path)
    if encoder and not matcher.uses_meaning:
        log.warning("The model '%s' is left aside: this knowledge is understood better without it. %s", model, _ADVICE)
    return matcher


def _better(understanding: Matcher, plain: Matcher, examples: int) -> Matcher:
    """With the model, unless clearly fewer left-out examples find their entry: it may not know their languages."""
    by_chance = HALF_A_STANDARD_ERROR / math.sqrt(max(1, examples))
    return understanding if understanding.rehearsed_right >= plain.rehearsed_right - by_chance else plain
