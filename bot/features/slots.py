"""Phrases with slots: [a/b] is one of these, and nothing between slashes is no word.

A phrase is read word by word, with slips of the keyboard in its long words: as a whole, « mes données » is close to
« les données », which means something else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

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


def beginnings(said: SlotWords, slots: Slots, length: int = 0) -> Iterator[int]:
    """How many of the words the slots take, in each way in which the words begin with them."""
    if not slots:
        yield length
        return
    for words in slots[0]:
        if _begins(said[length:], words):
            yield from beginnings(said, slots[1:], length + len(words))


class SlotLines:
    """Many lines with slots, of which those alone are tried that can begin with the letter of the first word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._by_letter: dict[str, list[Slots]] = {}
        for slots in map(slots_of, lines):
            for letter in _letters(slots):
                self._by_letter.setdefault(letter, []).append(slots)

    def fitting(self, said: SlotWords) -> Iterator[Slots]:
        """The lines that the words are."""
        return (slots for slots in self._near(said) if fits(said, slots))

    def beginnings(self, said: SlotWords) -> Iterator[int]:
        """How many of the words a line takes, in each way in which they begin with one."""
        return (length for slots in self._near(said) for length in beginnings(said, slots))

    def _near(self, said: SlotWords) -> Iterable[Slots]:
        return self._by_letter.get(said[0][0], ()) if said else ()


class Around:
    """What people put before and after what they mean, in any language."""

    def __init__(self, edges: Iterable[Edges]) -> None:
        listed = tuple(edges)
        self._before = _by_word((words for edge in listed for words in edge.before), 0)
        self._after = _by_word((words for edge in listed for words in edge.after), -1)

    def within(self, words: SlotWords) -> SlotWords:
        """The words without any of it at either end; nothing when there is nothing else."""
        while words and (length := _longest(self._before.get(words[0], ()), words)):
            words = words[length:]
        while words and (length := _longest(self._after.get(words[-1], ()), words, at_end=True)):
            words = words[:-length]
        return words


def _by_word(phrases: Iterable[str], place: int) -> Mapping[str, list[SlotWords]]:
    """The phrases by their first word, or their last one: there are thousands."""
    found: dict[str, list[SlotWords]] = {}
    for words in {tuple(phrase.split()) for phrase in phrases}:
        if words:
            found.setdefault(words[place], []).append(words)
    return found


def _longest(edges: Iterable[SlotWords], words: SlotWords, *, at_end: bool = False) -> int:
    return max((len(e) for e in edges if (words[-len(e) :] if at_end else words[: len(e)]) == e), default=0)


def _alternatives(slot: tuple[str, str]) -> tuple[SlotWords, ...]:
    return tuple(tuple(words.split()) for words in (slot[1] or slot[0]).split("/"))


def _letters(slots: Slots) -> set[str]:
    """Those with which a line can begin: no slip changes the first one."""
    letters: set[str] = set()
    for slot in slots:
        letters |= {words[0][0] for words in slot if words}
        if all(slot):
            break
    return letters


def _begins(said: SlotWords, words: SlotWords) -> bool:
    return len(said) >= len(words) and all(map(same_word, said, words))


def same_word(typed: str, word: str) -> bool:
    """Whether a word is meant, but for slips of the keyboard.

    Short words must be exact: « mes » and « nos », "me" and "it" are a letter or two apart.
    So must first letters: « publier mes données » asks for something else than « oublier mes données ».
    """
    if typed == word or len(word) < ONE_SLIP or typed[0] != word[0]:
        return typed == word
    slips = 1 + (len(word) >= TWO_SLIPS)
    return OSA.distance(typed, word, score_cutoff=slips) <= slips
