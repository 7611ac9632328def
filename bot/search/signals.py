"""A question's reading in; for its best candidates a table of signals out, one row an entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.search.index import Index, segment_maxima, segment_sums
from bot.search.words.reading import Reading

Table = NDArray[np.float64]
CANDIDATES = 12
NAMES = (
    "classifier",
    "bm25",
    "coverage",
    "characters",
    "best_characters",
    "words",
    "best_words",
    "best_three",
    "ratio",
    "token_set",
)
# Stable on unlike sets of questions; what the knowledge itself teaches is added to them.
PRIOR = np.array([0.7, 2.5, 1.5, 4.0, 0.5, 4.0, 1.5, 0.5, 3.0, 0.2])
# Of the facts about a ranking, only its entropy speaks against it.
DIRECTIONS = np.array([1.0, 1.0, -1.0, *[1.0] * (4 + len(NAMES))])
_ROUGH = slice(0, 7)


class LeftOut(NamedTuple):
    """The example that is the question itself, or with it some whole entries: none of them may answer.

    `word_dot`, `character_dot`: the example's product with the sum of its entry; `bm25`, `coverage`: what the entry
    still has of the question; `known`: what the knowledge still has of it.
    """

    example: int
    entry: int
    whole: NDArray[np.bool_] | None = None
    word_dot: float = 0.0
    character_dot: float = 0.0
    bm25: float = 0.0
    coverage: float = 0.0
    known: float = 1.0


@dataclass(frozen=True)
class Similarities:
    """Of one question with every example, and what it knows of the vocabulary."""

    words: Table
    characters: Table
    bm25: Table
    coverage: Table
    known: float


class Candidates(NamedTuple):
    entries: NDArray[np.int64]
    examples: NDArray[np.int64]
    table: Table
    known: float


def similarities(index: Index, reading: Reading) -> Similarities:
    terms = index.bm25
    stems = set(reading.stems)
    rows = np.array(sorted(i for stem in stems if (i := terms.ids.get(stem)) is not None), np.int64)
    mass = float(terms.idf[rows].sum())
    whole = mass + (len(stems) - len(rows)) * terms.rarest or 1.0
    positions, lengths = terms.weights.positions(rows)
    entries = terms.weights.columns[positions]
    m = len(index.ids)
    bm25 = np.bincount(entries, terms.weights.values[positions], minlength=m) / whole
    coverage = np.bincount(entries, np.repeat(terms.idf[rows], lengths), minlength=m) / whole
    return Similarities(
        index.words.weighted_sum(index.vectors.words(reading)),
        index.characters.weighted_sum(index.vectors.characters(reading)),
        bm25,
        coverage,
        mass / whole,
    )


def candidates(
    index: Index, reading: Reading, found: Similarities, classified: Table, left_out: LeftOut | None = None
) -> Candidates:
    """`classified`: the classifier's log-probabilities of every entry."""
    words, characters = found.words, found.characters
    removed = None if left_out is None else left_out.whole
    word_centroid, character_centroid = _centroids(index, found, left_out)
    bm25, coverage = found.bm25, found.coverage
    if left_out is not None and removed is None:
        words, characters, bm25, coverage = words.copy(), characters.copy(), bm25.copy(), coverage.copy()
        words[left_out.example] = characters[left_out.example] = 0.0
        bm25[left_out.entry], coverage[left_out.entry] = left_out.bm25, left_out.coverage
    best_words, best_characters = segment_maxima(words, index.first), segment_maxima(characters, index.first)
    table = np.stack([classified, bm25, coverage, character_centroid, best_characters, word_centroid, best_words], 1)
    rough = table @ PRIOR[_ROUGH]
    chosen = _highest(rough, CANDIDATES)
    if removed is not None:
        left = np.flatnonzero(~removed)
        chosen = left[_highest(rough[left], CANDIDATES)]
    known = found.known if left_out is None else left_out.known
    return _with_fuzzy(index, reading, chosen, table[chosen], words + characters, left_out, known)


def _highest(values: Table, count: int) -> NDArray[np.int64]:
    chosen = np.argpartition(-values, count - 1)[:count] if count < len(values) else np.arange(len(values))
    return chosen[np.lexsort((chosen, -values[chosen]))]


def _centroids(index: Index, found: Similarities, left_out: LeftOut | None) -> tuple[Table, Table]:
    out = []
    for sims, norms, dot in (
        (found.words, index.word_norms, left_out.word_dot if left_out else 0.0),
        (found.characters, index.character_norms, left_out.character_dot if left_out else 0.0),
    ):
        centroid = segment_sums(sims, index.first) / norms
        if left_out is not None and left_out.whole is None:
            entry, own = left_out.entry, float(sims[left_out.example])
            rest = float(norms[entry]) ** 2 - 2 * dot + 1.0
            centroid[entry] = (centroid[entry] * norms[entry] - own) / max(rest, 1e-6) ** 0.5 if rest > 0.01 else 0.0
        out.append(centroid)
    return out[0], out[1]


def _with_fuzzy(
    index: Index,
    reading: Reading,
    chosen: NDArray[np.int64],
    table: Table,
    likeness: Table,
    left_out: LeftOut | None,
    known: float,
) -> Candidates:
    extra = np.zeros((len(chosen), 3))
    best = np.zeros(len(chosen), np.int64)
    question = reading.folded
    for row, entry in enumerate(chosen):
        own = np.array([i for i in index.own(int(entry)) if left_out is None or i != left_out.example], np.int64)
        if not len(own):
            best[row] = index.first[entry]
            continue
        ranked = own[np.argsort(-likeness[own], kind="stable")]
        best[row] = ranked[0]
        extra[row, 0] = likeness[ranked[:3]].sum() / 6
        texts = [index.folded[i] for i in ranked]
        extra[row, 1] = _best_score(question, texts, fuzz.ratio)
        extra[row, 2] = _best_score(question, texts[:4], fuzz.token_set_ratio)
    return Candidates(chosen, best, np.hstack([table, extra]), known)


def _best_score(question: str, texts: Sequence[str], scorer) -> float:  # type: ignore[no-untyped-def]
    return float(process.cdist([question], texts, scorer=scorer).max()) / 100


def facts(found: Candidates, scores: Table, reading: Reading) -> Table:
    """What tells how sure the ranking is: shares and margins, agreement, the winner's signals, what is unknown."""
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    top = int(scores.argmax())
    rest = np.delete(scores, top)
    second = float(rest.max()) if len(rest) else float(scores[top]) - 10.0
    entropy = float(-(shares * np.log(shares + 1e-12)).sum())
    winner = found.table[top]
    agreement = float((found.table.argmax(axis=0) == top).mean())
    margin = min(10.0, float(scores[top]) - second)
    return np.array(
        [margin, np.log(float(shares[top]) + 1e-6), entropy, agreement, float(scores[top]), found.known,
         np.log1p(len(reading.words)), *winner]
    )  # fmt: skip
