"""General notions and the corpus's synonyms and abbreviations in; the notions that stems carry out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources

from bot.search import text
from bot.search.corpus import Corpus

LONGEST = 4
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Concepts:
    """`notions`: stems of a phrase -> notions, by language; `abbreviations`: words -> words, by language."""

    notions: Mapping[str, Mapping[Phrase, tuple[str, ...]]]
    abbreviations: Mapping[str, Mapping[str, Phrase]]

    @cached_property
    def openings(self) -> frozenset[str]:
        """The stems with which a notion of several words begins."""
        return frozenset(phrase[0] for table in self.notions.values() for phrase in table if len(phrase) > 1)

    @cached_property
    def _tables(self) -> dict[str, dict[Phrase, tuple[str, ...]]]:
        """By language: what it knows, and what others know that it doesn't."""
        tables = {}
        for language, own in self.notions.items():
            table: dict[Phrase, tuple[str, ...]] = {}
            for spoken in reversed(list(self.notions)):
                table.update(self.notions[spoken] if spoken != language else {})
            table.update(own)
            tables[language] = table
        return tables

    def carried(self, stems: Sequence[str], language: str) -> list[str]:
        """The notions in the question; a word that the language doesn't know may be known in another."""
        known = self._tables.get(language, {})
        found: list[str] = []
        for start, first in enumerate(stems):
            longest = LONGEST if first in self.openings else 1
            for end in range(start + 1, min(len(stems), start + longest) + 1):
                found.extend(known.get(tuple(stems[start:end]), ()))
        return found

    def expanded(self, tokens: Sequence[str], language: str) -> list[str]:
        table = self.abbreviations.get(language, {})
        return [word for token in tokens for word in table.get(token, (token,))]


def corpus_concepts(corpus: Corpus) -> Concepts:
    notions: dict[str, dict[Phrase, tuple[str, ...]]] = {language: {} for language in corpus.languages}
    for name, phrases in _general_notions():
        for language in corpus.languages:
            for phrase in phrases.get(language, ()):
                _add(notions[language], phrase, name, language)
    for language, groups in corpus.synonyms.items():
        for number, group in enumerate(groups):
            for phrase in group:
                _add(notions.setdefault(language, {}), phrase, f"{language}{number}", language)
    return Concepts(notions, {language: _abbreviations(corpus, language) for language in corpus.languages})


def _add(table: dict[Phrase, tuple[str, ...]], phrase: str, notion: str, language: str) -> None:
    key = tuple(text.stems(text.words(phrase), language))
    if 0 < len(key) <= LONGEST and notion not in table.get(key, ()):
        table[key] = (*table.get(key, ()), notion)


def _general_notions() -> list[tuple[str, dict[str, list[str]]]]:
    notions = []
    for line in _lines("concepts.txt"):
        name, words = line.split(": ", 1)
        french, english = words.split(" | ")
        notions.append((name, {"fr": french.split(), "en": english.split()}))
    return notions


def _abbreviations(corpus: Corpus, language: str) -> dict[str, Phrase]:
    table: dict[str, Phrase] = {}
    spoken = ""
    for line in _lines("abbreviations.txt"):
        short, bar, long = line.partition(" | ")
        spoken = spoken if bar else line
        if bar and spoken == language and " " not in short:
            table[short] = tuple(long.split())
    for short, long in corpus.abbreviations.get(language, {}).items():
        if len(written := text.words(short)) == 1:
            table[written[0]] = tuple(text.words(long))
    return table


def _lines(file: str) -> list[str]:
    content = resources.files("bot.search.words").joinpath(file).read_text(encoding="utf-8")
    return [line for line in content.splitlines() if line and not line.startswith("#")]
