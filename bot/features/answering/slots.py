"""Phrases with slots: [a/b] is one of these, and nothing between slashes is no word.

A phrase is read word by word, with slips of the keyboard in its long words: as a whole, « mes données » is close to
« les données », which means something else.
"""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from bot.languages.shapes import Edges

SlotWords = tuple[str, ...]
Slots = tuple[tuple[SlotWords, ...], ...]
"""One alternative of each, in this order."""
ONE_SLIP, TWO_SLIPS = 5, 8
"""Letters that a word needs for one slip, and for two."""


def slots_of(phrase: str) -> Slots:
    return tuple(map(_alternatives, re.findall(r"\[([^]]*)\]|(\S+)", phrase)))


def fits(said: SlotWords, slots: Slots) -> bool:
    """Whether the words are one alternative of each slot, and nothing else."""
    if not slots:
        return not said
    return any(_begins(said, words) and fits(said[len(words) :], slots[1:]) for words in slots[0])


class Around:
    """What people put before and after what they mean, in any language."""

    def __init__(self, edges: Iterable[Edges]) -> None:
        listed = tuple(edges)
        self.before = tuple(tuple(words.split()) for edge in listed for words in edge.before)
        self.after = tuple(tuple(words.split()) for edge in listed for words in edge.after)

    def within(self, words: SlotWords) -> SlotWords:
        """The words without any of it at either end; nothing when there is nothing else."""
        while length := max((len(edge) for edge in self.before if words[: len(edge)] == edge), default=0):
            words = words[length:]
        while length := max((len(edge) for edge in self.after if words[-len(edge) :] == edge), default=0):
            words = words[:-length]
        return words


def _alternatives(slot: tuple[str, str]) -> tuple[SlotWords, ...]:
    return tuple(tuple(words.split()) for words in (slot[1] or slot[0]).split("/"))


def _begins(said: SlotWords, words: SlotWords) -> bool:
    return len(said) >= len(words) and all(map(_same, said, words))


def _same(typed: str, word: str) -> bool:
    """Short words must be exact: « mes » and « nos », "me" and "it" are a letter or two apart.

    So must first letters: « publier mes données » asks for something else than « oublier mes données ».
    """
    if typed == word or len(word) < ONE_SLIP or typed[0] != word[0]:
        return typed == word
    slips = 1 + (len(word) >= TWO_SLIPS)
    return OSA.distance(typed, word, score_cutoff=slips) <= slips
