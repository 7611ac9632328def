"""Requests that nobody answers: shown in the maintainers' channel, who remind, ask the next mentor, or close them."""

from datetime import datetime

from bot.app.directories import LOCK, Directories
from bot.app.introducing import Introducing, Replies
from bot.features.introductions.calendar import working_hours_between
from bot.features.introductions.intents import HelpAlong
from bot.features.introductions.process import Process
from bot.features.introductions.replies import HelpedAlong, StuckRequest, StuckRequests
from bot.features.introductions.states import WAITING, Event, State
from bot.features.introductions.values import Introduction
from bot.features.outgoing import Outgoing
from bot.features.recipients import Maintainers
from bot.storage.transaction import Transaction

SHOWN = 5
HOURS_A_DAY = 8
STUCK = frozenset({State.ASKED, State.REMINDED, State.QUESTIONED})
"""Somebody is to answer; who put it off said until when."""


async def digest(transaction: Transaction, directories: Directories, now: datetime) -> tuple[Outgoing, ...]:
    """Those that have waited as long as a reminder does, the longest first; nothing when none has."""
    rules, directory = directories.knowledge.organisation.introductions, await directories.directory(transaction)
    waiting: list[tuple[float, Introduction]] = []
    for one, _ in await transaction.registry.everything():
        hours = working_hours_between(one.begun, now, rules.zone, rules) if one.state in STUCK else 0
        if hours >= rules.remind_after * HOURS_A_DAY and one.mentor in directory:
            waiting.append((hours, one))
    if not waiting:
        return ()
    waiting.sort(key=lambda found: (-found[0], found[1].id))
    shown = tuple(
        StuckRequest(one.id, directory[one.mentor].mentor.name, (now - one.begun).days, one.state)
        for _, one in waiting[:SHOWN]
    )
    language = directories.knowledge.organisation.languages[0]
    return (Outgoing(StuckRequests(language, shown, len(waiting) - len(shown)), Maintainers()),)


async def help_along(asked: Introducing, ask: HelpAlong) -> Replies:
    """A maintainer's click; nothing happens to what has moved on since it was shown."""
    if not asked.maintainers:
        return (HelpedAlong(ask.language, "not_yours"),)
    await asked.transaction.alone(LOCK)
    found = await asked.found(ask.introduction)
    if found is None or found[0].state not in WAITING:
        return (HelpedAlong(ask.language, "moved"),)
    one, process = found
    if ask.do == "nudge" and one.state is not State.ASKED:
        return (HelpedAlong(ask.language, "reminded", _name(process, one)),)
    steps = {
        "nudge": lambda: process.happen(Event.REMIND, one.id),
        "reassign": lambda: process.happen(Event.LEAVE, one.id),
        "close": process.give_up,
    }
    saved = await asked.directories.save(asked.transaction, steps[ask.do](), asked.now)
    return (HelpedAlong(ask.language, ask.do, _name(process, one)), *saved)


def _name(process: Process, one: Introduction) -> str:
    return process.context.directory[one.mentor].mentor.name
