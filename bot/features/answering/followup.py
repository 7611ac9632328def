"""Understands short words that only mean something after an answer, such as « et ensuite ? »."""

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.knowledge.shapes import Language, ListByLanguage
from bot.languages import known, phrasebook
from bot.search.text import folded

LONGEST = 70
ALIKE = 88.0


class Move(Enum):
    NEXT = "next"
    PREVIOUS = "previous"
    SHORTER = "shorter"
    LONGER = "longer"
    TRANSLATE = "translate"
    WHO = "who"
    YES = "yes"
    NO = "no"
    CHOICE = "choice"
    FACET = "facet"


class FollowUp(NamedTuple):
    """`choice` counts from 0, -1 is the last; `facet` is an id of the vocabulary.

    `language` is that of the words, when they tell; `into` the one that is asked for.
    """

    move: Move
    language: Language | None = None
    choice: int = 0
    facet: str = ""
    into: Language = ""


class FollowUpWords(NamedTuple):
    """Those of several languages. `phrases`: in the order in which they are tried; `choices`: by the place chosen."""

    phrases: tuple[tuple[FollowUp, tuple[str, ...]], ...]
    choices: Mapping[str, int]
    polite: re.Pattern[str]
    about: re.Pattern[str]


@lru_cache(maxsize=1)
def words_of(languages: tuple[str, ...]) -> FollowUpWords:
    """What is said after an answer in these languages."""
    books = {language: phrasebook(language).follow_ups for language in languages}
    phrases = [
        (FollowUp(move, language), book.phrases[move.value])
        for move in Move
        for language, book in books.items()
        if move.value in book.phrases
    ]
    translating = [
        (FollowUp(Move.TRANSLATE, language, into=into), said)
        for into in languages
        for language, book in books.items()
        if (said := book.translate.get(into))
    ]
    places = {0: "first", 1: "second", 2: "third", -1: "last"}
    return FollowUpWords(
        (*phrases, *translating),
        {said: at for at, name in places.items() for book in books.values() for said in getattr(book.choices, name)},
        re.compile(
            rf"^(?:{_any(book.around.before for book in books.values())})\s+"
            rf"|\s+(?:{_any(book.around.after for book in books.values())})$"
        ),
        re.compile(
            rf"^(?:(?:{_any(book.about.before for book in books.values())}) )?"
            rf"(?:{_any(book.about.prepositions for book in books.values())})\s+"
            rf"(?:{_any(book.about.articles for book in books.values())})?\s*(?P<what>[a-z0-9 ]{{2,40}})$"
        ),
    )


def _any(lists: Iterable[Iterable[str]]) -> str:
    """A regular expression of any of these words, in their order."""
    return "|".join(dict.fromkeys(re.escape(words) for words_of_one in lists for words in words_of_one))


def read(text: str, facets: Mapping[str, ListByLanguage], language: Language | None = None) -> FollowUp | None:
    """Tell a follow-up from a question; None for a question. `language` decides for words that are of both."""
    said = folded(text)
    if not said or len(said) > LONGEST:
        return None
    words = words_of(known())
    if said in words.choices:
        return FollowUp(Move.CHOICE, choice=words.choices[said])
    return _phrase(said, words, language) or _facet(said, words, facets, language)


def _phrase(said: str, words: FollowUpWords, preferred: Language | None) -> FollowUp | None:
    best: tuple[float, FollowUp | None] = (0.0, None)
    bare = words.polite.sub("", said) or said
    for meant, phrases in sorted(words.phrases, key=lambda item: item[0].language != preferred):
        for phrase in phrases:
            alike = max(_alike(said, phrase), _alike(bare, phrase) - 1)
            if alike >= ALIKE and alike > best[0]:
                best = (alike, meant)
    return best[1]


def _alike(said: str, phrase: str) -> float:
    """A word of four letters is one slip away from many others, so short ones must be exact."""
    return fuzz.ratio(said, phrase) if len(phrase) > 6 else 100.0 * (said == phrase)


def _facet(
    said: str, words: FollowUpWords, facets: Mapping[str, ListByLanguage], preferred: Language | None
) -> FollowUp | None:
    found = words.about.match(said)
    if found is None:
        return None
    what = found["what"].strip()
    languages = sorted(known(), key=lambda language: language != preferred)
    for language in languages:
        for facet, names in facets.items():
            if any(_same(what, folded(name)) for name in names.get(language)):
                return FollowUp(Move.FACET, language, facet=facet)
    return None


def _same(what: str, word: str) -> bool:
    return what == word or (len(word) > 4 and fuzz.ratio(what, word) >= ALIKE)
