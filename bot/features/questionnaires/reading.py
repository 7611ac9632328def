"""Reads a wish to be led through a questionnaire, typed as a sentence or after /passeur. Pure."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.features.feature import Heard
from bot.features.intents import Intent
from bot.features.questionnaires.intents import OfferQuestionnaire
from bot.features.questionnaires.objecting import objection
from bot.features.slots import Around, SlotLines, SlotWords, same_word
from bot.knowledge.questionnaires.schema import Questionnaire
from bot.languages import known, phrasebook
from bot.search.text import folded

SHORT = 3
"""Letters of words that tell nothing of the subject, such as « une » and "the"."""
MOST_BESIDE = 3
"""Further words of a sentence: « aide-moi à choisir une licence *pour mon logiciel* »."""


def read(heard: Heard) -> Intent | None:
    """The questionnaire that a command names, or that somebody asks to be led through, or argues with; else None."""
    found = _command(heard) if heard.command else _wish(heard)
    if found is None:
        return objection(heard)
    return OfferQuestionnaire(language=heard.language, questionnaire=found.id)


def _command(heard: Heard) -> Questionnaire | None:
    said = folded(heard.text)
    for questionnaire in heard.knowledge.questionnaires.values():
        commands = (questionnaire.starts.commands.get(language) for language in known())
        if any(folded(words) == said for listed in commands for words in listed):
            return questionnaire
    return _wish(heard)


def _wish(heard: Heard) -> Questionnaire | None:
    """An example word for word; or one in other words, after a phrase that asks for help.

    A question that somebody wrote down for an entry stays the entry's.
    """
    if not heard.knowledge.questionnaires:
        return None
    said = _Sentence.of(heard.text)
    for questionnaire in heard.knowledge.questionnaires.values():
        for example in _examples(questionnaire):
            if said.words == example.words or said.covers(example):
                return None if folded(heard.sure() or "") == folded(heard.text) else questionnaire
    return None


class _Sentence(NamedTuple):
    """`words`: without politeness at either end. `wish`: what tells of that for which it asks for help, if it does."""

    words: SlotWords
    wish: SlotWords

    @classmethod
    def of(cls, text: str) -> "_Sentence":
        typed = tuple(folded(text).split())
        words = _around(known()).within(typed) or typed
        begun = max(_phrases(known()).beginnings(words), default=0)
        wish = words[begun:] if begun else ()
        return cls(words, tuple(word for word in wish if len(word) > SHORT))

    def covers(self, wanted: "_Sentence") -> bool:
        """Whether it asks for help with all that is wanted, and little besides."""
        if not self.wish or not wanted.wish or len(self.wish) - len(wanted.wish) > MOST_BESIDE:
            return False
        return all(any(same_word(typed, word) for typed in self.wish) for word in wanted.wish)


def _examples(questionnaire: Questionnaire) -> Iterator[_Sentence]:
    for language in known():
        yield from map(_example, questionnaire.starts.examples.get(language))


@lru_cache(maxsize=1000)
def _example(text: str) -> _Sentence:
    return _Sentence.of(text)


@lru_cache(maxsize=1)
def _phrases(languages: tuple[str, ...]) -> SlotLines:
    return SlotLines(line for language in languages for line in phrasebook(language).asking.guiding)


@lru_cache(maxsize=1)
def _around(languages: tuple[str, ...]) -> Around:
    return Around(phrasebook(language).commands.around for language in languages)
