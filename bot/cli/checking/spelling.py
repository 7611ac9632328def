"""`passeur check --spelling`: the rule that looks each word of titles and answers up in the language's dictionary.

The dictionaries are those of pyspellchecker (the extra `spelling`). They have no elided French forms and no British
spellings: `spelling.toml` of a language says what to cut off, and in which other spelling to look. What begins with a
capital or stands in three entries is meant so. Loans are many, so the other languages of the organisation count too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import PasseurError
from bot.knowledge.checks.texts import titles
from bot.knowledge.checks.written import CODE, Written, written
from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import TEMPLATE
from bot.languages import spelling_words

if TYPE_CHECKING:
    from spellchecker import SpellChecker

WORD = re.compile(r"[^\W\d_]+")
PASSED_OVER = re.compile(r"\]\([^)]*\)|https?://\S+|\S*[@/#\d_.+]\S*\w|<[^>\s]*>")
"""Addresses, names of files and whatever holds a figure: no words of a language."""
SHORTEST = 3
MEANT = 3
"""Entries of which each says a word: it is the organisation's, not a slip."""
OTHERWISE = "if it is right, add it to `spelt` in vocabulary.yaml"


class NoDictionaryError(PasseurError):
    """The library of the dictionaries isn't installed."""


class SpeltWord(NamedTuple):
    """A word, and where it begins in its text."""

    text: str
    start: int


def misspelt(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """Each word of titles and answers stands in a dictionary: a warning. Raises NoDictionaryError.

    Passes: « réutilisation », "organisation". Fails: « réutilsation », "recieve".
    """
    dictionaries = _dictionaries(knowledge.organisation.languages)
    texts = [(text, language, list(_words(text.text, language))) for text, language in _texts(knowledge, dictionaries)]
    entries = Counter(word for _, word in {(text.id, word.text) for text, _, words in texts for word in words})
    meant = {word for word, count in entries.items() if count >= MEANT} | _own(knowledge)
    for text, language, words in texts:
        for word in words:
            if word.text not in meant and not any(_has(one, dictionaries[one], word.text) for one in dictionaries):
                meant.add(word.text)  # told once
                near = _near(dictionaries[language], word.text)
                hint = f'did you mean "{near}"? {OTHERWISE}' if near else OTHERWISE
                message = f'"{word.text}" is in no dictionary'
                end = word.start + len(word.text)
                yield text.problem(places, "misspelt", message, word.start, end, hint).as_warning()


def _dictionaries(languages: Iterable[str]) -> Mapping[str, "SpellChecker"]:
    """Of the languages for which there is one."""
    try:
        from spellchecker import SpellChecker
    except ImportError:
        raise NoDictionaryError("Spelling needs its dictionaries: pip install '.[spelling]'") from None
    there = {one for one in SpellChecker.languages() if spelling_words(one) is not None}
    return {one: SpellChecker(language=one, distance=1) for one in languages if one in there}


def _texts(knowledge: Knowledge, languages: Iterable[str]) -> Iterator[tuple[Written, str]]:
    """Titles and answers, with the language of each."""
    for text in (*written(knowledge), *titles(knowledge)):
        for language in languages:
            if language in text.at:
                yield text, language


def _words(text: str, language: str) -> Iterator[SpeltWord]:
    """Those in small letters: names and abbreviations begin with a capital."""
    known = spelling_words(language)
    for pattern in (TEMPLATE, CODE, PASSED_OVER, *(known.cut if known else ())):
        text = pattern.sub(lambda found: " " * len(found.group()), text)
    for found in WORD.finditer(text):
        if found.group().islower() and len(found.group()) >= SHORTEST:
            yield SpeltWord(found.group(), found.start())


def _has(language: str, dictionary: "SpellChecker", word: str) -> bool:
    known = spelling_words(language)
    others = (pattern.sub(instead, word) for pattern, instead in known.variants) if known else ()
    return word in dictionary or any(other in dictionary for other in others)


def _near(dictionary: "SpellChecker", word: str) -> str:
    """The most usual word that is one letter away; of two as usual the same one each time."""
    others = (dictionary.candidates(word) or set()) - {word}
    return max(others, key=lambda other: (dictionary[other], other), default="")


def _own(knowledge: Knowledge) -> set[str]:
    """The words of the organisation: those of vocabulary.yaml, and what licences are called."""
    said: list[str] = [name for licence in knowledge.licences.values() for name in (*licence.aliases, *licence.shared)]
    for language in knowledge.organisation.languages:
        words = knowledge.vocabulary.words(language)
        said += [*words.spelt, *(phrase for group in words.synonyms for phrase in group)]
        said += [*words.abbreviations, *words.abbreviations.values()]
        said += [word for facet in knowledge.vocabulary.facets.values() for word in facet.get(language)]
    return {found.group() for phrase in said for found in WORD.finditer(phrase.lower())}
