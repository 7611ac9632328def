"""Commands in words: what is typed after /passeur, or as a message, and is no question.

A phrase is read word by word, with slips of the keyboard in its long words: as a whole, « mes données » is close to
« les données », which means something else.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.features.answering.intents import ShowHelp
from bot.features.intents import Intent
from bot.features.introductions.intents import OfferHelp, ShowMyRequests, ShowStatus
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.knowledge.shapes import Language
from bot.languages import known, phrasebook
from bot.search.text import folded

CommandWords = tuple[str, ...]
LONGEST = 120
ONE_SLIP, TWO_SLIPS = 5, 8
"""Letters that a word needs for one slip, and for two."""
COMMANDS: Mapping[str, Callable[..., Intent]] = {
    "help": ShowHelp,
    "forget_me": ForgetMe,
    "my_data": ShowMyData,
    "my_requests": ShowMyRequests,
    "become_mentor": OfferHelp,
    "mentors": ShowStatus,
}
"""What each command asks, in a language."""
OWN_NAMES = ("help", "mentors")
"""Commands that are called by these names in every language; who types one is answered in their own."""


class CommandPhrase(NamedTuple):
    """`slots`: one alternative of each, in this order."""

    command: str
    language: Language | None
    slots: tuple[tuple[CommandWords, ...], ...]


def read(text: str) -> Intent | None:
    """The command that the words are, and nothing else; None for a question, also for one about a command."""
    words = tuple(folded(text).split()) if len(text) <= LONGEST else ()
    for said in dict.fromkeys((words, _bare(words))):
        for phrase in _phrases(known()) if said else ():
            # One word alone says too little for a slip: « mentor » is not « mentors ».
            if _fits(said, phrase.slots) and (len(said) > 1 or said in phrase.slots[0]):
                return COMMANDS[phrase.command](language=phrase.language)
    return None


@lru_cache(maxsize=1)
def _phrases(languages: tuple[str, ...]) -> tuple[CommandPhrase, ...]:
    return tuple(
        CommandPhrase(command, language, tuple(map(_alternatives, re.findall(r"\[([^]]*)\]|(\S+)", phrase))))
        for command in COMMANDS
        for language, phrases in _wordings(command, languages)
        for phrase in phrases
    )


def _wordings(command: str, languages: tuple[str, ...]) -> Iterator[tuple[Language | None, Iterable[str]]]:
    """The phrases of a command in each language; None is the language of its own name."""
    if command in OWN_NAMES:
        yield None, (command,)
    for language in languages:
        words = phrasebook(language).commands
        yield language, (phrase.format(erase=f"[{words.erase}]") for phrase in words.phrases.get(command, ()))


def _alternatives(slot: tuple[str, str]) -> tuple[CommandWords, ...]:
    return tuple(tuple(words.split()) for words in (slot[1] or slot[0]).split("/"))


@lru_cache(maxsize=1)
def _edges(languages: tuple[str, ...]) -> tuple[tuple[CommandWords, ...], tuple[CommandWords, ...]]:
    """What people put before and after a command, in any language."""
    around = [phrasebook(language).commands.around for language in languages]
    before = tuple(tuple(words.split()) for edges in around for words in edges.before)
    return before, tuple(tuple(words.split()) for edges in around for words in edges.after)


def _bare(words: CommandWords) -> CommandWords:
    """Without politeness at either end."""
    before, after = _edges(known())
    while length := max((len(edge) for edge in before if words[: len(edge)] == edge), default=0):
        words = words[length:]
    while length := max((len(edge) for edge in after if words[-len(edge) :] == edge), default=0):
        words = words[:-length]
    return words


def _fits(said: CommandWords, slots: tuple[tuple[CommandWords, ...], ...]) -> bool:
    if not slots:
        return not said
    return any(_begins(said, words) and _fits(said[len(words) :], slots[1:]) for words in slots[0])


def _begins(said: CommandWords, words: CommandWords) -> bool:
    return len(said) >= len(words) and all(map(_same, said, words))


def _same(typed: str, word: str) -> bool:
    """Short words must be exact: « mes » and « nos », "me" and "it" are a letter or two apart.

    So must first letters: « publier mes données » asks for something else than « oublier mes données ».
    """
    if typed == word or len(word) < ONE_SLIP or typed[0] != word[0]:
        return typed == word
    slips = 1 + (len(word) >= TWO_SLIPS)
    return OSA.distance(typed, word, score_cutoff=slips) <= slips
