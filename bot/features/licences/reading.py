"""Reads a question that names licences: what is asked of which. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.features.feature import Heard
from bot.features.intents import Intent
from bot.features.licences.alike import alike
from bot.features.licences.direction import roles
from bot.features.licences.intents import AskLicence, AskUnknownLicence, Topic
from bot.features.licences.wording import MASK, LicenceWording, licence_wording
from bot.knowledge.licences.lookup import names_of
from bot.knowledge.licences.names import NamedLicence
from bot.knowledge.licences.words import words_of
from bot.knowledge.schema import Knowledge

MOST_NAMES = 4
OF_ONE: tuple[Topic, ...] = ("list", "version", "open", "sell", "serve", "close", "link", "duties", "what")
"""What can be asked of one licence, in the order in which its words decide."""
FACTS_ALONE: tuple[Topic, ...] = ("what", "version", "open", "list", "mix", "internal")
"""What an entry that speaks of licences in general can't say of one."""
JOINED = re.compile(r"\s+(OR|AND)\s+")
LICENCE_WORD = r"(?:[Ll]icen[cs]es?|LICEN[CS]ES?)"
UNKNOWN = re.compile(rf"\b{LICENCE_WORD}\s+([A-Z][\w.+-]+)|\b([A-Z][\w.+-]+)\s+{LICENCE_WORD}\b")
TELLING = re.compile(r"[A-Z].*[A-Z]|\d")
"""What makes a word look like the name of a licence: a second capital, or a figure."""


def read(heard: Heard) -> Intent | None:
    """The question about licences, or None when it is none.

    A sure entry answers better, unless the facts alone know it; also where its example names the same licences.
    """
    if not heard.knowledge.licences:
        return None
    names, said = names_of(heard.knowledge.licences), licence_wording()
    named = _joined(names.find(heard.text), heard.text)
    words = _masked(heard.text, named)
    topic = _topic(words, len({one.choices for one in named}), said)
    if not named:
        return _unknown_name(heard, words, said)
    if topic is None or len(named) > MOST_NAMES:
        return None
    if (sure := heard.sure()) is not None:
        doubtful = _is_doubtful(named, topic, heard.knowledge)
        same = {one.choices for one in names.find(sure)} == {one.choices for one in named}
        if doubtful or same or not _facts_alone(words, topic, said):
            return None
    wrong = next((one for one in named if one.wrong is not None), None)
    if wrong is not None:
        return AskUnknownLicence(
            language=heard.language, typed=wrong.typed, wrong=wrong.wrong, near=wrong.choices, people=heard.people
        )
    return _asked(heard, named, words, topic, said)


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
    if said.stays_inside(words):
        return "internal"
    if count > 1:
        if said.asks("versus", words):
            return "versus"
        if said.asks("mix", words) or _one_goes_into_the_other(words, said):
            return "mix"
        return "versus" if any(said.asks(topic, words) for topic in OF_ONE) else None
    if _goes_into_closed(words, said):
        return "close"
    found = next((topic for topic in OF_ONE if said.asks(topic, words)), None)
    if found is None and said.closes(words):
        return "close"
    return found or ("duties" if said.asks("may", words) else "what" if said.asks("worth", words) else None)


def _one_goes_into_the_other(words: Sequence[str], said: LicenceWording) -> bool:
    first, *others = roles(words, said)
    return "take" in others if first == "give" else "give" in others


def _facts_alone(words: Sequence[str], topic: Topic, said: LicenceWording) -> bool:
    """Whether an entry that speaks of licences in general can't say it of this one."""
    if topic == "what" and said.asks("worth", words):
        return False
    return topic in FACTS_ALONE or _goes_into_closed(words, said)


def _goes_into_closed(words: Sequence[str], said: LicenceWording) -> bool:
    """Whether the one licence is that of what is taken into a product that is not open."""
    return said.closes(words) and words.count(MASK) == 1 and roles(words, said) == ("take",)


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


def _is_doubtful(named: Sequence[NamedLicence], topic: Topic, knowledge: Knowledge) -> bool:
    """Whether somebody must be asked which licence is meant, which is worse than the sure answer of an entry."""
    several = [one.choices for one in named if len(one.choices) > 1 and one.leading is None]
    return not all(alike(topic, choices, knowledge) for choices in several)


def _unknown_name(heard: Heard, words: Sequence[str], said: LicenceWording) -> Intent | None:
    """What stands beside the word licence like a name, in a question about it, and that no entry knows."""
    found = UNKNOWN.search(heard.text)
    typed = (found[1] or found[2]) if found else ""
    if not TELLING.search(typed[1:]) or not any(said.asks(topic, words) for topic in (*OF_ONE, "may")):
        return None
    if heard.sure():
        return None
    return AskUnknownLicence(language=heard.language, typed=typed, people=heard.people)
