"""Reads from the words around two licences which of them goes into the other."""

from collections.abc import Sequence
from typing import Literal

from bot.features.licences.wording import MASK, LicenceWording

Role = Literal["take", "give"]
NEAR = 5
"""Words before a licence that may say what it is the licence of."""


def roles(words: Sequence[str], said: LicenceWording) -> tuple[Role | None, ...]:
    """For each masked licence in turn; None where the words leave it open."""
    places = [place for place, word in enumerate(words) if word == MASK]
    if len(places) == 2 and said.asks("becomes", words):
        return ("take", "give")
    return tuple(_role(words, place, said) for place in places)


def _role(words: Sequence[str], place: int, said: LicenceWording) -> Role | None:
    """What stands right after it in English, else what stands before: « dans un projet », « du code sous »."""
    after = next((word for word in words[place + 1 : place + 3] if word not in said.between), "")
    before = _before(words, place)
    into = _reaches(before, said.into, said.filler | said.project | said.piece | said.under)
    if after in said.project or after in said.piece:
        return "give" if into or (after in said.project and after not in said.piece) else "take"
    thing = next((word for word in before if word in said.project or word in said.piece), None)
    if into:
        return "give"
    if thing is not None and _reaches(before, {thing}, said.filler | said.under):
        return "take" if thing in said.piece else "give"
    if _reaches(before, said.under, said.filler):
        return "give"
    return None


def _before(words: Sequence[str], place: int) -> list[str]:
    """The words before it, the nearest first, down to another licence."""
    near: list[str] = []
    for word in words[max(0, place - NEAR) : place][::-1]:
        if word == MASK:
            break
        near.append(word)
    return near


def _reaches(before: Sequence[str], wanted: frozenset[str] | set[str], over: frozenset[str]) -> bool:
    """Whether one of the wanted words stands before it, with nothing but such others between."""
    for word in before:
        if word in wanted:
            return True
        if word not in over:
            return False
    return False
