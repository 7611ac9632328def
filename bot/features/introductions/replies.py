"""What introductions say, before any word is chosen."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from bot.features.introductions.card import Settled
from bot.features.introductions.figures import Figures
from bot.features.introductions.intents import Worth
from bot.features.introductions.values import Introduction, Need
from bot.knowledge.people import Mentor
from bot.knowledge.shapes import Language


@dataclass(frozen=True)
class Request:
    """To a mentor: somebody asks. Shows the note, never the asker. `again`: it was asked before (a reminder, a reply
    that came back, a day that has come)."""

    language: Language
    introduction: str
    note: str
    again: Literal["reminder", "reply", "resumed", "note"] | None = None
    question: str = ""
    reply: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """To the maintainers: an external mentor to whom they must write themselves, and buttons for the answer."""

    language: Language
    introduction: str
    mentor: Mentor
    request: Request


@dataclass(frozen=True)
class Progress:
    """To the asker: how it goes. `mentor`: the name of who is asked now; `before`: of who was asked before."""

    language: Language
    of: Literal[
        "sent", "declined", "expired", "left", "deferred", "nobody", "closed",
        "withdrawn", "noted", "blocked", "ended", "full",
    ]  # fmt: skip
    need: str = ""
    mentor: str = ""
    before: str = ""
    day: date | None = None
    more: bool = False


@dataclass(frozen=True)
class MentorNews:
    """To a mentor: an answer was taken, or a request needs none any more."""

    language: Language
    of: Literal[
        "introduced",
        "declined",
        "asked_back",
        "deferred",
        "withdrawn",
        "overtaken",
        "asker_left",
        "blocked",
        "ended",
        "late",
        "taken",
    ]
    introduction: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Asked:
    """To the asker: the mentor would like to know more."""

    language: Language
    introduction: str
    mentor: str
    question: str


@dataclass(frozen=True)
class Introduced:
    """To both, in their group conversation: who is who, the note, and three first questions.

    `contact`: how an external mentor is reached, in a message to the asker alone.
    """

    language: Language
    introduction: str
    asker: str
    mentor: str
    name: str
    note: str
    questions: tuple[str, ...] = ()
    contact: str | None = None


@dataclass(frozen=True)
class DidYouMeet:
    """To each of both: one click; `other`: the other one's name as shown, or Slack id."""

    language: Language
    introduction: str
    other: str


@dataclass(frozen=True)
class Rated:
    """`worth`: what was said of the meeting; None when it can't be: they have not met. `worded`: with words."""

    language: Language
    introduction: str
    worth: Worth | None
    worded: bool = False


@dataclass(frozen=True)
class MetNoted:
    language: Language
    introduction: str
    met: bool


@dataclass(frozen=True)
class StillMentor:
    """To a mentor who let several requests expire: hidden for now, go on or stop?"""

    language: Language
    mentor: str
    count: int


@dataclass(frozen=True)
class MentorHidden:
    """To the maintainers: a mentor who doesn't answer is hidden."""

    language: Language
    name: str
    count: int


@dataclass(frozen=True)
class NobodyLeft:
    """To the maintainers: a need that nobody covers, by its topics; without its asker or words."""

    language: Language
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """To the maintainers: somebody offers to be a mentor or a champion."""

    language: Language
    mentor: Mentor


@dataclass(frozen=True)
class ProfileNote:
    """To a mentor, or somebody who would be one: what became of an offer or a change."""

    language: Language
    of: Literal["offered", "approved", "refused", "saved", "resumed", "stopped", "ruled", "nowhere"]
    name: str = ""
    to_maintainers: bool = False


@dataclass(frozen=True)
class MyRequests:
    """A person's own requests for a mentor; `needs`: with their introductions and the mentors' names, as on Home.

    `people`, here and in Status: somebody can be proposed to the person now.
    """

    language: Language
    needs: tuple[tuple[Need, tuple[tuple[Introduction, str], ...]], ...] = ()
    people: bool = False


@dataclass(frozen=True)
class Status:
    """How introductions go, to the maintainers; None to anybody else, who hears that it is for them."""

    language: Language
    figures: Figures | None = None
    people: bool = False


class StuckRequest(NamedTuple):
    """`days`: since the mentor was first asked."""

    introduction: str
    mentor: str
    days: int
    state: str


@dataclass(frozen=True)
class StuckRequests:
    """To the maintainers: requests that nobody answers, the oldest first; `more`: how many others."""

    language: Language
    requests: tuple[StuckRequest, ...]
    more: int = 0


@dataclass(frozen=True)
class HelpedAlong:
    """To a maintainer: what became of a click. `mentor`: who was asked."""

    language: Language
    of: Literal["nudge", "reassign", "close", "reminded", "moved", "not_yours"]
    mentor: str = ""


IntroductionReply = (
    Request
    | Draft
    | Progress
    | MentorNews
    | Settled
    | Asked
    | Introduced
    | DidYouMeet
    | MetNoted
    | Rated
    | StillMentor
    | MentorHidden
    | NobodyLeft
    | Offer
    | ProfileNote
    | MyRequests
    | Status
    | StuckRequests
    | HelpedAlong
)
