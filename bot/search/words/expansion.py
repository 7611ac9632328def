"""Query expansion: synonym classes that phrases belong to, and what abbreviations stand for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.languages import general_vocabulary
from bot.search import text
from bot.search.corpus import Corpus

LONGEST_PHRASE = 4
"""Words of a phrase in a synonym class. Chosen by hand at first; not measured."""
StemPhrase = tuple[str, ...]


@dataclass(frozen=True)
class QueryExpansion:
    """`classes`: stems of a phrase -> names of its synonym classes, by language.

    `abbreviations`: word -> the words that it stands for, by language.
    """

    classes: Mapping[str, Mapping[StemPhrase, tuple[str, ...]]]
    abbreviations: Mapping[str, Mapping[str, tuple[str, ...]]]

    @cached_property
    def openings(self) -> frozenset[str]:
        """The stems with which a phrase of several words begins."""
        return frozenset(phrase[0] for table in self.classes.values() for phrase in table if len(phrase) > 1)

    @cached_property
    def _tables(self) -> dict[str, tuple[dict[str, tuple[str, ...]], dict[StemPhrase, tuple[str, ...]]]]:
        """By language, of single stems and of phrases: what it knows, and what others know that it doesn't."""
        tables = {}
        for language, own in self.classes.items():
            table: dict[StemPhrase, tuple[str, ...]] = {}
            for spoken in reversed(list(self.classes)):
                table.update(self.classes[spoken] if spoken != language else {})
            table.update(own)
            single = {phrase[0]: names for phrase, names in table.items() if len(phrase) == 1}
            tables[language] = single, {phrase: names for phrase, names in table.items() if len(phrase) > 1}
        return tables

    def classes_in(self, stems: Sequence[str], language: str) -> list[str]:
        """The synonym classes of the question; a word that the language doesn't know may be known in another."""
        single, phrases = self._tables.get(language, ({}, {}))
        found: list[str] = []
        for start, first in enumerate(stems):
            found += single.get(first, ())
            if first in self.openings:
                for end in range(start + 2, min(len(stems), start + LONGEST_PHRASE) + 1):
                    found += phrases.get(tuple(stems[start:end]), ())
        return found

    def spelt_out(self, tokens: Sequence[str], language: str) -> list[str]:
        """The tokens with each abbreviation replaced by what it stands for."""
        table = self.abbreviations.get(language, {})
        return [word for token in tokens for word in table.get(token, (token,))]


def query_expansion(corpus: Corpus) -> QueryExpansion:
    """The general classes and abbreviations of the corpus's languages, with the corpus's own."""
    classes: dict[str, dict[StemPhrase, tuple[str, ...]]] = {language: {} for language in corpus.languages}
    abbreviations = {}
    for language in corpus.languages:
        general = general_vocabulary(language)
        for name, phrases in general.synonyms.items():
            for phrase in phrases.split():
                _add(classes[language], phrase, name, language)
        own = corpus.abbreviations.get(language, {})
        abbreviations[language] = {short: tuple(long.split()) for short, long in general.abbreviations.items()}
        abbreviations[language] |= {text.folded(short): tuple(text.words(long)) for short, long in own.items()}
    for language, groups in corpus.synonyms.items():
        for number, group in enumerate(groups):
            for phrase in group:
                _add(classes.setdefault(language, {}), phrase, f"{language}{number}", language)
    return QueryExpansion(classes, abbreviations)


def _add(table: dict[StemPhrase, tuple[str, ...]], phrase: str, name: str, language: str) -> None:
    key = tuple(text.stems(text.words(phrase), language))
    if 0 < len(key) <= LONGEST_PHRASE and name not in table.get(key, ()):
        table[key] = (*table.get(key, ()), name)
