"""The words of a text as names of licences are compared: letters and figures apart, versions without v and .0."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bot.knowledge.near import ACCENT, same
from bot.languages import known, licence_words

ONLY, OR_LATER = "only", "orlater"
PIECE = re.compile(r"\d+(?:\.\d+)*|[a-z]+?(?=v\.?\d)|[a-z]+|\+")
FIGURE = re.compile(r"\d")
ZEROS = re.compile(r"(?:\.0)+$")
LONE_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
APART = re.compile(r"[^a-z0-9.+]")
LONGEST_TEXT = 600
RUN_TOGETHER = re.compile(r"(?:cc(?=by)|by(?=nc|nd|sa))(?:by|nc|nd|sa)*")
ELEMENTS = ("by", "nc", "nd", "sa")
"""Of Creative Commons, in the order of its names; people write them in any, with the version anywhere."""

Key = tuple[str, ...]


class NameWord(NamedTuple):
    """A word of a text, as names are compared: `start` and `end` are its place in the text."""

    word: str
    start: int
    end: int


class LicenceVocabulary(NamedTuple):
    """How people speak of licences, in all of some languages; `suffix` finds what says "only" or "or later"."""

    licence: frozenset[str]
    version: frozenset[str]
    filler: frozenset[str]
    exception: frozenset[str]
    suffix: re.Pattern[str]
    endings: tuple[str, ...]
    or_later: frozenset[str]


def key(text: str) -> Key:
    """A name as names are compared: without the word licence, versions without v and .0."""
    return read_name(text)[0]


def read_name(text: str) -> tuple[Key, bool]:
    """Its key, and whether it was written with the word licence, as that of a product or of a common word."""
    said = vocabulary_of(known())
    words = [one.word for one in words_of(text)]
    core = tuple(word for word in words if word not in said.licence and word not in said.filler)
    return core, any(word in said.licence for word in words)


def words_of(text: str) -> list[NameWord]:
    """The words of a text, letters and figures apart; `only` and `orlater` stand for how a language says them."""
    said = vocabulary_of(known())
    folded = _folded(text[:LONGEST_TEXT])
    found: list[NameWord] = []
    position = 0
    for suffix in said.suffix.finditer(folded) if any(phrase in folded for phrase in said.endings) else ():
        found += _pieces(folded, position, suffix.start(), said)
        word = OR_LATER if suffix.group(1) in said.or_later else ONLY
        found.append(NameWord(word, suffix.start(1), suffix.end(1)))
        position = suffix.end(1)
    return _in_order([*found, *_pieces(folded, position, len(folded), said)])


def _in_order(words: list[NameWord]) -> list[NameWord]:
    """With the elements after « cc » as its names have them: « cc by 4.0 nc » is « cc by nc 4.0 ».

    Else what stands last would be lost, and the licence would be taken for a freer one.
    """
    place = 0
    while place < len(words):
        end = place + 1
        if words[place].word == "cc":
            while end < len(words) and (words[end].word in ELEMENTS or FIGURE.match(words[end].word)):
                end += 1
            run = [one.word for one in words[place + 1 : end]]
            run.sort(key=lambda word: ELEMENTS.index(word) if word in ELEMENTS else len(ELEMENTS))
            words[place + 1 : end] = [one._replace(word=w) for one, w in zip(words[place + 1 : end], run, strict=True)]
        place = end
    return words


def _pieces(folded: str, start: int, end: int, said: LicenceVocabulary) -> Iterator[NameWord]:
    before = ""
    for found in PIECE.finditer(folded, start, end):
        word = found.group()
        if word == "+":
            if FIGURE.match(before) and folded[found.start() - 1].isalnum():
                yield NameWord(OR_LATER, found.start(), found.end())
        elif RUN_TOGETHER.fullmatch(word):
            for part in range(0, len(word), 2):
                yield NameWord(word[part : part + 2], found.start() + part, found.start() + part + 2)
        elif word not in said.version or not FIGURE.match(folded[found.end() :].lstrip(" .")):
            yield NameWord(ZEROS.sub("", word) if "." in word else word, found.start(), found.end())
        before = word


def _folded(text: str) -> str:
    """As long as the text, so that places stay: letters without accents, and spaces for what parts words."""
    plain = text.lower()
    if not plain.isascii():
        plain = ACCENT.sub("", "".join(c if c.isascii() else (same(c) or c)[0] for c in plain))
    return APART.sub(" ", LONE_DOT.sub(" ", plain) if "." in plain else plain)


@cache
def vocabulary_of(languages: tuple[str, ...]) -> LicenceVocabulary:
    """Read from the languages' licences.toml."""
    all_words = [licence_words(language) for language in languages]

    def together(name: str) -> frozenset[str]:
        return frozenset(phrase for words in all_words for phrase in getattr(words, name))

    phrases = sorted(together("only") | together("or_later"), key=len, reverse=True)
    suffix = re.compile(rf"(?:(?<=[\d .])|\b)({'|'.join(map(re.escape, phrases)) or '$.'})(?![a-z0-9])")
    return LicenceVocabulary(
        together("licence"),
        together("version"),
        together("filler"),
        together("exception"),
        suffix,
        tuple(phrases),
        together("or_later"),
    )
