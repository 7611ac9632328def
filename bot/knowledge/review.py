"""Which answers are to be read again, and when: what is overdue is spread over weeks, and no owner gets too much."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from bot.knowledge.schema import Entry, Knowledge

MONTH = 30.44
A_WEEK = 5
"""Answers that one owner is asked to read in a week: half an hour's work."""


class PlannedReview(NamedTuple):
    """`due`: today, or the Monday of a later week. `used`: how often it answered of late."""

    entry: str
    owner: str
    reviewed: date
    due: date
    used: int


def oldest_review(knowledge: Knowledge, today: date) -> date:
    """What was last read before this day is overdue; `style.review_months` says so."""
    return today - timedelta(days=knowledge.organisation.style.review_months * MONTH)


def overdue(knowledge: Knowledge, today: date) -> list[Entry]:
    """Those of the knowledge's own files, in their order."""
    oldest = oldest_review(knowledge, today)
    return [entry for entry in knowledge.own.values() if entry.reviewed and entry.reviewed < oldest]


def review_plan(
    knowledge: Knowledge, used: Mapping[str, int], today: date, *, done: Collection[str] = (), a_week: int = A_WEEK
) -> tuple[PlannedReview, ...]:
    """The most used first, then the oldest; each owner has `a_week` at most in each week. `done`: read again since."""
    due = [entry for entry in overdue(knowledge, today) if entry.id not in done]
    due.sort(key=lambda entry: (-used.get(entry.id, 0), entry.reviewed or today, entry.id))
    before: Counter[str] = Counter()
    plan: list[PlannedReview] = []
    for entry in due:
        owner = entry.owner or knowledge.organisation.owner or ""
        plan.append(
            PlannedReview(
                entry.id,
                owner,
                entry.reviewed or today,
                _week(today, before[owner] // a_week),
                used.get(entry.id, 0),
            )
        )
        before[owner] += 1
    return tuple(sorted(plan, key=lambda one: one.due))


def _week(today: date, ahead: int) -> date:
    return today + timedelta(days=7 * ahead - today.weekday()) if ahead else today
