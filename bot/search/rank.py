"""What the matcher gives back: a ranking with probabilities, and the reasons for it."""

from dataclasses import dataclass
from typing import NamedTuple


class Match(NamedTuple):
    id: str
    probability: float
    matched: str
    language: str


@dataclass(frozen=True)
class Ranking:
    """`subject`: a few words, all of them the knowledge's, that name something and ask nothing of it.

    `unread`: what it is about may be an acronym that nothing here knows.
    """

    question: str
    language: str
    language_sure: bool
    matches: tuple[Match, ...]
    subject: bool = False
    unread: bool = False


class Repair(NamedTuple):
    typed: str
    read: str


class SharedWord(NamedTuple):
    word: str
    weight: float


class Signal(NamedTuple):
    name: str
    value: float


@dataclass(frozen=True)
class Explanation:
    ranking: Ranking
    repairs: tuple[Repair, ...]
    shared: tuple[SharedWord, ...]
    signals: tuple[Signal, ...]
    runner_up: Match | None
    margin: float
