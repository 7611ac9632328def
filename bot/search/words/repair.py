"""Spelling repair: the knowledge's word that a mistyped one was meant to be."""

import math
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from bot.languages import search_words
from bot.languages.shapes import Sounds
from bot.search.words.lexicon import STEPS_PER_LOG, Lexicon

SHORTEST, SHORT = 3, 5
_COST_OF_EDIT, _SAME_FIRST_LETTER, _SAME_SOUND, _SLIP = 6.0, 1.5, 4.0, 2.0
_FREQUENT = 9.0
_VOWELS = frozenset("aeiouy")
_KEYBOARDS = (("qwertyuiop", "asdfghjkl ", "zxcvbnm   "), ("azertyuiop", "qsdfghjklm", "wxcvbn    "))
_NEIGHBOURS = frozenset(
    a + b
    for rows in _KEYBOARDS
    for y, row in enumerate(rows)
    for x, a in enumerate(row)
    for other in rows[max(0, y - 1) : y + 2]
    for b in other[max(0, x - 1) : x + 2]
    if a != b
)


def sound(word: str, sounds: Sounds) -> str:
    """Roughly how a speaker of the language hears the word, for spellings such as « lisanse »."""
    for written, heard in sounds.heard:
        word = word.replace(written, heard)
    heard = "".join(c for c, before in zip(word, " " + word, strict=False) if c != before)
    return heard.rstrip(sounds.silent) or heard


def is_slip(typed: str, meant: str) -> bool:
    """Whether one neighbouring key or one swap of letters makes the difference."""
    if len(typed) != len(meant):
        return False
    differences = [a + b for a, b in zip(typed, meant, strict=True) if a != b]
    return len(differences) == 2 or (len(differences) == 1 and differences[0] in _NEIGHBOURS)


class _Targets(NamedTuple):
    """The knowledge's words, what speaks for each from the start (nats), its letters, and a bit for each of them."""

    words: list[str]
    priors: list[float]
    lengths: NDArray[np.int16]
    masks: NDArray[np.uint64]


@dataclass(frozen=True)
class Speller:
    """Repairs words to those of the knowledge, by their `counts`; what general language knows is left alone."""

    counts: Mapping[str, int]
    lexicon: Lexicon

    @cached_property
    def repaired(self) -> Callable[[str, str], tuple[str, ...]]:
        """What a word was meant to be, perhaps two words, in a language: how its speakers hear it counts too."""
        return lru_cache(maxsize=20_000)(self._repaired)

    @cached_property
    def _targets(self) -> "_Targets":
        words = [word for word in sorted(self.counts) if len(word) >= SHORTEST and not word.isdigit()]
        return _Targets(
            words,
            [0.5 * math.log1p(self.counts[word]) for word in words],
            np.array([len(word) for word in words], dtype=np.int16),
            np.array([_mask(word) for word in words], dtype=np.uint64),
        )

    def knows(self, word: str) -> bool:
        return word in self.counts or self.lexicon.knows(word)

    def repair(self, tokens: Sequence[str], language: str, kept: Container[str] = ()) -> list[str]:
        """The words that were meant; those in `kept` are taken as they are."""
        parts = ((token,) if token in kept else self.repaired(token, language) for token in self._joined(tokens))
        return [part for token in parts for part in token]

    def _joined(self, tokens: Sequence[str]) -> list[str]:
        """« logi ciel » becomes « logiciel » when at least one half is no word of its own."""
        out: list[str] = []
        for token in tokens:
            whole = out[-1] + token if out else ""
            if whole in self.counts and len(whole) > SHORT and not (self.knows(token) and self.knows(out[-1])):
                out[-1] = whole
            else:
                out.append(token)
        return out

    def _repaired(self, word: str, language: str) -> tuple[str, ...]:
        if len(word) < SHORTEST or any(c.isdigit() for c in word) or self.knows(word):
            return (word,)
        if len(word) == SHORTEST and _VOWELS.isdisjoint(word):  # « dns » is an acronym sooner than « dans »
            return (word,)
        nearest = self._nearest(word, language)
        if nearest is not None:
            return (nearest,)
        return self._split(word) or (word,)

    def _nearest(self, word: str, language: str) -> str | None:
        allowed = 1 if len(word) <= SHORT else 2
        targets = self._targets
        letters = np.bitwise_count(targets.masks ^ np.uint64(_mask(word))) <= 2 * allowed
        sounds = search_words(language).sounds
        heard = sound(word, sounds) if sounds else ""
        best, best_score = None, -math.inf
        for i in np.flatnonzero(letters & (np.abs(targets.lengths - len(word)) <= allowed)):
            target = targets.words[i]
            distance = OSA.distance(word, target, score_cutoff=allowed)
            if distance <= allowed and not self._is_other_acronym(word, target):
                score = targets.priors[i] - _COST_OF_EDIT * distance + _SAME_FIRST_LETTER * (target[0] == word[0])
                score += _SLIP * (distance == 1 and is_slip(word, target))
                score += _SAME_SOUND * (sounds is not None and sound(target, sounds) == heard)
                if score > best_score:
                    best, best_score = target, score
        return best

    def _is_other_acronym(self, typed: str, target: str) -> bool:
        """Whether the target is an acronym of the knowledge: « SQL » is not « STL », nor « ODBC » « ODbL ».

        A swap of two letters in a longer one is a slip all the same, as in « opso ».
        """
        if len(target) > SHORT or len(typed) > SHORT or self.lexicon.knows(target):
            return False
        return len(typed) <= SHORTEST or sorted(typed) != sorted(target)

    def _split(self, word: str) -> tuple[str, ...]:
        best: tuple[float, tuple[str, ...]] = (0.0, ())
        for i in range(2, len(word) - 1):
            left, right = word[:i], word[i:]
            if left in self.counts and right in self.counts:
                weight = math.log1p(self.counts[left]) + math.log1p(self.counts[right])
                best = max(best, (weight, (left, right)))
            elif right in self.counts and len(right) >= SHORT and self._frequent(left):
                best = max(best, (0.1, (left, right)))
        return best[1]

    def _frequent(self, word: str) -> bool:
        return max(self.lexicon.frequency(word)) > _FREQUENT * STEPS_PER_LOG


def _mask(word: str) -> int:
    mask = 0
    for c in word:
        mask |= 1 << ((ord(c) * 7) % 64)
    return mask
