"""A corpus in; everything that the matcher needs to answer, learned from the corpus itself, out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from bot.search.corpus import Corpus
from bot.search.index import Index, Indexed, indexed
from bot.search.learn.calibration import Calibration, fitted_calibration, out_of_scope_expected
from bot.search.learn.distortion import estranged, mistyped
from bot.search.learn.fusion import fitted_weights
from bot.search.learn.rehearsal import Rehearsed, asked_outright, rehearse, staged
from bot.search.learn.thresholds import Thresholds, fitted_thresholds
from bot.search.signals import DIRECTIONS, PRIOR, Table, facts
from bot.search.sparse import Floats, beside, transposed
from bot.search.words.concepts import corpus_concepts
from bot.search.words.language import Identifier
from bot.search.words.lexicon import frequent_words, general_lexicon, word_counts
from bot.search.words.meaning import Encoder
from bot.search.words.reading import Reader, Reading, read_as, read_example
from bot.search.words.repair import Speller

Progress = Callable[[str, float], None]
PRIOR_COUNTS_FOR = 100.0


@dataclass(frozen=True)
class Fitted:
    """`rehearsed_right`: the share of left-out examples, clean and mistyped, whose entry came first."""

    reader: Reader
    index: Index
    coefficients: Floats
    weights: Table
    calibration: Calibration
    thresholds: Thresholds
    rehearsed_right: float = 0.0


def fitted(corpus: Corpus, wrong_accepted: float, progress: Progress, encoder: Encoder | None = None) -> Fitted:
    progress("words", 0.0)
    concepts = corpus_concepts(corpus)
    lexicon = general_lexicon(corpus.languages)
    progress("index", 0.2)
    index, readings = indexed(corpus.documents, lambda e: read_example(e.text, e.language, concepts), encoder)
    used = used_words(readings, corpus.languages)
    speller = Speller({word: sum(counts) for word, counts in used.items()}, lexicon)
    reader = Reader(concepts, Identifier(corpus.languages, lexicon, used), speller, encoder)
    progress("rehearsal", 0.4)
    outside = [r for e in sorted(set(corpus.out_of_scope)) if (r := reader.read(e.text, e.language)).words]
    if index.examples_compared:
        grams = transposed([index.vectors.characters(r) for r in outside], len(index.vectors.grams.ids))
        index = replace(index, characters=beside(index.characters, grams))
    learned = _learned(Indexed(index, readings), reader, outside, wrong_accepted)
    word_counts.cache_clear()
    return learned


def _learned(found: Indexed, reader: Reader, outside: list[Reading], wrong_accepted: float) -> Fitted:
    index, readings = found
    if not readings:
        nothing = Calibration(np.zeros(len(DIRECTIONS)), np.ones(len(DIRECTIONS)), np.zeros(len(DIRECTIONS)), 0.0)
        return Fitted(reader, index, np.zeros((0, 0), np.float32), PRIOR, nothing, Thresholds(1.0, 1.0))
    stage = staged(index, readings)
    dice = np.random.default_rng(5)
    chosen = [index.examples[i] for i in stage.chosen.tolist()]
    hurried = [reader.read(mistyped(example.text, dice), example.language) for example in chosen]
    strange = _strange(index, [readings[i] for i in stage.chosen.tolist()], reader)
    rehearsed = rehearse(stage, hurried, strange)
    stand_ins = len(rehearsed)
    rehearsed += asked_outright(index, stage.coefficients, outside, stand_ins // 2)
    weights = _weights(rehearsed)
    scores = [row.candidates.table @ weights for row in rehearsed]
    right = np.array([row.in_scope and int(s.argmax()) == row.right for row, s in zip(rehearsed, scores, strict=True)])
    in_scope = np.array([row.in_scope for row in rehearsed])
    real = np.arange(len(rehearsed)) >= stand_ins
    sample = np.array([row.weight for row in rehearsed])
    known = np.array([facts(r.candidates, s, r.reading) for r, s in zip(rehearsed, scores, strict=True)])
    expected = out_of_scope_expected(len(index.ids))
    calibration = fitted_calibration(known, DIRECTIONS, right.astype(float), in_scope.astype(float), sample, expected)
    sure = np.array([calibration.probability(row) for row in known])
    thresholds = fitted_thresholds(sure, right, in_scope, real, wrong_accepted)
    share = float(right[in_scope].mean()) if in_scope.any() else 0.0
    return Fitted(reader, index, stage.coefficients, weights, calibration, thresholds, share)


def _strange(index: Index, readings: list[Reading], reader: Reader) -> list[Reading]:
    """Questions of the same make about other things: the rarer half of their words comes from general language."""
    dice = np.random.default_rng(6)
    others = {
        language: [word for word in frequent_words(language) if word not in reader.speller.counts] or ["?"]
        for language in {reading.language for reading in readings}
    }
    strange = []
    for reading in readings:
        idf = [float(index.bm25.idf[index.bm25.ids[stem]]) for stem in reading.stems]
        special = [value >= sorted(idf)[len(idf) // 3] for value in idf]
        words = estranged(reading.words, special, others[reading.language], dice)
        strange.append(reader.understood(read_as(words, reading.language, reader.concepts)))
    return strange


def _weights(rehearsed: list[Rehearsed]) -> Table:
    asked = [row for row in rehearsed if row.in_scope]
    tables = [row.candidates.table for row in asked]
    return fitted_weights(tables, [row.right for row in asked], PRIOR, PRIOR_COUNTS_FOR)


def used_words(readings: list[Reading], languages: tuple[str, ...]) -> dict[str, list[int]]:
    used: dict[str, list[int]] = {}
    for reading in readings:
        for word in reading.words:
            counts = used.setdefault(word, [0] * len(languages))
            if reading.language in languages:
                counts[languages.index(reading.language)] += 1
    return used
