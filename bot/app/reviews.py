"""The plan of reviews with the database: what maintainers said is still right waits for `passeur gaps apply`."""

from datetime import datetime, timedelta

from bot.app.introducing import Introducing, Replies
from bot.features.gaps.intents import StillRight
from bot.features.gaps.replies import GapNote, ReviewDigest
from bot.features.gaps.values import NewDecision
from bot.features.outgoing import Outgoing
from bot.features.recipients import Maintainers
from bot.knowledge.review import PlannedReview, review_plan
from bot.knowledge.schema import Knowledge
from bot.storage.transaction import Transaction

SHOWN = 5
"""Answers in one digest."""
USED_FOR = timedelta(days=90)
"""How far back an answer's use counts for the order of reviews."""


async def planned(transaction: Transaction, knowledge: Knowledge, now: datetime) -> tuple[PlannedReview, ...]:
    """All that is overdue, but what was read again and only waits to be written down."""
    used = await transaction.usage.per_entry((now - USED_FOR).date())
    for entry, said in (await transaction.votes()).items():  # a vote tells of an answer from before these were counted
        used[entry] = max(used.get(entry, 0), sum(said))
    read = [one.entry for one in (await transaction.gaps.decisions(now)).values() if one.verdict == "reviewed"]
    today = now.astimezone(knowledge.organisation.introductions.zone).date()
    return review_plan(knowledge, used, today, done=[entry for entry in read if entry])


async def digest(transaction: Transaction, knowledge: Knowledge, now: datetime) -> tuple[Outgoing, ...]:
    """What is due now, for the maintainers' channel; nothing when nothing is."""
    plan = await planned(transaction, knowledge, now)
    today = now.astimezone(knowledge.organisation.introductions.zone).date()
    shown = tuple(one for one in plan if one.due <= today)[:SHOWN]
    if not shown:
        return ()
    return (Outgoing(ReviewDigest(knowledge.organisation.languages[0], shown, len(plan) - len(shown)), Maintainers()),)


async def still_right(asked: Introducing, ask: StillRight) -> Replies:
    """The day becomes a line of a patch; nothing is written here."""
    if not asked.maintainers:
        return (GapNote(ask.language, "not_yours"),)
    if ask.entry not in asked.directories.knowledge.own:
        return (GapNote(ask.language, "unknown_entry", entry=ask.entry),)
    kept, now = asked.transaction.gaps, asked.now
    said = [one for one in (await kept.decisions(now)).values() if one.verdict == "reviewed"]
    if ask.entry not in [one.entry for one in said]:
        await kept.decide(NewDecision("reviewed", ask.language, ask.entry), [], now, now + asked.keep)
    return (GapNote(ask.language, "reviewed", entry=ask.entry),)
