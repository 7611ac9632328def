"""Commands in words: what is typed after /passeur, or as a message, and is no question."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.features.answering.intents import ShowHelp
from bot.features.answering.slots import Around, Slots, fits, slots_of
from bot.features.intents import Intent
from bot.features.introductions.intents import OfferHelp, ShowMyRequests, ShowStatus
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.knowledge.shapes import Language
from bot.languages import known, phrasebook
from bot.search.text import folded

LONGEST = 120
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
    command: str
    language: Language | None
    slots: Slots


def read(text: str) -> Intent | None:
    """The command that the words are, and nothing else; None for a question, also for one about a command."""
    words = tuple(folded(text).split()) if len(text) <= LONGEST else ()
    for said in dict.fromkeys((words, _around(known()).within(words))):
        for phrase in _phrases(known()) if said else ():
            # One word alone says too little for a slip: « mentor » is not « mentors ».
            if fits(said, phrase.slots) and (len(said) > 1 or said in phrase.slots[0]):
                return COMMANDS[phrase.command](language=phrase.language)
    return None


@lru_cache(maxsize=1)
def _phrases(languages: tuple[str, ...]) -> tuple[CommandPhrase, ...]:
    return tuple(
        CommandPhrase(command, language, slots_of(phrase))
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


@lru_cache(maxsize=1)
def _around(languages: tuple[str, ...]) -> Around:
    """What people put before and after a command, in any language."""
    return Around(phrasebook(language).commands.around for language in languages)
