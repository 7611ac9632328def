"""Computes the maintainers' figures of introductions. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median

from bot.features.introductions.calendar import working_hours_between, zone_of
from bot.features.introductions.figures import Figures, Mentors, OpenRequest, Shares, UncoveredTopic
from bot.features.introductions.states import State
from bot.features.introductions.values import Introduction, MentorStatus, Need
from bot.knowledge.people import Introductions


def figures(  # noqa: PLR0913 - all that is counted, each by its name
    needs: Sequence[Need],
    introductions: Sequence[Introduction],
    directory: Mapping[str, MentorStatus],
    *,
    askable: Collection[str],
    topics: Iterable[str],
    rules: Introductions,
    now: datetime,
) -> Figures:
    """`askable`: ids of the mentors who can be asked now. `topics`: those that entries name, once or more."""
    hours = [_hours(one, directory, rules) for one in introductions if one.first_answer]
    helped = {topic for name in askable for topic in directory[name].mentor.topics}
    waiting = [OpenRequest((now - one.begun).days, str(one.state), one.mentor) for one in introductions if one.open]
    return Figures(
        open=tuple(sorted(waiting, key=lambda request: (-request.days, request.mentor, request.state))),
        first_answer=round(median(hours), 1) if hours else None,
        answers=len(hours),
        shares=_shares(introductions),
        mentors=_mentors(directory.values(), rules, now),
        nobody_covered=_nobody_covered(needs, introductions),
        without_mentor=tuple(topic for topic in dict.fromkeys(topics) if topic not in helped),
        names={name: status.mentor.name for name, status in directory.items()},
    )


def _hours(one: Introduction, directory: Mapping[str, MentorStatus], rules: Introductions) -> float:
    """In the mentor's time zone, or the organisation's when no file has the mentor any more."""
    zone = zone_of(directory[one.mentor].mentor, rules) if one.mentor in directory else rules.zone
    return working_hours_between(one.begun, one.first_answer or one.begun, zone, rules)


def _shares(introductions: Sequence[Introduction]) -> Shares:
    """A yes counts from the moment it is said; whether they met, once that has been asked."""
    decided = [one for one in introductions if one.answered or not one.open]
    accepted = sum(one.answered is not None for one in decided)
    states = Counter(one.state for one in decided if not one.answered)
    declined, expired = states[State.DECLINED], states[State.EXPIRED]
    told = [one.state is State.MET for one in decided if one.answered and not one.open]
    return Shares(
        ended=sum(not one.open for one in introductions),
        decided=len(decided),
        accepted=_share(accepted, decided),
        declined=_share(declined, decided),
        expired=_share(expired, decided),
        dropped=_share(len(decided) - accepted - declined - expired, decided),
        met=_share(sum(told), told),
    )


def _share(count: int, of: Sequence[object]) -> float | None:
    return round(count / len(of), 3) if of else None


def _mentors(directory: Iterable[MentorStatus], rules: Introductions, now: datetime) -> Mentors:
    today = now.astimezone(rules.zone).date()
    oldest = today - timedelta(days=rules.confirmed_within)
    found = sorted(directory, key=lambda status: status.mentor.id)
    consenting = [status for status in found if status.mentor.consent]
    return Mentors(
        over_capacity=_ids(s for s in found if s.open > s.mentor.capacity),
        full=_ids(s for s in found if s.open == s.mentor.capacity),
        paused=_ids(s for s in found if s.mentor.pause_until and s.mentor.pause_until > today),
        hidden=_ids(s for s in found if s.hidden),
        unconfirmed=_ids(s for s in consenting if (c := s.mentor.consent) and (s.mentor.confirmed or c.date) < oldest),
        without_consent=_ids(s for s in found if s.mentor.consent is None),
    )


def _ids(standings: Iterable[MentorStatus]) -> tuple[str, ...]:
    return tuple(status.mentor.id for status in standings)


def _nobody_covered(needs: Sequence[Need], introductions: Sequence[Introduction]) -> tuple[UncoveredTopic, ...]:
    """The topics missed most first."""
    settled = {one.need for one in introductions if one.answered or one.state is State.WITHDRAWN}
    missed = [need for need in needs if need.closed and not need.given_up and need.id not in settled]
    counts = Counter(topic for need in missed for topic in need.topics or (None,))
    return tuple(
        UncoveredTopic(*found) for found in sorted(counts.items(), key=lambda found: (-found[1], found[0] or ""))
    )
