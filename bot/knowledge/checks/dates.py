"""Rules on days: none in the future that tells of the past, and none so old that it is a slip of the pen."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.knowledge.people import Mentor
from bot.knowledge.places import Places
from bot.knowledge.problem import Problem, counted
from bot.knowledge.review import oldest_review
from bot.knowledge.schema import Knowledge
from bot.knowledge.tree import PathStep

ABROAD = timedelta(days=1)
"""It may be tomorrow already where the file was written."""
LONG_AGO = timedelta(days=20 * 365)
LONG = timedelta(days=2 * 365)


def future_date(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """What has been done was not done in the future: a review, a consent, a confirmation.

    Passes: `reviewed: 2026-11-23`. Fails: `reviewed: 2062-11-23`, a consent of next year.
    """
    for day, what, kind, item, at in _past(knowledge):
        if day > places.today + ABROAD:
            message = f"{what} on {day}, which is yet to come"
            yield places.problem("future-date", message, kind, item, *at, hint="correct the day")


def old_review(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """An answer is read again within `style.review_months`; one that was not is a warning.

    Passes: `reviewed: 2026-11-23`. Fails: `reviewed: 2016-11-23`.
    """
    months = knowledge.organisation.style.review_months
    oldest = oldest_review(knowledge, places.today)
    for entry in knowledge.entries.values():
        if entry.reviewed is not None and entry.reviewed < oldest:
            message = f"last reviewed on {entry.reviewed}, more than {counted(months, 'month')} ago"
            hint = "read the answer again and say when, or correct the day"
            yield places.problem("old-review", message, "entries", entry.id, "reviewed", hint=hint).as_warning()


def odd_mentor_date(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """The days of a mentor follow one another: consent, confirmation, and a pause that ends some day. A warning.

    Passes: `confirmed` after the consent. Fails: `confirmed` before it, `pause_until: 2062-01-01`, a consent of 1926.
    """
    for mentor in knowledge.mentors:
        for message, hint, at in _odd(mentor, places.today):
            yield places.problem("odd-mentor-date", message, "mentors", mentor.id, *at, hint=hint).as_warning()


def _odd(mentor: Mentor, today: date) -> Iterator[tuple[str, str, tuple[PathStep, ...]]]:
    agreed = mentor.consent.date if mentor.consent else None
    if agreed and agreed < today - LONG_AGO:
        yield f"agreed on {agreed}, more than twenty years ago", "correct the day", ("consent", "date")
    elif agreed and mentor.confirmed and mentor.confirmed < agreed:
        yield f"confirmed on {mentor.confirmed}, before the consent of {agreed}", "correct one", ("confirmed",)
    if mentor.pause_until and mentor.pause_until > today + LONG:
        message = f"paused until {mentor.pause_until}, more than two years from now"
        yield message, "correct the day, or remove the mentor", ("pause_until",)


def _past(knowledge: Knowledge) -> Iterator[tuple[date, str, str, str, tuple[PathStep, ...]]]:
    for entry in knowledge.entries.values():
        if entry.reviewed is not None:
            yield entry.reviewed, "reviewed", "entries", entry.id, ("reviewed",)
    for mentor in knowledge.mentors:
        if mentor.consent is not None:
            yield mentor.consent.date, "agreed", "mentors", mentor.id, ("consent", "date")
        if mentor.confirmed is not None:
            yield mentor.confirmed, "confirmed", "mentors", mentor.id, ("confirmed",)
