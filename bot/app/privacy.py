"""All that is kept of a person, gathered or erased feature by feature, as the table lists them."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from bot.app import teams
from bot.app.directories import LOCK
from bot.app.introducing import Introducing, Replies
from bot.app.own_introductions import OwnIntroductions
from bot.features.introductions.transition import Notification
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.features.privacy.replies import MyData, Privacy
from bot.features.teams.feature import FEATURE as TEAMS


class Forgotten(NamedTuple):
    """How many of each were erased, and what the others hear of it."""

    counts: Mapping[str, int]
    notifications: tuple[Notification, ...] = ()


class Keeper(NamedTuple):
    """What a feature does that keeps more than values under its own name: `export` gives rows by their table."""

    export: Callable[[Introducing], Awaitable[Mapping[str, Any]]]
    forget: Callable[[Introducing], Awaitable[Forgotten]]


async def _answers(asked: Introducing) -> Mapping[str, Any]:
    return await asked.transaction.kept_of(asked.place.person)


async def _forget_answers(asked: Introducing) -> Forgotten:
    return Forgotten(await asked.transaction.forget(asked.place.person))


async def _introductions(asked: Introducing) -> Mapping[str, Any]:
    return await OwnIntroductions(asked).export()


async def _forget_introductions(asked: Introducing) -> Forgotten:
    return Forgotten(*await OwnIntroductions(asked).forget())


async def _teams(asked: Introducing) -> Mapping[str, Any]:
    values = await asked.transaction.kept.of(TEAMS.name, asked.place.person, asked.now)
    return {TEAMS.name: values} if values else {}


async def _forget_teams(asked: Introducing) -> Forgotten:
    return Forgotten({TEAMS.name: count} if (count := await teams.forgotten(asked)) else {})


KEEPERS: Mapping[str, Keeper] = {
    "answering": Keeper(_answers, _forget_answers),
    "introductions": Keeper(_introductions, _forget_introductions),
    TEAMS.name: Keeper(_teams, _forget_teams),
}
"""By the feature's name. A feature that isn't here keeps values under its own name, or nothing."""


async def gathered(asked: Introducing) -> dict[str, Any]:
    """All that is kept of whoever asks, in the words of the tables."""
    found: dict[str, Any] = {}
    for feature in asked.features.features:
        if keeper := KEEPERS.get(feature.name):
            found |= await keeper.export(asked)
        elif values := await asked.transaction.kept.of(feature.name, asked.place.person, asked.now):
            found[feature.name] = values
    return found


async def erased(asked: Introducing) -> Forgotten:
    """Erase all that is kept of whoever asks; what they take part in ends, and the others hear it."""
    await asked.transaction.alone(LOCK)
    counts: dict[str, int] = {}
    notifications: tuple[Notification, ...] = ()
    for feature in asked.features.features:
        if keeper := KEEPERS.get(feature.name):
            forgotten = await keeper.forget(asked)
            counts |= forgotten.counts
            notifications += forgotten.notifications
        elif count := await asked.transaction.kept.forget(feature.name, asked.place.person):
            counts[feature.name] = count
    return Forgotten(counts, notifications)


async def forget(asked: Introducing, ask: ForgetMe) -> Replies:
    """Asks first whether they are sure."""
    if not ask.sure:
        return (Privacy(ask.language, "sure"),)
    return Privacy(ask.language, "forgotten"), *(await erased(asked)).notifications


async def show(asked: Introducing, ask: ShowMyData) -> Replies:
    """As a file."""
    return (MyData(ask.language, await gathered(asked)),)
