"""What is said of gaps: to the maintainers, and to those who asked. No reply names anybody."""

from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator

from bot.features.gaps.values import NearEntry, ToldReason, Why
from bot.knowledge.review import PlannedReview
from bot.knowledge.shapes import Language


def _as_0_1_wrote_it(value: object) -> object:
    """Version 0.1 stored a reason as one text. To be removed with version 0.3."""
    if not isinstance(value, str):
        return value
    wrong, _, words = value.partition(": ")
    return ToldReason(wrong, words)


class ShownGap(NamedTuple):
    """`question`: by which it is found again. `people`: how many asked. `reasons`: why the answer did not help."""

    question: int
    text: str
    language: Language
    people: int
    why: Why
    nearest: tuple[NearEntry, ...] = ()
    reasons: tuple[Annotated[ToldReason, BeforeValidator(_as_0_1_wrote_it)], ...] = ()


@dataclass(frozen=True)
class GapDigest:
    """To the maintainers: the most asked ones; `more`: how many others there are."""

    language: Language
    gaps: tuple[ShownGap, ...]
    more: int = 0


@dataclass(frozen=True)
class ReviewDigest:
    """To the maintainers: the answers to read again this week; `more`: how many fall due later."""

    language: Language
    reviews: tuple[PlannedReview, ...]
    more: int = 0


@dataclass(frozen=True)
class GapNote:
    """To a maintainer: what became of a click or a form. `text`: the gap's question. `people`: how many are told."""

    language: Language
    of: Literal[
        "entry", "new", "out_of_scope", "answered", "done", "ignored", "unknown_entry", "gone", "not_yours", "reviewed"
    ]
    text: str = ""
    entry: str = ""
    people: int = 0


@dataclass(frozen=True)
class HumanAnswer:
    """To who asked: a maintainer's own words, which nobody reviewed."""

    language: Language
    question: str
    words: str


@dataclass(frozen=True)
class NowAnswered:
    """To who asked: there is an answer now."""

    language: Language
    question: str
    entry: str


@dataclass(frozen=True)
class AskerNote:
    """To who asked: thanks for a reason, or that they hear of no answers any more."""

    language: Language
    of: Literal["thanks", "hushed"]


GapReply = GapDigest | ReviewDigest | GapNote | HumanAnswer | NowAnswered | AskerNote
