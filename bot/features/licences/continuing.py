"""Reads a short turn after a question about licences as a whole question: « la v3 », « je peux la vendre ? ». Pure."""

import re
from collections.abc import Sequence

from bot.features.feature import Turn
from bot.features.licences.reading import OF_ONE
from bot.features.licences.wording import licence_wording
from bot.knowledge.licences.lookup import names_of
from bot.knowledge.licences.names import NamedLicence
from bot.knowledge.licences.words import words_of
from bot.languages import licence_words

LONGEST = 7
"""Words of a turn that still speaks of the licence before it."""
VERSION = re.compile(r"\b(?:v|version)?\s*(\d(?:\.\d)*)\b", re.IGNORECASE)
WRITTEN = re.compile(r"[\s-]*v?\d[\d.]*\b.*$", re.IGNORECASE)
"""The version in a name, and what stands behind it."""
ABOUT_THE_ANSWER = ("why", "source", "link", "date", "example")


def continued(turn: Turn) -> str | None:
    """The whole question, None when the turn does not go on from the licence that was asked about."""
    names = names_of(turn.knowledge.licences)
    before = names.find(turn.before)
    if not before or names.find(turn.text):
        return None
    if turn.move in ABOUT_THE_ANSWER:  # facts, reasons and sources stand together
        return before[0].typed if len(before) == 1 else turn.before
    if turn.move == "facet":  # the entries know which licence suits which kind of resource
        return f"{licence_words(turn.language).which} {turn.text}"
    said = [word.word for word in words_of(turn.text)]
    if len(said) > LONGEST:
        return None
    version = VERSION.search(turn.text)
    if version and _only_a_version(said):
        one = before[0]
        return f"{turn.before[: one.start]}{WRITTEN.sub('', one.typed)} {version[1]}{turn.before[one.end :]}"
    return f"{turn.text.rstrip(' ?')} {before[0].typed} ?" if _speaks_of_it(said, before) else None


def _only_a_version(said: Sequence[str]) -> bool:
    beside = licence_wording().around
    return all(word in beside or re.fullmatch(r"v?[\d.]+|version|v", word) for word in said)


def _speaks_of_it(said: Sequence[str], before: Sequence[NamedLicence]) -> bool:
    """Whether it asks something of one licence, and names it by a pronoun."""
    wording = licence_wording()
    pronoun = any(word in wording.pronouns for word in said)
    return len(before) == 1 and pronoun and any(wording.asks(topic, said) for topic in OF_ONE)
