"""What a decision keeps of a person: what went wrong for the maintainers, a vote, a language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.app.directories import PersonKey
from bot.features.answering.decide import Decider
from bot.features.answering.decision import Decision
from bot.features.gaps.values import QUIET, NewKept
from bot.storage.transaction import Transaction


async def keep_of(
    decision: Decision,
    own: PersonKey,
    profile: Mapping[str, Any],
    decider: Decider,
    time: tuple[datetime, datetime],
    transaction: Transaction,
) -> None:
    """`profile`: what is kept of the person. `time`: now, and when what went wrong is erased.

    Who wants to hear of no answers is kept no place for.
    """
    now, expires = time
    person, user = own
    if decision.keep:
        kind, text, entry = decision.keep
        language = decision.memory.language or decider.knowledge.organisation.languages[0]
        place = None if profile.get(QUIET) else user
        kept = NewKept(person, text, language, kind, entry, knowledge=decider.version, place=place)
        await transaction.gaps.keep(kept, now, expires)
    if vote := decision.vote:
        await transaction.vote(vote.entry, vote.language, person, now, helpful=vote.helpful)
    if decision.learn:
        await transaction.save_profile(person, {**profile, "language": decision.learn})
