"""A question's reading in; for its best candidates a table of signals out, one row an entry."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.search.index import Index, segment_maxima, segment_sums
from bot.search.sparse import Floats
from bot.search.words.reading import Reading

Table = NDArray[np.float64]
CANDIDATES = 12
LIKELIEST, MOST_EXAMPLES = 4, 20
MOST_LOOKED_UP = 12_000
MANY = 2_000
_NOTHING: Floats = np.zeros(0, np.float32)
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
    "meaning",
)
# Stable on unlike sets of questions; what the knowledge itself teaches is added to them.
PRIOR = np.array([0.85, 3.5, 1.5, 4.0, 0.5, 4.0, 1.5, 0.5, 3.0, 10.0])
_COMPARED = PRIOR[[3, 4, 5, 6, 9]]
# Of the facts about a ranking, its entropy speaks against it, and likeness to what no entry answers.
DIRECTIONS = np.array([1.0, 1.0, -1.0, *[1.0] * (4 + len(NAMES)), -1.0])


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
    meaning_dot: float = 0.0
    bm25: float = 0.0
    coverage: float = 0.0
    known: float = 1.0


@dataclass(frozen=True)
class Similarities:
    """Of one question with every example, and what it knows of the vocabulary."""

    words: Floats
    characters: Floats
    meaning: Floats
    bm25: Table
    coverage: Table
    known: float
    outside: float = 0.0


class Candidates(NamedTuple):
    entries: NDArray[np.int64]
    examples: NDArray[np.int64]
    table: Table
    known: float
    outside: float = 0.0


class Likeness(NamedTuple):
    """Of one question with every example, shape (examples,); `outside`: with every question out of scope."""

    words: Floats
    characters: Floats
    meaning: Floats
    outside: Floats


def likeness(index: Index, reading: Reading) -> Likeness:
    """Nothing where the knowledge is too large for its examples to be compared."""
    words = characters = meaning = outside = _NOTHING
    if index.examples_compared:
        words = index.words.weighted_sum(index.vectors.words(reading))
        characters, outside = index.spelt_like(reading)
    if len(index.meaning.vectors) and reading.meaning is not None:
        meaning = index.meaning.like(reading.meaning)
    return Likeness(words, characters, meaning, outside)


def similarities(index: Index, reading: Reading, itself: int = -1) -> Similarities:
    """`itself`: the question's own place among those that no entry answers."""
    terms, m = index.bm25, len(index.ids)
    stems = set(reading.stems)
    rows = np.array(sorted(i for stem in stems if (i := terms.ids.get(stem)) is not None), np.int64)
    mass = float(terms.idf[rows].sum())
    whole = mass + (len(stems) - len(rows)) * terms.rarest or 1.0
    near = likeness(index, reading)
    if itself >= 0 and len(near.outside):
        near.outside[itself] = 0.0
    if not index.examples_compared:
        rows = _telling(index, rows)
    columns, weights, lengths = terms.weights.taken(rows)
    entries = columns.astype(np.intp)  # bincount would cast them each time
    bm25 = np.bincount(entries, weights, minlength=m) / whole
    coverage = np.bincount(entries, np.repeat(terms.idf[rows], lengths), minlength=m) / whole
    outside = float(near.outside.max(initial=0.0))
    return Similarities(near.words, near.characters, near.meaning, bm25, coverage, mass / whole, outside)


def _telling(index: Index, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The question's rarest stems, as many as can be looked up quickly: in large knowledge « how » tells nothing."""
    rows = rows[np.argsort(-index.bm25.idf[rows], kind="stable")]
    starts = index.bm25.weights.starts
    return rows[: max(1, int(np.searchsorted(np.cumsum(starts[rows + 1] - starts[rows]), MOST_LOOKED_UP)))]


def candidates(
    index: Index, reading: Reading, found: Similarities, classified: Table, left_out: LeftOut | None = None
) -> Candidates:
    """`classified`: the classifier's log-probabilities of every entry."""
    words, characters, bm25, coverage = found.words, found.characters, found.bm25, found.coverage
    removed = None if left_out is None else left_out.whole
    if left_out is not None and removed is None:
        words, characters, bm25, coverage = words.copy(), characters.copy(), bm25.copy(), coverage.copy()
        words[left_out.example : left_out.example + 1] = characters[left_out.example : left_out.example + 1] = 0.0
        bm25[left_out.entry], coverage[left_out.entry] = left_out.bm25, left_out.coverage
    if index.examples_compared:
        compared: Table | None = _compared(index, found, words, characters, left_out)
    else:
        compared = None
    rough = PRIOR[1] * bm25
    rough += PRIOR[2] * coverage
    if compared is not None:
        rough += PRIOR[0] * classified + _COMPARED @ compared
    if removed is None:
        chosen = _highest(rough, CANDIDATES)
    else:
        left = np.flatnonzero(~removed)
        chosen = left[_highest(rough[left], CANDIDATES)]
    known = found.known if left_out is None else left_out.known
    near = np.zeros((5, len(chosen))) if compared is None else compared[:, chosen]
    example = -1 if left_out is None else left_out.example
    best, fuzzy = _best_examples(index, reading, chosen, words + characters, example)
    columns = [classified[chosen], bm25[chosen], coverage[chosen], *near[:4], *fuzzy, near[4]]
    return Candidates(chosen, best, np.array(columns).T, known, found.outside)


def _highest(values: Table, count: int) -> NDArray[np.int64]:
    if len(values) > MANY:
        near = np.flatnonzero(values >= values.max() / 2)
        if count < len(near) < len(values) / 2:
            return near[_highest(values[near], count)]
    chosen = np.argpartition(-values, count - 1)[:count] if count < len(values) else np.arange(len(values))
    return chosen[np.lexsort((chosen, -values[chosen]))]


def _compared(index: Index, found: Similarities, words: Floats, characters: Floats, left_out: LeftOut | None) -> Table:
    """Characters to the entry's centroid and best example, then words to the same, then meaning to both."""
    out = left_out or LeftOut(0, 0)
    rows = [
        *_to_entries(index, characters, index.character_norms, left_out, out.character_dot),
        *_to_entries(index, words, index.word_norms, left_out, out.word_dot),
    ]
    if not len(found.meaning):
        return np.stack([*rows, np.zeros(len(index.ids))])
    meaning = found.meaning
    if left_out is not None and left_out.whole is None:
        meaning = meaning.copy()
        meaning[left_out.example] = 0.0
    centroid, best = _to_entries(index, meaning, index.meaning.norms, left_out, out.meaning_dot)
    return np.stack([*rows, (centroid + best) / 2])


def _to_entries(index: Index, sims: Floats, norms: Floats, left_out: LeftOut | None, dot: float) -> tuple[Table, Table]:
    """To every entry's centroid, and to its best example."""
    centroid = segment_sums(sims, index.first) / norms
    if left_out is not None and left_out.whole is None:
        entry = left_out.entry
        rest = float(norms[entry]) ** 2 - 2 * dot + 1.0
        centroid[entry] *= norms[entry] / max(rest, 1e-6) ** 0.5 if rest > 0.01 else 0.0
    return centroid, segment_maxima(sims, index.first)


def _best_examples(
    index: Index, reading: Reading, chosen: NDArray[np.int64], likeness: Floats, left_out: int
) -> tuple[NDArray[np.int64], Table]:
    """Each candidate's best example; its best three's likeness, and the best of rapidfuzz's ratios."""
    own, near = _likeliest(index, chosen, likeness, left_out)
    there = near > -np.inf
    ratios = np.zeros(own.shape, np.float32) - 1
    texts = [index.folded[i] for i in own[there].tolist()]
    ratios[there] = process.cdist([reading.folded], texts, scorer=fuzz.ratio)[0]
    best_three = np.maximum(near[:, :3], 0).sum(axis=1, dtype=np.float64) / 6
    extra = np.array([best_three, ratios.max(axis=1, initial=0) / 100])
    best = 0 if len(likeness) else own.shape[1] - 1 - ratios[:, ::-1].argmax(axis=1)  # the last of equal ones
    rows = np.arange(len(chosen))
    return np.where(there[rows, best], own[rows, best], index.first[chosen]), extra


def _likeliest(
    index: Index, chosen: NDArray[np.int64], likeness: Floats, left_out: int
) -> tuple[NDArray[np.int64], Floats]:
    """For each candidate the examples worth a closer look, the likeliest first, and their likeness.

    Likeness is minus infinity where a candidate has fewer of them, and 0 where examples are not compared.
    """
    starts = index.first[chosen].astype(np.int64)
    sizes = np.minimum(index.first[chosen + 1] - starts, MOST_EXAMPLES)
    own = starts[:, None] + np.arange(sizes.max(initial=1))
    there = own < (starts + sizes)[:, None]
    if left_out >= 0:
        there &= own != left_out
    if not len(likeness):
        return own, np.where(there, np.float32(0), -np.inf)
    near = np.where(there, likeness[np.minimum(own, len(likeness) - 1)], -np.inf)
    likeliest = np.argsort(-near, axis=1, kind="stable")[:, :LIKELIEST]
    rows = np.arange(len(chosen))[:, None]
    return own[rows, likeliest], near[rows, likeliest]


def facts(found: Candidates, scores: Table, reading: Reading) -> Table:
    """What tells how sure the ranking is: shares and margins, agreement, the winner's signals, what is unknown."""
    values = scores.tolist()  # a dozen numbers: numpy would take longer
    best = max(values)
    top = values.index(best)
    behind = [value - best for value in values]
    margin = min(10.0, -max((gap for row, gap in enumerate(behind) if row != top), default=-10.0))
    shares = [math.exp(gap) for gap in behind]
    total = sum(shares)
    entropy = math.log(total) - sum(share * gap for share, gap in zip(shares, behind, strict=True)) / total
    agreement = found.table.argmax(axis=0).tolist().count(top) / found.table.shape[1]
    length = math.log1p(len(reading.words))
    signals = found.table[top].tolist()
    return np.array([margin, -math.log(total), entropy, agreement, best, found.known, length, *signals, found.outside])
