"""How people ask about licences, in all languages together: a short question does not always show its language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.languages import known, licence_words

MASK = "x"
"""Stands for a licence in the words of a question."""


@dataclass(frozen=True)
class LicenceWording:
    """`questions`: by what is asked, the phrases that show it, each between spaces."""

    questions: Mapping[str, tuple[str, ...]]
    around: frozenset[str]
    pronouns: frozenset[str]
    licence: frozenset[str]
    closed: tuple[str, ...]
    project: frozenset[str]
    piece: frozenset[str]
    into: frozenset[str]
    under: frozenset[str]
    filler: frozenset[str]
    between: frozenset[str]

    def asks(self, topic: str, words: Sequence[str]) -> bool:
        """Whether the words show that this is asked."""
        return _holds(words, self.questions.get(topic, ()))

    def stays_inside(self, words: Sequence[str]) -> bool:
        """Whether a use is spoken of that gives nothing to anybody outside the organisation."""
        return self.asks("unshared", words) or (self.asks("internal", words) and not self.asks("shared", words))

    def closes(self, words: Sequence[str]) -> bool:
        """Whether a product that is not open is spoken of."""
        return _holds(words, self.closed)


def _holds(words: Sequence[str], phrases: Iterable[str]) -> bool:
    said = f" {' '.join(words)} "
    return any(phrase in said for phrase in phrases)


@cache
def licence_wording() -> LicenceWording:
    """Read from the languages' licences.toml."""
    every = [licence_words(language) for language in known()]
    topics = dict.fromkeys(topic for words in every for topic in words.questions)
    questions = {
        topic: tuple(f" {phrase} " for words in every for phrase in words.questions.get(topic, ())) for topic in topics
    }

    def together(name: str) -> frozenset[str]:
        return frozenset(phrase for words in every for phrase in getattr(words.direction, name))

    return LicenceWording(
        questions,
        around=frozenset(word for words in every for phrase in words.around for word in phrase.split()),
        pronouns=frozenset(word for words in every for word in words.pronouns),
        licence=frozenset(word for words in every for word in words.licence),
        closed=tuple(f" {phrase} " for phrase in together("closed")),
        project=together("project"),
        piece=together("piece"),
        into=together("into"),
        under=together("under"),
        filler=together("filler"),
        between=together("between"),
    )
