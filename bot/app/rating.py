"""What both say of their meeting, for the team: one click each, and words if they like."""

from bot.app.directories import LOCK
from bot.app.introducing import Introducing, Replies
from bot.features.introductions import forms
from bot.features.introductions.intents import Rate, SayMore
from bot.features.introductions.process import Side
from bot.features.introductions.replies import Rated
from bot.features.introductions.states import State
from bot.features.introductions.values import Introduction
from bot.knowledge.private.mask import masked


async def rate(asked: Introducing, ask: Rate) -> Replies:
    """The last click counts; words stay when the click changes. Nobody else is told."""
    await asked.transaction.alone(LOCK)
    one, side = await _of_meeting(asked, ask)
    if one is None:
        return (Rated(ask.language, ask.introduction, None),)
    words = masked(ask.words.strip())
    said = {f"worth_to_{side}": ask.worth} | ({f"words_of_{side}": words} if words else {})
    await asked.transaction.registry.save(one.changed(**said))
    return (Rated(ask.language, ask.introduction, ask.worth, bool(words)),)


async def say_more(asked: Introducing, ask: SayMore) -> Replies:
    """The form with which words are added."""
    one, _ = await _of_meeting(asked, ask)
    if one is None:
        return (Rated(ask.language, ask.introduction, None),)
    return (forms.rating(Rate(language=ask.language, introduction=one.id, worth=ask.worth)),)


async def _of_meeting(asked: Introducing, ask: Rate | SayMore) -> tuple[Introduction | None, Side]:
    """The introduction, and which of both speaks; None for others, and for those who have not met."""
    found = await asked.found(ask.introduction)
    side = asked.side(*found, "rate") if found else None
    if found is None or side is None or found[0].state is not State.MET:
        return None, "asker"
    return found[0], side
