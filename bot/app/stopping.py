"""Stops what waits for its turn in a thread, when somebody there presses Slack's stop button."""

from typing import Any

from bot.app.introducing import Introducing
from bot.app.remembered import remembered
from bot.features.working.intents import StopWork
from bot.features.working.replies import Stopped


async def stop(asked: Introducing, intent: StopWork) -> tuple[Any, ...]:
    """A question that has its answer needs no word more."""
    transaction, conversation = asked.transaction, f"{intent.channel}:{intent.thread}"
    if not await transaction.drop(intent.channel, intent.thread, asked.now):
        return ()
    kept = remembered(await transaction.memory(asked.directories.pseudonym(asked.team, conversation), asked.now))
    return (Stopped(kept.language or asked.directories.knowledge.organisation.languages[0]),)
