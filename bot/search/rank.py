"""What the matcher gives back: a ranking with probabilities, and the reasons for it."""

from dataclasses import dataclass
from typing import NamedTuple


class Match(NamedTuple):
    id: str
    probability: float
    matched: str
    language: str


FIRST = 3
"""Entries of which one may be offered to be right: as many as there are choices."""
LIKELY = 0.2
"""One chance in five of being right, below which an entry is more often noise than meant. Chosen by hand."""


@dataclass(frozen=True)
class Ranking:
    """`first_three`: the probability that one of the first three is right, 0 to 1.

    `subject`: a few words, all of them the knowledge's, that name something and ask nothing of it.

    `unread`: what it is about may be an acronym that nothing here knows.
    """

    question: str
    language: str
    language_sure: bool
    matches: tuple[Match, ...]
    first_three: float = 0.0
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
