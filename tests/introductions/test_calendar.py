"""Working days: weekends, the country's holidays, time zones, and hours at which people work."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.features.introductions.calendar import morning_of, working_days_after
from bot.knowledge.people import Introductions

FRANCE, PARIS, TOKYO = Introductions(), ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-11-23T10:00", 3, "2026-11-26T10:00"),  # Monday to Thursday
        ("2026-11-26T10:00", 3, "2026-12-01T10:00"),  # over a weekend
        ("2026-11-28T10:00", 1, "2026-11-30T10:00"),  # asked on a Saturday
        ("2026-12-24T10:00", 1, "2026-12-28T10:00"),  # Christmas is a Friday
        ("2026-05-13T10:00", 1, "2026-05-15T10:00"),  # Ascension Day
        ("2026-11-23T23:30", 1, "2026-11-24T17:00"),  # nobody is reminded at night
        ("2026-11-23T04:00", 1, "2026-11-24T09:00"),
        ("2026-11-23T10:00", 0, "2026-11-23T10:00"),
    ],
)
def test_working_days_pass_where_the_person_is(start: str, days: int, expected: str) -> None:
    begun = datetime.fromisoformat(start).replace(tzinfo=PARIS)
    due = working_days_after(begun, days, PARIS, FRANCE)
    assert due == datetime.fromisoformat(expected).replace(tzinfo=PARIS)
    assert due.tzinfo is UTC


def test_the_day_is_the_one_of_the_person_and_not_of_the_server() -> None:
    sunday_evening_in_paris = datetime(2026, 11, 22, 20, 0, tzinfo=PARIS)  # Monday, 4 in the morning, in Tokyo
    assert working_days_after(sunday_evening_in_paris, 1, TOKYO, FRANCE) == datetime(2026, 11, 24, 9, tzinfo=TOKYO)


def test_another_country_has_other_holidays() -> None:
    begun = datetime(2026, 7, 13, 10, tzinfo=PARIS)
    assert working_days_after(begun, 1, PARIS, FRANCE).date() == date(2026, 7, 15)
    assert working_days_after(begun, 1, PARIS, Introductions(country="BE")).date() == date(2026, 7, 14)


def test_summer_time_does_not_move_the_hour() -> None:
    friday = datetime(2026, 3, 27, 10, tzinfo=PARIS)
    assert working_days_after(friday, 1, PARIS, FRANCE).astimezone(PARIS).hour == 10


def test_not_before_a_holiday_means_the_morning_after() -> None:
    assert morning_of(date(2026, 12, 25), PARIS, FRANCE) == datetime(2026, 12, 28, 9, tzinfo=PARIS)
