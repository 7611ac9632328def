"""From a typed question to what the index looks up: its language, words, stems, synonym classes and repairs."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise
from sys import intern
from typing import NamedTuple

from bot.search import text
from bot.search.arrays import Float32s
from bot.search.rank import Repair
from bot.search.words.encoders import Encoder
from bot.search.words.expansion import QueryExpansion
from bot.search.words.language import Identifier
from bot.search.words.repair import Speller


def bigrams_of(stems: Sequence[str]) -> list[str]:
    """Each stem with the next one."""
    return [f"{a} {b}" for a, b in pairwise(stems)]


class AnalysedQuery(NamedTuple):
    """A question or an example as the index looks it up.

    `stems`: one a word; `classes`: the synonym classes that its phrases belong to; `meaning`: a unit vector, shape
    (dimensions,), when there is a model of meaning.
    """

    language: str
    language_sure: bool
    words: tuple[str, ...]
    stems: tuple[str, ...]
    classes: tuple[str, ...]
    repairs: tuple[Repair, ...] = ()
    meaning: Float32s | None = None

    @property
    def folded(self) -> str:
        """The words as one text, as they were read."""
        return " ".join(self.words)

    @property
    def bigrams(self) -> list[str]:
        """Each stem with the next one."""
        return bigrams_of(self.stems)


@dataclass(frozen=True)
class Analyser:
    """Turns typed text into an AnalysedQuery; questions are repaired and expanded, examples are expanded only."""

    expansion: QueryExpansion
    identifier: Identifier
    speller: Speller
    encoder: Encoder | None = None

    def analyse(self, question: str, language: str | None = None, locale: str | None = None) -> AnalysedQuery:
        """`language`: taken as it is when given, else identified; `locale`: the person's, such as fr-FR, a hint."""
        return self.with_meanings([self.read(question, language, locale)])[0]

    def read(self, question: str, language: str | None = None, locale: str | None = None) -> AnalysedQuery:
        """As `analyse`, but for its meaning."""
        tokens = text.without_politeness(text.words(question))
        sure = True
        if language is None:
            language, sure = self.identifier.identify(question, tokens, locale)
        tokens = self.expansion.spelt_out(tokens, language)
        kept = text.acronyms(question)
        words = self._telling(self.speller.repair(tokens, language, kept))
        query = analysed(words, language, self.expansion)
        repairs = () if query.words == tuple(tokens) else self._repairs(tokens, language, kept)
        return query._replace(language_sure=sure, repairs=repairs)

    def with_meanings(self, queries: Sequence[AnalysedQuery]) -> list[AnalysedQuery]:
        """The same with the vectors of their meanings, if there is a model for that; many at once cost a third."""
        if self.encoder is None or not queries:
            return list(queries)
        vectors = self.encoder([query.folded for query in queries])
        return [q._replace(meaning=v) if q.words else q for q, v in zip(queries, vectors, strict=True)]

    def _telling(self, words: Sequence[str]) -> Sequence[str]:
        """A number tells something only beside a word that the knowledge has (« étape 2 »)."""
        if any(word in self.speller.counts for word in words if not word.isdigit()):
            return words
        return [word for word in words if not word.isdigit()]

    def _repairs(self, tokens: Sequence[str], language: str, kept: Container[str]) -> tuple[Repair, ...]:
        unsure = [token for token in tokens if token not in kept]
        read = {token: " ".join(self.speller.repaired(token, language)) for token in unsure}
        return tuple(Repair(token, meant) for token, meant in read.items() if meant != token)


def analysed(words: Sequence[str], language: str, expansion: QueryExpansion) -> AnalysedQuery:
    """The analysis of words that need no repair."""
    stems = text.stems(words, language)
    return AnalysedQuery(
        language,
        language_sure=True,
        words=tuple(words),
        stems=tuple(stems),
        classes=tuple(expansion.classes_in(stems, language)),
    )


def analysed_example(example: str, language: str, expansion: QueryExpansion) -> AnalysedQuery:
    """The analysis of an example, whose author is taken to have spelt it right."""
    tokens = text.without_politeness(text.words(example))
    query = analysed([intern(word) for word in expansion.spelt_out(tokens, language)], language, expansion)
    return query._replace(stems=tuple(intern(stem) for stem in query.stems))
