"""Where somebody stands, and the teams to which they show it: who was not named sees nothing of it.

A teammate's row says who shows them what. The answers stay with the person whose they are, and are read from there.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.app.inbound import Inbound
from bot.app.introducing import Introducing
from bot.features.answering.intents import OpenHome
from bot.features.forms import FormField, FormStep
from bot.features.outgoing import Outgoing
from bot.features.questionnaires.feature import FEATURE as QUESTIONNAIRES
from bot.features.questionnaires.progress import Kept
from bot.features.questionnaires.station import Station, stations
from bot.features.recipients import Person
from bot.features.teams.feature import FEATURE, FORM
from bot.features.teams.intents import LeaveTeam, OpenTeam, ShowTeam
from bot.features.teams.replies import TeamInvitation, TeamNote
from bot.knowledge.questionnaires.walk import subject
from bot.knowledge.schema import Knowledge
from bot.storage.transaction import Transaction

SHOWN = "shown"
"""Of the person's own row: to whom a questionnaire's result is shown."""


async def standing(
    transaction: Transaction, knowledge: Knowledge, person: str, asked: Inbound, now: datetime, *, shared: bool
) -> tuple[Station, ...]:
    """A person's own stations, then those that they are shown; none where others read what is answered.

    `person`: their keyed hash. `shared`: they may be shown what is another's.
    """
    if not _is_private(asked):
        return ()
    teams = await transaction.kept.of(FEATURE.name, person, now)
    own = stations(knowledge, await transaction.kept.of(QUESTIONNAIRES.name, person, now))
    found = [replace(one, team=_people(teams, one.questionnaire)) for one in own]
    for key, row in teams.items() if shared else ():
        if key.startswith(f"{SHOWN}:"):
            continue
        questionnaire, _, of = key.partition(":")
        theirs = stations(knowledge, await transaction.kept.of(QUESTIONNAIRES.name, of, now))
        found += [replace(one, by=row["by"], key=key) for one in theirs if one.questionnaire == questionnaire]
    return tuple(found)


async def opened(asked: Introducing, ask: OpenTeam) -> tuple[Any, ...]:
    """The form, with those to whom it is shown already."""
    if await _station(asked, ask.questionnaire) is None:
        return (TeamNote(ask.language, "nothing"),)
    people = _people(await _kept(asked), ask.questionnaire)
    intent = ShowTeam(language=ask.language, questionnaire=ask.questionnaire, people=people)
    return (FormStep(ask.language, FORM, intent, (FormField("people", "people", optional=True),)),)


async def shown(asked: Introducing, ask: ShowTeam) -> tuple[Any, ...]:
    """To those who were chosen, who hear of it, and to nobody else any more."""
    await asked.transaction.alone(f"{FEATURE.name}:{asked.place.person}")
    station = await _station(asked, ask.questionnaire)
    if station is None:
        return (TeamNote(ask.language, "nothing"),)
    people = tuple(dict.fromkeys(user for user in ask.people if user != asked.place.user))
    before, until = _people(await _kept(asked), ask.questionnaire), asked.now + asked.keep
    keep, key = asked.transaction.kept.keep, _key(ask.questionnaire, asked.place.person)
    for user in {*before, *people}:
        row = {"by": asked.place.user} if user in people else None
        await keep(FEATURE.name, _pseudonym(asked)(user), {key: row}, until)
    mine = {f"{SHOWN}:{ask.questionnaire}": {"people": list(people)} if people else None}
    await keep(FEATURE.name, asked.place.person, mine, until)
    about = subject(asked.directories.knowledge.questionnaires[ask.questionnaire], station.answers)
    told: Any = TeamInvitation(ask.language, ask.questionnaire, asked.place.user, about)
    letters = [Outgoing(told, Person(user=user)) for user in people if user not in before]
    return TeamNote(ask.language, "shown", people), *letters


async def left(asked: Introducing, ask: LeaveTeam) -> tuple[Any, ...]:
    """Of who asks alone: another's key is none of theirs."""
    await asked.transaction.kept.keep(FEATURE.name, asked.place.person, {ask.key: None}, asked.now)
    return (TeamNote(ask.language, "left"),)


async def forgotten(asked: Introducing) -> int:
    """Those to whom somebody showed what is theirs see it no more; how many rows it was."""
    kept, count = asked.transaction.kept, 0
    for name, row in (await _kept(asked)).items():
        if name.startswith(f"{SHOWN}:"):
            key = _key(name.partition(":")[2], asked.place.person)
            for user in row["people"]:
                await kept.keep(FEATURE.name, _pseudonym(asked)(user), {key: None}, asked.now)
                count += 1
    return count + await kept.forget(FEATURE.name, asked.place.person)


def _key(questionnaire: str, person: str) -> str:
    return f"{questionnaire}:{person}"


def _people(kept: Kept, questionnaire: str) -> tuple[str, ...]:
    return tuple(kept.get(f"{SHOWN}:{questionnaire}", {}).get("people", ()))


def _pseudonym(asked: Introducing) -> Callable[[str], str]:
    return lambda user: asked.directories.pseudonym(asked.team, user)


async def _kept(asked: Introducing) -> Kept:
    return await asked.transaction.kept.of(FEATURE.name, asked.place.person, asked.now)


async def _station(asked: Introducing, questionnaire: str) -> Station | None:
    """Their own, about which they ask."""
    kept = await asked.transaction.kept.of(QUESTIONNAIRES.name, asked.place.person, asked.now)
    found = stations(asked.directories.knowledge, kept)
    return next((one for one in found if one.questionnaire == questionnaire), None)


def _is_private(asked: Inbound) -> bool:
    return isinstance(asked.intent, OpenHome) or asked.share or asked.conversation.startswith("D")
