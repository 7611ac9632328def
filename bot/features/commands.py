"""Commands in words: what is typed after /passeur, or as a message, and is no question; each is a feature's own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bot.features.intents import Intent
from bot.features.slots import Around, SlotLines
from bot.knowledge.shapes import Language
from bot.languages import known, phrasebook
from bot.search.text import folded

LONGEST = 120


@dataclass(frozen=True)
class CommandRule:
    """`name`: the languages list its phrases under it, and the knowledge names its button by it.

    `phrases`: by language, those of a feature that brings its words: small letters without accents, slots as in
    phrases.toml. `everywhere`: it is called by its name in every language; who types it is answered in their own.
    `for_maintainers`: elsewhere than in their channel the words are a question. `for_outsiders`: it is also for who may
    have nothing else. `opens_form`: a message can't, so that an entry with its button is answered in its place.
    `gives_way`: to choices that stand open, none of which has its button. `offers`: what « oui » and other short turns
    may do next, where nobody else speaks.
    """

    name: str
    phrases: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    everywhere: bool = False
    for_maintainers: bool = False
    for_outsiders: bool = False
    opens_form: bool = False
    gives_way: bool = False
    offers: Callable[[Language], tuple[Intent, ...]] | None = None


class CommandLines(NamedTuple):
    intent: type[Intent]
    language: Language | None
    lines: SlotLines


class CommandTable:
    """Those of a table of features, by the intent that each asks for."""

    def __init__(self, rules: Mapping[type[Intent], CommandRule]) -> None:
        self._rules = rules
        self._by_name = {rule.name: intent for intent, rule in rules.items()}
        self._wordings_in: dict[tuple[Language, ...], tuple[CommandLines, ...]] = {}

    def rule(self, intent: Intent) -> CommandRule:
        """KeyError for an intent that no command asks for."""
        return self._rules[type(intent)]

    def called(self, name: str, language: Language) -> Intent:
        """The intent of a command, as its button has it. KeyError for a name that no feature declares."""
        return self._by_name[name].model_validate({"language": language})

    def read(self, text: str) -> Intent | None:
        """What the words ask for, and nothing else; None for a question, also for one about a command."""
        words = tuple(folded(text).split()) if len(text) <= LONGEST else ()
        for said in dict.fromkeys((words, _around(known()).within(words))):
            for wording in self._wordings():
                # One word alone says too little for a slip: « mentor » is not « mentors ».
                if any(len(said) > 1 or said in slots[0] for slots in wording.lines.fitting(said)):
                    return wording.intent.model_validate({"language": wording.language})
        return None

    def _wordings(self) -> tuple[CommandLines, ...]:
        languages = known()
        if languages not in self._wordings_in:
            self._wordings_in[languages] = tuple(
                CommandLines(intent, language, SlotLines(phrases))
                for intent, rule in self._rules.items()
                for language, phrases in _wordings(rule, languages)
            )
        return self._wordings_in[languages]


NO_COMMANDS = CommandTable({})


def _wordings(rule: CommandRule, languages: tuple[Language, ...]) -> Iterator[tuple[Language | None, Iterable[str]]]:
    """The phrases of a command in each language; None is the language of its own name."""
    if rule.everywhere:
        yield None, (rule.name,)
    for language in languages:
        words = phrasebook(language).commands
        yield language, (phrase.format(erase=f"[{words.erase}]") for phrase in words.phrases.get(rule.name, ()))
        yield language, rule.phrases.get(language, ())


@lru_cache(maxsize=1)
def _around(languages: tuple[str, ...]) -> Around:
    """What people put before and after a command, in any language."""
    return Around(phrasebook(language).commands.around for language in languages)
