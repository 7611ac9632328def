"""The maintainers' digest: what is in it, and when it falls due, in the morning of the day that its rhythm names."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app import gaps, reviews, stuck
from bot.app.directories import Directories
from bot.app.due import DigestDue
from bot.features.answering.decide import Decider
from bot.features.outgoing import Outgoing
from bot.settings import Rhythm
from bot.storage.transaction import Transaction
from bot.storage.work import NewWork

MORNING = time(9, 30)
MONDAY, SATURDAY = 0, 5
FIRST_WEEK = 7


async def digest(
    transaction: Transaction, decider: Decider, directories: Directories, now: datetime
) -> tuple[Outgoing, ...]:
    """What waits for the maintainers: questions without an answer, answers to read again, requests that are stuck."""
    return (
        *await gaps.digest(transaction, decider, now),
        *await reviews.digest(transaction, decider.knowledge, now),
        *await stuck.digest(transaction, directories, now),
    )


def next_digest(rhythm: Rhythm, now: datetime, zone: ZoneInfo) -> NewWork | None:
    """The next one after `now`, whose key is known once it is stored; None for never."""
    if rhythm == "never":
        return None
    due = datetime.combine(now.astimezone(zone).date(), MORNING, zone)
    while due <= now or not _falls(rhythm, due):
        due += timedelta(days=1)
    return NewWork("due", f"digest:{due.date()}", DigestDue(digest=due.date()).payload, due)


def _falls(rhythm: Rhythm, day: datetime) -> bool:
    if rhythm == "daily":
        return day.weekday() < SATURDAY
    return day.weekday() == MONDAY and (rhythm == "weekly" or day.day <= FIRST_WEEK)
