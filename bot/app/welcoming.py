"""Welcomes a person at their first step, and a channel when the bot is added to it; each once."""

from datetime import datetime, timedelta
from typing import Any

from bot.app.inbound import Context, Inbound
from bot.app.introducing import Introducing
from bot.features.answering.intents import OpenConversation, OpenHome, Question
from bot.features.outgoing import Outgoing
from bot.features.recipients import Person
from bot.features.welcome.feature import FEATURE
from bot.features.welcome.intents import JoinChannel
from bot.features.welcome.replies import Welcome
from bot.languages import DEFAULT
from bot.storage.transaction import Transaction

WELCOMED = "welcomed"
FOR_LONG = timedelta(days=3650)
"""Until erased, in practice: who was welcomed isn't again."""


async def first_step(transaction: Transaction, asked: Inbound, context: Context, person: str, now: datetime) -> bool:
    """Whether somebody who may have answers opens the app, or writes to it directly, for the first time.

    A mention in a channel is none: who names the bot there did not ask to be written to. `person`: the keyed hash.
    """
    opens = isinstance(asked.intent, OpenHome | OpenConversation)
    writes = isinstance(asked.intent, Question) and asked.conversation.startswith("D")
    if context.access == "none" or not (opens or writes):
        return False
    if await transaction.kept.of(FEATURE.name, person, now):
        return False
    await transaction.alone(f"{FEATURE.name}:{person}")
    return not await transaction.kept.of(FEATURE.name, person, now)


async def person(transaction: Transaction, who: str, user: str, first: Outgoing, now: datetime) -> Outgoing:
    """What is said after the first answer, in its language. `who`: the keyed hash of the person."""
    await transaction.kept.keep(FEATURE.name, who, {WELCOMED: now.date().isoformat()}, now + FOR_LONG)
    return Outgoing(Welcome(getattr(first.reply, "language", DEFAULT), "person"), Person(user=user))


async def channel(asked: Introducing, intent: JoinChannel) -> tuple[Any, ...]:
    """In the organisation's first language."""
    kept, now, organisation = asked.transaction.kept, asked.now, asked.directories.knowledge.organisation
    place = asked.directories.pseudonym(asked.team, intent.channel)
    await asked.transaction.alone(f"{FEATURE.name}:{place}")
    if await kept.of(FEATURE.name, place, now):
        return ()
    await kept.keep(FEATURE.name, place, {WELCOMED: now.date().isoformat()}, now + FOR_LONG)
    return (Welcome.to_channel(organisation.languages[0], organisation.policy(intent.channel)),)
