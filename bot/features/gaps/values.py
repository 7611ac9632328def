"""What went wrong, as it is kept, and what maintainers decided on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from bot.features.answering.decision import KeptKind
from bot.knowledge.shapes import Language

GapVerdict = Literal["entry", "new", "out_of_scope", "answered", "done", "ignored", "reviewed"]
"""`reviewed`: of no question, but of an entry that was read again and is still right."""
Why = Literal["nothing_near", "between", "below", "answered", "not_helpful", "other_choice", "doubt", "error"]

QUIET = "quiet"
"""Under this key a person's profile says that they want to hear of no answers."""


class NewKept(NamedTuple):
    """Something that went wrong, before it is kept: what was asked, by whom, and how.

    `person`: the keyed hash. `place`: the Slack id to which an answer can be sent; None for who wants none.
    `entry`: the answer that did not help, or that was chosen instead. `wrong`: what is wrong with it, as SendWhy has
    it; `reason`: in the person's words. `knowledge`: the version that was asked.
    """

    person: str
    text: str
    language: Language
    kind: KeptKind = "hand_off"
    entry: str | None = None
    reason: str | None = None
    knowledge: str | None = None
    place: str | None = None
    wrong: str | None = None


class ToldReason(NamedTuple):
    """Why an answer did not help: what is wrong with it, as SendWhy has it, and perhaps the person's words."""

    wrong: str
    words: str = ""


@dataclass(frozen=True)
class KeptQuestion:
    """`told`: when who asked heard of an answer. `decision`: the id of what was decided; see NewKept for the rest."""

    id: int
    person: str
    text: str
    language: Language
    place: str | None
    asked: datetime
    expires: datetime
    kind: KeptKind = "hand_off"
    entry: str | None = None
    reason: str | None = None
    knowledge: str | None = None
    told: datetime | None = None
    decision: int | None = None
    wrong: str | None = None

    @property
    def told_reason(self) -> ToldReason | None:
        """None where nobody said why."""
        return ToldReason(self.wrong, self.reason or "") if self.wrong else None


class NewDecision(NamedTuple):
    """What a maintainer decided on a gap. `words`: an example for the entry, or a new entry's question.

    `answer`: the words for a new entry. Nobody is named, neither who asked nor who decided.
    """

    verdict: GapVerdict
    language: Language
    entry: str | None = None
    words: str | None = None
    answer: str | None = None


@dataclass(frozen=True)
class GapDecision:
    """The same, as it is kept."""

    id: int
    verdict: GapVerdict
    language: Language
    entry: str | None
    words: str | None
    answer: str | None
    decided: datetime
    expires: datetime


class NearEntry(NamedTuple):
    """`probability`: that it is what was asked."""

    entry: str
    probability: float
