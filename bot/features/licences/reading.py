"""Reads a question that names licences: what is asked of which. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.features.feature import Heard
from bot.features.intents import Intent
from bot.features.licences.direction import roles
from bot.features.licences.intents import AskLicence, AskUnknownLicence, Topic
from bot.features.licences.wording import MASK, LicenceWording, licence_wording
from bot.knowledge.licences.names import LicenceNames, NamedLicence
from bot.knowledge.licences.words import words_of
from bot.knowledge.schema import Knowledge

MOST_NAMES = 4
OF_ONE: tuple[Topic, ...] = ("list", "version", "open", "sell", "serve", "close", "link", "duties", "what")
"""What can be asked of one licence, in the order in which its words decide."""
FACTS_ALONE: tuple[Topic, ...] = ("what", "version", "open", "list", "mix")
"""What an entry that speaks of licences in general can't say of one."""
JOINED = re.compile(r"\s+(OR|AND)\s+")
LICENCE_WORD = r"(?:[Ll]icen[cs]es?|LICEN[CS]ES?)"
UNKNOWN = re.compile(rf"\b{LICENCE_WORD}\s+([A-Z][\w.+-]+)|\b([A-Z][\w.+-]+)\s+{LICENCE_WORD}\b")
TELLING = re.compile(r"[A-Z].*[A-Z]|\d")
"""What makes a word look like the name of a licence: a second capital, or a figure."""


def read(heard: Heard) -> Intent | None:
    """The question about licences, or None when it is none; an entry that names the same ones answers better."""
    if not heard.knowledge.licences:
        return None
    names, said = names_of(heard.knowledge), licence_wording()
    named = _joined(names.find(heard.text), heard.text)
    words = _masked(heard.text, named)
    topic = _topic(words, len({one.choices for one in named}), said)
    if not named:
        return _unknown_name(heard, words, said)
    if topic is None or len(named) > MOST_NAMES:
        return None
    if (sure := heard.sure()) is not None and _entry_is_better(names.find(sure), named, topic):
        return None
    wrong = next((one for one in named if one.wrong is not None), None)
    if wrong is not None:
        return AskUnknownLicence(
            language=heard.language, typed=wrong.typed, wrong=wrong.wrong, near=wrong.choices, people=heard.people
        )
    return _asked(heard, named, words, topic, said)


def names_of(knowledge: Knowledge) -> LicenceNames:
    """Every name of the licences that are known."""
    return _names(_ById(knowledge))


def _asked(
    heard: Heard, named: tuple[NamedLicence, ...], words: Sequence[str], topic: Topic, said: LicenceWording
) -> AskLicence | None:
    both = False
    if topic == "mix":
        if len(named) != 2 or said.closes(words):
            return None
        first, second = roles(words, said)
        both = first == second
        if first == "give" or second == "take":
            named = named[::-1]
    elif not _about_it(words, topic, said):
        return None
    return AskLicence(
        language=heard.language,
        licences=tuple(one.choices for one in named),
        first=tuple(one.leading is not None for one in named),
        typed=tuple(one.typed for one in named),
        topic=topic,
        use="copying" if topic == "mix" and said.asks("copy", words) else None,
        both=both,
        people=heard.people,
    )


def _about_it(words: Sequence[str], topic: Topic, said: LicenceWording) -> bool:
    """Unless something else, which nobody knows, is to be put into what is under the only licence that is named."""
    if topic not in ("close", "link", "duties", "what") or MASK not in words or roles(words, said)[0] != "give":
        return True
    if topic == "close":
        return not said.closes(words) or said.closes(words[words.index(MASK) :])
    return not said.asks("mix", words)


def _topic(words: Sequence[str], count: int, said: LicenceWording) -> Topic | None:
    """What is asked; None when the words ask nothing about a licence."""
    if all(word == MASK or word in said.around for word in words):
        return "what" if count < 2 else "versus"
    if count > 1:
        if said.asks("versus", words):
            return "versus"
        if said.asks("mix", words) or {"take", "give"} <= set(roles(words, said)):
            return "mix"
        return "versus" if any(said.asks(topic, words) for topic in OF_ONE) else None
    found = next((topic for topic in OF_ONE if said.asks(topic, words)), None)
    if found is None and said.closes(words):
        return "close"
    return found or ("duties" if said.asks("may", words) else None)


def _masked(text: str, named: Sequence[NamedLicence]) -> list[str]:
    """The words of the text, with one MASK for each licence."""
    words: list[str] = []
    begun = -1
    for word in words_of(text):
        inside = next((one.start for one in named if one.start <= word.start < one.end), None)
        if inside is None:
            words.append(word.word)
        elif inside != begun:
            words.append(MASK)
            begun = inside
    return words


def _joined(named: tuple[NamedLicence, ...], text: str) -> tuple[NamedLicence, ...]:
    """Those that OR or AND joins, in capitals, as one expression; the same licence once."""
    found: list[NamedLicence] = []
    for one in named:
        joint = JOINED.fullmatch(text[found[-1].end : one.start]) if found else None
        last = found[-1] if found else one
        if joint is not None and last.only and one.only:
            expression = f"{last.only} {joint[1]} {one.only}"
            typed = text[last.start : one.end]
            found[-1] = replace(last, typed=typed, end=one.end, choices=(expression,), leading=expression)
        elif all(one.choices != other.choices or one.wrong != other.wrong for other in found):
            found.append(one)
    return tuple(found)


def _entry_is_better(others: Sequence[NamedLicence], named: Sequence[NamedLicence], topic: Topic) -> bool:
    """A sure entry, unless the facts alone know it; also where its example names the same licences.

    To be asked which licence is meant is worse than a sure answer.
    """
    same = {one.choices for one in others} == {one.choices for one in named}
    doubtful = any(len(one.choices) > 1 and one.leading is None for one in named)
    return same or doubtful or topic not in FACTS_ALONE


def _unknown_name(heard: Heard, words: Sequence[str], said: LicenceWording) -> Intent | None:
    """What stands beside the word licence like a name, in a question about it, and that no entry knows."""
    found = UNKNOWN.search(heard.text)
    typed = (found[1] or found[2]) if found else ""
    if not TELLING.search(typed[1:]) or not any(said.asks(topic, words) for topic in (*OF_ONE, "may")):
        return None
    if heard.sure():
        return None
    return AskUnknownLicence(language=heard.language, typed=typed, people=heard.people)


class _ById:
    """Compared by being the same object: it is frozen, and making the names of all licences takes a while."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.licences = knowledge.licences

    def __hash__(self) -> int:
        return id(self.licences)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.licences is self.licences


@lru_cache(maxsize=2)
def _names(held: _ById) -> LicenceNames:
    return LicenceNames.of(held.licences.values())
