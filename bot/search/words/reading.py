"""A typed question in; what the index looks up out: words, stems, notions, and the repairs made."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise
from sys import intern
from typing import NamedTuple

from bot.search import text
from bot.search.rank import Repair
from bot.search.sparse import Floats
from bot.search.words.concepts import Concepts
from bot.search.words.language import Identifier
from bot.search.words.meaning import Encoder
from bot.search.words.repair import Speller


def pairs_of(stems: Sequence[str]) -> list[str]:
    """Each stem with the next one."""
    return [f"{a} {b}" for a, b in pairwise(stems)]


class Reading(NamedTuple):
    language: str
    language_sure: bool
    words: tuple[str, ...]
    stems: tuple[str, ...]
    notions: tuple[str, ...]
    repairs: tuple[Repair, ...] = ()
    meaning: Floats | None = None

    @property
    def folded(self) -> str:
        return " ".join(self.words)

    @property
    def bigrams(self) -> list[str]:
        return pairs_of(self.stems)


@dataclass(frozen=True)
class Reader:
    concepts: Concepts
    identifier: Identifier
    speller: Speller
    encoder: Encoder | None = None

    def read(self, question: str, language: str | None = None, locale: str | None = None) -> Reading:
        tokens = text.without_politeness(text.words(question))
        sure = True
        if language is None:
            language, sure = self.identifier.identify(question, tokens, locale)
        tokens = self.concepts.expanded(tokens, language)
        kept = text.acronyms(question)
        words = self._telling(self.speller.repair(tokens, language, kept))
        reading = read_as(words, language, self.concepts)
        repairs = () if reading.words == tuple(tokens) else self._repairs(tokens, language, kept)
        return self.understood(reading)._replace(language_sure=sure, repairs=repairs)

    def understood(self, reading: Reading) -> Reading:
        """The same with its meaning, if there is a model for that."""
        if self.encoder is None or not reading.words:
            return reading
        return reading._replace(meaning=self.encoder([reading.folded])[0])

    def _telling(self, words: Sequence[str]) -> Sequence[str]:
        """A number tells something only beside a word that the knowledge has (« étape 2 »)."""
        if any(word in self.speller.counts for word in words if not word.isdigit()):
            return words
        return [word for word in words if not word.isdigit()]

    def _repairs(self, tokens: Sequence[str], language: str, kept: Container[str]) -> tuple[Repair, ...]:
        unsure = [token for token in tokens if token not in kept]
        read = {token: " ".join(self.speller.repaired(token, language == "fr")) for token in unsure}
        return tuple(Repair(token, meant) for token, meant in read.items() if meant != token)


def read_as(words: Sequence[str], language: str, concepts: Concepts) -> Reading:
    """The reading of words that need no repair."""
    stems = text.stems(words, language)
    return Reading(language, True, tuple(words), tuple(stems), tuple(concepts.carried(stems, language)))


def read_example(example: str, language: str, concepts: Concepts) -> Reading:
    tokens = text.without_politeness(text.words(example))
    reading = read_as([intern(word) for word in concepts.expanded(tokens, language)], language, concepts)
    return reading._replace(stems=tuple(intern(stem) for stem in reading.stems))
