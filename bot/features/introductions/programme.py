"""What a programme manager reads: each mentor with state, load and history, and the figures by month and topic. Pure.

Nothing in it tells who asks, or what they asked.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import Literal, NamedTuple

from bot.features.introductions.calendar import working_hours_between, zone_of
from bot.features.introductions.intents import Worth
from bot.features.introductions.states import State
from bot.features.introductions.values import Introduction, MentorStatus, Need
from bot.knowledge.people import Introductions, Mentor

MentorStanding = Literal[
    "offered", "without_consent", "hidden", "paused", "unconfirmed", "full", "available", "unavailable"
]
"""The first that holds: an offer that waits for a word, and whatever keeps a mentor from being proposed."""


WORTH: Mapping[Worth, str] = {"yes": "useful", "partly": "partly_useful", "no": "not_useful"}
"""Each under its name among the figures."""


class MentorRecord(NamedTuple):
    """`open` of `capacity`; how many were ever asked of them, and what they said; `hours`: the median to an answer."""

    id: str
    name: str
    standing: MentorStanding
    topics: tuple[str, ...]
    open: int
    capacity: int
    asked: int = 0
    accepted: int = 0
    declined: int = 0
    expired: int = 0
    met: int = 0
    hours: float | None = None
    last_asked: date | None = None


class MonthFigures(NamedTuple):
    """Requests opened in a month (2026-11) about a topic, none for those without; and what became of them by now.

    `useful`, `partly_useful`, `not_useful`: what both said of their meetings, each counted.
    """

    month: str
    topic: str | None
    needs: int
    waiting: int
    introduced: int
    met: int
    nobody: int
    withdrawn: int
    useful: int
    partly_useful: int
    not_useful: int


class MeetingWords(NamedTuple):
    """What somebody wrote of a meeting: in which month it was asked for, on what, and of what use it was."""

    month: str
    topics: tuple[str, ...]
    worth: Worth
    words: str


def mentor_records(
    directory: Mapping[str, MentorStatus],
    offers: Iterable[Mentor],
    introductions: Sequence[Introduction],
    *,
    askable: Collection[str],
    rules: Introductions,
    now: datetime,
) -> tuple[MentorRecord, ...]:
    """The offers first, then the mentors by name. `askable`: ids of those who can be asked now."""
    waiting = [_offered(mentor) for mentor in offers]
    known = [
        _record(status, [one for one in introductions if one.mentor == name], name in askable, rules, now)
        for name, status in directory.items()
    ]
    return (*sorted(waiting, key=_by_name), *sorted(known, key=_by_name))


def by_month(
    needs: Sequence[Need], introductions: Sequence[Introduction], rules: Introductions
) -> tuple[MonthFigures, ...]:
    """The oldest month first, the topics by name. A request with two topics counts for both."""
    of_need: dict[str, list[Introduction]] = {}
    for one in introductions:
        of_need.setdefault(one.need, []).append(one)
    cells: dict[tuple[str, str], Counter[str]] = {}
    for need in needs:
        own = of_need.get(need.id, [])
        told = [WORTH[worth] for one in own for worth in (one.worth_to_asker, one.worth_to_mentor) if worth]
        for topic in need.topics or ("",):
            cells.setdefault((_month(need, rules), topic), Counter()).update(["needs", *_outcome(need, own), *told])
    return tuple(
        MonthFigures(month, topic or None, *(count[name] for name in MonthFigures._fields[2:]))
        for (month, topic), count in sorted(cells.items())
    )


def meeting_words(
    needs: Sequence[Need], introductions: Sequence[Introduction], rules: Introductions
) -> tuple[MeetingWords, ...]:
    """The oldest month first; whose words they are isn't told, nor is their order."""
    of = {need.id: need for need in needs}
    found = [
        MeetingWords(_month(of[one.need], rules), of[one.need].topics, worth, words)
        for one in introductions
        for worth, words in ((one.worth_to_asker, one.words_of_asker), (one.worth_to_mentor, one.words_of_mentor))
        if worth and words and one.need in of
    ]
    return tuple(sorted(found))


def _month(need: Need, rules: Introductions) -> str:
    return need.opened.astimezone(rules.zone).strftime("%Y-%m")


def _outcome(need: Need, introductions: Sequence[Introduction]) -> tuple[str, ...]:
    if any(one.answered for one in introductions):
        met = any(one.state is State.MET for one in introductions)
        return ("introduced", "met") if met else ("introduced",)
    if need.closed is None:
        return ("waiting",)
    withdrawn = need.given_up or any(one.state is State.WITHDRAWN for one in introductions)
    return ("withdrawn",) if withdrawn else ("nobody",)


def _record(
    status: MentorStatus,
    introductions: Sequence[Introduction],
    askable: bool,  # noqa: FBT001
    rules: Introductions,
    now: datetime,
) -> MentorRecord:
    mentor, zone = status.mentor, zone_of(status.mentor, rules)
    states = Counter(one.state for one in introductions if not one.answered)
    hours = [
        working_hours_between(one.begun, one.first_answer, zone, rules) for one in introductions if one.first_answer
    ]
    return MentorRecord(
        mentor.id,
        mentor.name,
        _standing(status, now.astimezone(rules.zone).date(), rules, askable=askable),
        mentor.topics,
        status.open,
        mentor.capacity,
        len(introductions),
        sum(one.answered is not None for one in introductions),
        states[State.DECLINED],
        states[State.EXPIRED],
        sum(one.state is State.MET for one in introductions),
        round(median(hours), 1) if hours else None,
        status.last_asked.astimezone(rules.zone).date() if status.last_asked else None,
    )


def _standing(status: MentorStatus, today: date, rules: Introductions, *, askable: bool) -> MentorStanding:
    mentor = status.mentor
    if mentor.consent is None:
        return "without_consent"
    if status.hidden:
        return "hidden"
    if mentor.pause_until and mentor.pause_until > today:
        return "paused"
    if (mentor.confirmed or mentor.consent.date) < today - timedelta(days=rules.confirmed_within):
        return "unconfirmed"
    if status.open >= mentor.capacity:
        return "full"
    return "available" if askable else "unavailable"


def _offered(mentor: Mentor) -> MentorRecord:
    return MentorRecord(mentor.id, mentor.name, "offered", mentor.topics, 0, mentor.capacity)


def _by_name(record: MentorRecord) -> tuple[str, str]:
    return record.name.casefold(), record.id
