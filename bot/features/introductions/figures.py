"""The maintainers' figures of introductions: nothing in them tells who asks, or their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class OpenRequest(NamedTuple):
    """`days`: since the mentor was first asked."""

    days: int
    state: str
    mentor: str


class Shares(NamedTuple):
    """How the mentors who were asked decided, and what came of it; None where there is nothing to divide by.

    `ended`: how many introductions are over. `decided`: how many ended, or go on after a yes; `accepted`, `declined`,
    `expired` and `dropped` (withdrawn, somebody else's, or one of both left) are the shares of these, and all of them.
    `met`: the share of those that ended after a yes.
    """

    ended: int
    decided: int
    accepted: float | None
    declined: float | None
    expired: float | None
    dropped: float | None
    met: float | None


class Mentors(NamedTuple):
    """Ids of mentors. `unconfirmed`: they last confirmed too long ago; `full`: they have as much as they can take."""

    over_capacity: tuple[str, ...]
    full: tuple[str, ...]
    paused: tuple[str, ...]
    hidden: tuple[str, ...]
    unconfirmed: tuple[str, ...]
    without_consent: tuple[str, ...]


class UncoveredTopic(NamedTuple):
    """A topic of needs that closed without a yes; of none for needs that named no topic."""

    topic: str | None
    needs: int


@dataclass(frozen=True)
class Figures:
    """`first_answer`: the median of the working hours until a mentor first answered, `answers`: of how many.

    `nobody_covered`: topics of needs that ended without a yes, unless the asker withdrew them.
    `without_mentor`: topics that entries name and that nobody who can be asked now helps with.
    `names`: of the mentors, as shown.
    """

    open: tuple[OpenRequest, ...]
    first_answer: float | None
    answers: int
    shares: Shares
    mentors: Mentors
    nobody_covered: tuple[UncoveredTopic, ...]
    without_mentor: tuple[str, ...]
    names: Mapping[str, str]
