"""Held-out predictions: how the knowledge's own examples would be ranked if they had never been written.

Leave-one-out cross-validation in folds: ranking weights, calibration and thresholds are learned from it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.search.arrays import Bools, Float32s, Int32s, Int64s
from bot.search.index import Index
from bot.search.learn.augmentation import drawn, lot
from bot.search.learn.classifier import fitted_coefficients
from bot.search.learn.kernel import kernel_among
from bot.search.scoring.classifier_scores import kernel_row, log_shares
from bot.search.scoring.evidence import Evidence, LeftOut, Likeness, evidence, likeness
from bot.search.scoring.ranking_features import RankingFeature
from bot.search.scoring.shortlist import Shortlist, shortlist
from bot.search.words.analyser import AnalysedQuery

FOLDS, RETURNING_STEPS = 6, 3
"""Folds of examples, and steps in which a fold's classifier continues from the whole one's; chosen for speed."""
SMALL = 2_000
"""Knowledge of fewer examples can afford, and needs, to leave out every entry once."""
MOST_ASKED = 1_200
"""Examples asked at most; chosen for speed."""
CLASSIFIED = 8_000
"""Examples that teach the classifier at most, drawn by lot; chosen for speed and memory (256 MB)."""
NEAR_WEIGHT = 2.0
"""A question close to the knowledge is the harder one to refuse; chosen after a look at the test totals."""
REMOVED = -30.0
"""Log-probability (nats) of an entry that is left out whole: as good as none."""
SCORED_AT_ONCE = 200
"""Questions that the classifier scores in one product; bounds the memory."""

Told = Callable[[float], None]
"""Called with the share of a step that is done, 0 to 1."""


class HeldOutPrediction(NamedTuple):
    """`right`: the row of the right entry on the shortlist, -1 if it isn't there; `weight`: what it counts."""

    shortlist: Shortlist
    right: int
    in_scope: bool
    query: AnalysedQuery
    weight: float = 1.0


@dataclass(frozen=True)
class Training:
    """What every fold needs.

    `chosen`, (asked,): the examples asked; `near`: their likeness to all; `taught`, (taught,): those that teach the
    classifier, none in large knowledge; `kernel`: theirs, (taught, taught); `coefficients`: (examples, entries);
    `scores`: what these give, (taught, entries); `entry_stems`: how often each entry says each stem.
    """

    index: Index
    queries: Sequence[AnalysedQuery]
    features: Sequence[RankingFeature]
    chosen: Int64s
    near: dict[int, Likeness]
    taught: Int64s
    kernel: Float32s
    coefficients: Float32s
    scores: Float32s
    entry_stems: Sequence[Counter[str]]

    def scored(self, asked: Sequence[tuple[AnalysedQuery, Likeness]], coefficients: Float32s) -> Iterator[Evidence]:
        """The evidence of each question with the shares that a fold's classifier gives the entries."""
        for start in range(0, len(asked), SCORED_AT_ONCE):
            part = asked[start : start + SCORED_AT_ONCE]
            if len(coefficients):
                shares = log_shares(np.array([kernel_row(self.index, near) for _, near in part]) @ coefficients)
                for (query, near), row in zip(part, shares, strict=True):
                    yield evidence(self.index, query, near)._replace(log_shares=row)
            else:
                yield from (evidence(self.index, query, near) for query, near in part)


def training(
    index: Index, queries: Sequence[AnalysedQuery], features: Sequence[RankingFeature], told: Told
) -> Training:
    """Compares the examples with one another and fits the classifier."""
    texts = [example.text for example in index.examples]
    chosen = drawn(texts, "asked", MOST_ASKED)
    taught = drawn(texts, "taught", CLASSIFIED if index.examples_compared else 0)
    kernel = kernel_among(index, queries, taught, lambda share: told(0.4 * share))
    near = {i: likeness(index, queries[i]) for i in chosen.tolist()}
    told(0.5)
    coefficients, scores = np.zeros((len(queries) if len(taught) else 0, len(index.ids)), np.float32), kernel[:, :0]
    if len(taught):
        own = fitted_coefficients(kernel, index.entry_of[taught], len(index.ids), told=lambda s: told(0.5 + 0.5 * s))
        coefficients[taught], scores = own, kernel @ own
    entry_stems = [Counter(s for i in index.own(e) for s in queries[i].stems) for e in range(len(index.ids))]
    return Training(index, queries, features, chosen, near, taught, kernel, coefficients, scores, entry_stems)


def held_out_predictions(
    training: Training, noisy: Sequence[AnalysedQuery], far: Sequence[AnalysedQuery], told: Told
) -> list[HeldOutPrediction]:
    """`noisy`: the chosen examples with typing noise; `far`: the same made to be about other things.

    Each fold misses some examples of every entry and some entries whole; the last one half of the knowledge.
    """
    index, chosen = training.index, training.chosen.tolist()
    entries, order, m = index.entry_of, _shuffled_within(index), len(index.ids)
    has_others = np.diff(index.first)[entries] > 1  # the only example leaves nothing behind that could be found
    small = len(training.queries) <= SMALL
    group = np.random.default_rng(3).permutation(m)
    groups = FOLDS if small else 2 * FOLDS
    halves = (1 + small) if m > 2 else 0
    predictions: list[HeldOutPrediction] = []
    for fold in range(FOLDS):
        gone = group % groups == fold if m > 2 else np.zeros(m, bool)
        held = gone[entries] | (order % FOLDS == fold)
        fitted = _refitted(training, ~held)
        predictions += _near_misses(training, [i for i in chosen if gone[entries[i]]], fitted)
        left = [(i, noisy[j]) for j, i in enumerate(chosen) if held[i] and not gone[entries[i]] and has_others[i]]
        predictions += _without_examples(training, left, fitted)
        told((1 + fold) / (FOLDS + halves))
    for half in range(halves):
        gone = group % 2 == half
        fitted = _refitted(training, ~gone[entries])
        away = [far[j] for j, i in enumerate(chosen) if gone[entries[i]]]
        asked = [(query, likeness(index, query)) for query in away]
        for found in training.scored(asked, fitted):
            short = _without_entries(training, found, gone)
            predictions.append(HeldOutPrediction(short, -1, in_scope=False, query=found.query))
        told((1 + FOLDS + half) / (FOLDS + halves))
    return predictions


def _refitted(training: Training, learned: Bools) -> Float32s:
    """The classifier of the `learned` examples, (examples,), alone; the others keep no coefficients."""
    coefficients, taught = np.zeros_like(training.coefficients), training.taught
    if len(taught):
        rows, others = np.flatnonzero(learned[taught]), np.flatnonzero(~learned[taught])
        scores = training.scores[rows] - _part(training.kernel, rows, others) @ training.coefficients[taught[others]]
        coefficients[taught[rows]] = fitted_coefficients(
            _part(training.kernel, rows, rows),
            training.index.entry_of[taught[rows]],
            len(training.index.ids),
            start=(training.coefficients[taught[rows]], scores),
            steps=RETURNING_STEPS,
        )
    return coefficients


def _part(kernel: Float32s, rows: Int64s, columns: Int64s) -> Float32s:
    """These rows and columns; row by row in half the time of numpy's `ix_`."""
    part = np.empty((len(rows), len(columns)), np.float32)
    for place, row in enumerate(rows.tolist()):
        np.take(kernel[row], columns, out=part[place], mode="clip")
    return part


def _near_misses(training: Training, examples: Sequence[int], fitted: Float32s) -> Iterator[HeldOutPrediction]:
    """Each example asked of the knowledge without its whole entry."""
    entries, asked = training.index.entry_of, [(training.queries[i], training.near[i]) for i in examples]
    for i, found in zip(examples, training.scored(asked, fitted), strict=True):
        removed = np.arange(len(training.index.ids)) == entries[i]
        short = _without_entries(training, found, removed)
        yield HeldOutPrediction(short, -1, in_scope=False, query=found.query, weight=NEAR_WEIGHT)


def _without_examples(
    training: Training, left: Sequence[tuple[int, AnalysedQuery]], fitted: Float32s
) -> Iterator[HeldOutPrediction]:
    """Each example asked of the knowledge without it, as it was written and with typing noise."""
    asked = []
    for i, noisy in left:
        asked += [(training.queries[i], training.near[i]), (noisy, likeness(training.index, noisy))]
    for place, found in enumerate(training.scored(asked, fitted)):
        left_out = _left_out(training, left[place // 2][0], found.query)
        found = found._replace(known=_known_without(found, left_out))
        short = shortlist(found, training.features, left_out)
        where = np.flatnonzero(short.entries == left_out.entry)
        yield HeldOutPrediction(short, int(where[0]) if len(where) else -1, in_scope=True, query=found.query)


def _without_entries(training: Training, found: Evidence, removed: Bools) -> Shortlist:
    """The shortlist as if the knowledge lacked the `removed` entries, shape (entries,)."""
    known = _known_elsewhere(found, removed)
    if found.log_shares is not None:
        found = found._replace(log_shares=log_shares(np.where(removed, REMOVED, found.log_shares)))
    return shortlist(found._replace(known=known), training.features, removed=removed)


def _shuffled_within(index: Index) -> Int32s:
    """A number for each example, (examples,), so that every entry's examples spread over the folds."""
    numbers = np.zeros(len(index.examples), np.int32)
    for entry in range(len(index.ids)):
        drawn = sorted(index.own(entry), key=lambda i: lot(index.examples[i].text, "fold"))
        numbers[drawn] = np.arange(len(drawn)) + entry
    return numbers


def _left_out(training: Training, i: int, asked: AnalysedQuery) -> LeftOut:
    """What is left of an entry without its example i, as far as the question that is `asked` goes."""
    index = training.index
    entry = int(np.searchsorted(index.first, i, side="right")) - 1
    own, said = index.own(entry), Counter(training.queries[i].stems)
    stems = {stem: training.entry_stems[entry][stem] - said[stem] for stem in sorted(set(asked.stems))}
    near = training.near[i]
    dots = [float(sims[own.start : own.stop].sum()) for sims in (near.words, near.characters, near.meaning)]
    length = training.entry_stems[entry].total() - said.total()
    total = sum(map(index.bm25.idf_of, stems)) or 1.0
    return LeftOut(i, entry, {stem: count for stem, count in stems.items() if count}, length, total, *dots)


def _known_without(found: Evidence, left_out: LeftOut) -> float:
    """The share of the question's idf in stems that the knowledge still has without the example."""
    bm25 = found.fitted_index.bm25
    stems = (s for s in set(found.query.stems) if s in left_out.stems or len(bm25.entries_with(s)) > 1)
    return sum(map(bm25.idf_of, stems)) / found.total


def _known_elsewhere(found: Evidence, removed: Bools) -> float:
    """The share of the question's idf in stems of entries that are not `removed`."""
    bm25 = found.fitted_index.bm25
    return sum(bm25.idf_of(s) for s in set(found.query.stems) if not removed[bm25.entries_with(s)].all()) / found.total
