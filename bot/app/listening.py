"""What a channel's policy makes of words written there: whether they are heard, who reads the reply, how often."""

from datetime import datetime, timedelta
from typing import Literal

from bot.app.inbound import Inbound
from bot.features.answering.memory import Memory
from bot.knowledge.channels import ChannelPolicy
from bot.knowledge.schema import Organisation
from bot.storage.transaction import Transaction

PAUSES = "channel-pauses"
"""Under which the pauses are kept, by the keyed hash of the channel."""


def heard(organisation: Organisation, asked: Inbound, now: datetime) -> Inbound | None:
    """What was asked, with the reply where the policy of its channel wants it; None when it is not for the bot."""
    policy = organisation.policy(asked.channel) or ChannelPolicy(channel="C0")
    if asked.overheard and not policy.overhears(now, organisation.introductions.zone):
        return None
    place = asked.place
    if policy.replies == "public" or place is None or place.surface != "message":
        return asked
    alone = place.thread is None or place.opens_thread
    # Slack shows nobody a private note in a thread that isn't there yet.
    private = place.model_copy(update={"surface": "ephemeral", "thread": None if alone else place.thread})
    conversation = f"{asked.channel}:{asked.user}" if alone else asked.conversation
    return asked.model_copy(update={"address": private, "conversation": conversation, "share": True})


def in_thread(asked: Inbound) -> Inbound:
    """A direct message as the beginning of a thread, which its answer and what follows stay in."""
    place = asked.place
    if place is None or place.surface != "message" or not place.channel.startswith("D") or place.thread:
        return asked
    placed = place.model_copy(update={"thread": place.message})
    conversation = f"{place.channel}:{place.message}" if place.message else asked.conversation
    return asked.model_copy(update={"address": placed, "conversation": conversation, "begun_in": asked.conversation})


def spoken_to(asked: Inbound, person: str, memory: Memory) -> Literal["certainly", "perhaps", "hardly", "overheard"]:
    """In a thread, the words of whoever spoke to the bot are for it, unless others talk there too."""
    if asked.overheard:
        return "overheard"
    if not asked.known_only or (person in memory.people and not memory.crowd):
        return "certainly"
    return "perhaps" if person in memory.people else "hardly"


async def pausing(transaction: Transaction, channel: str, now: datetime) -> bool:
    """Whether the bot has just answered there what did not name it. `channel`: its keyed hash."""
    await transaction.alone(f"{PAUSES}:{channel}")
    return bool(await transaction.kept.of(PAUSES, channel, now))


async def pause(transaction: Transaction, channel: str, until: datetime) -> None:
    """Answer there nothing that does not name the bot until then."""
    await transaction.kept.keep(PAUSES, channel, {"answered": True}, until)


def cooldown(organisation: Organisation, asked: Inbound) -> timedelta:
    """How long a pause is after an answer to this; none after one to somebody who named the bot."""
    policy = organisation.policy(asked.channel) if asked.overheard else None
    return timedelta(minutes=policy.cooldown if policy else 0)
