"""The cards of a request: messages with buttons, which lose them, and say what became of it, once it has moved on."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.features.introductions.card import Card, CardKind, Word
from bot.features.introductions.replies import (
    Asked,
    Draft,
    Introduced,
    IntroductionReply,
    MentorNews,
    Progress,
    Request,
)
from bot.features.introductions.states import State
from bot.features.introductions.values import Introduction, Need

ANSWERABLE = frozenset({State.ASKED, State.REMINDED})
CHANGEABLE = frozenset({State.QUESTIONED, State.DEFERRED})
"""The mentor has said something, and may still say yes or no."""
GOING_ON = frozenset({"sent", "declined", "expired", "left", "deferred", "noted"})
"""After these the request is open: its note can be changed, and it can be withdrawn."""
LIVE: Mapping[CardKind, frozenset[State]] = {
    "request": ANSWERABLE,
    "news": CHANGEABLE,
    "asked": frozenset({State.QUESTIONED}),
}
WORDS: Mapping[State, Word] = {
    State.QUESTIONED: "questioned",
    State.DEFERRED: "deferred",
    State.DECLINED: "declined",
    State.EXPIRED: "expired",
    State.WITHDRAWN: "withdrawn",
    State.OVERTAKEN: "overtaken",
    State.CLOSED: "closed",
}


class CardUpdate(NamedTuple):
    """A card that has no buttons any more, and what it says instead."""

    card: Card
    word: Word
    introduction: Introduction | None


def kind_of(reply: IntroductionReply) -> CardKind | None:
    """Which card a reply is; None when it has no button about a request, and opens no conversation."""
    match reply:
        case Request() | Draft():
            return "request"
        case MentorNews(of="asked_back" | "deferred"):
            return "news"
        case Asked():
            return "asked"
        case Progress(need=need, of=of) if need and of in GOING_ON:
            return "progress"
        case Introduced(contact=None):
            return "group"
    return None


def settled(need: Need, introductions: Mapping[str, Introduction]) -> tuple[Need, tuple[CardUpdate, ...]]:
    """The need with the cards that are live, and the others.

    Of each introduction's cards for a person the last one alone is live. The asker's waits for the conversation that
    a yes opens, so that it can lead there.
    """
    live: list[Card] = []
    moved: list[CardUpdate] = []
    for place, card in enumerate(need.cards):
        later = [other for other in need.cards[place + 1 :] if _same(card, other)]
        agreed = next((one for one in introductions.values() if one.answered), None)
        one = introductions.get(card.introduction) if card.introduction else agreed
        word = _word(card, one, need, introductions.values(), later=bool(later))
        if word is None:
            live.append(card)
        else:
            moved.append(CardUpdate(card, word, one))
    return need.model_copy(update={"cards": tuple(live)}), tuple(moved)


def _same(card: Card, other: Card) -> bool:
    """For the same person, about the same thing."""
    return (card.to, card.introduction) == (other.to, other.introduction)


def _word(
    card: Card, one: Introduction | None, need: Need, introductions: Iterable[Introduction], *, later: bool
) -> Word | None:
    """None while the card is live."""
    if card.kind == "progress":
        return _of_need(need, introductions, later=later)
    if one is None:
        return "closed"
    if later:
        return "again"
    if one.state in LIVE[card.kind]:
        return None
    return "accepted" if one.answered else WORDS.get(one.state, "again")


def _of_need(need: Need, introductions: Iterable[Introduction], *, later: bool) -> Word | None:
    if need.closed is None:
        return "again" if later else None
    agreed = next((one for one in introductions if one.answered), None)
    if agreed is None:
        return "withdrawn" if need.given_up else "nobody"
    if need.group is None:
        return None if agreed.open else "closed"
    return "again" if later else "accepted"
