"""Adds working days to a moment; the holidays are the country's."""

from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.knowledge.people import Introductions, Mentor

MORNING, EVENING = time(9), time(17)
SATURDAY = 5


@lru_cache(maxsize=16)
def days_off(country: str, subdivision: str | None) -> Container[date]:
    import holidays  # slow to load, and not needed to answer a question

    return holidays.country_holidays(country, subdiv=subdivision)


def zone_of(mentor: Mentor, rules: Introductions) -> ZoneInfo:
    return ZoneInfo(mentor.time_zone) if mentor.time_zone else rules.zone


def working_days_after(start: datetime, days: int, zone: ZoneInfo, rules: Introductions) -> datetime:
    """The moment, in UTC and during the day where the person is, when so many working days have passed."""
    off = days_off(rules.country, rules.subdivision)
    local = start.astimezone(zone)
    day = local.date()
    while days > 0:
        day += timedelta(days=1)
        days -= _works(day, off)
    return _at_work(day, local.time(), zone)


def morning_of(day: date, zone: ZoneInfo, rules: Introductions) -> datetime:
    """In UTC, the morning of this day, or of the next one on which people work."""
    off = days_off(rules.country, rules.subdivision)
    while not _works(day, off):
        day += timedelta(days=1)
    return _at_work(day, MORNING, zone)


def working_hours_between(start: datetime, end: datetime, zone: ZoneInfo, rules: Introductions) -> float:
    """The hours of work from one moment to the other, where the person is."""
    off = days_off(rules.country, rules.subdivision)
    day, last, seconds = start.astimezone(zone).date(), end.astimezone(zone).date(), 0.0
    while day <= last:
        if _works(day, off):
            opens, closes = (datetime.combine(day, at, zone).astimezone(UTC) for at in (MORNING, EVENING))
            seconds += max(0.0, (min(end, closes) - max(start, opens)).total_seconds())
        day += timedelta(days=1)
    return seconds / 3600


def _works(day: date, off: Container[date]) -> bool:
    return day.weekday() < SATURDAY and day not in off


def _at_work(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, min(max(at, MORNING), EVENING), zone).astimezone(UTC)
