"""The maintainers' figures of introductions, read in one transaction."""

from datetime import datetime
from typing import NamedTuple

from bot.app.directories import Directories, PersonKey
from bot.app.introducing import Introducing, Replies
from bot.features.introductions.figures import Figures
from bot.features.introductions.intents import ShowStatus
from bot.features.introductions.programme import (
    MeetingWords,
    MentorRecord,
    MonthFigures,
    by_month,
    meeting_words,
    mentor_records,
)
from bot.features.introductions.replies import Status
from bot.features.introductions.status import figures
from bot.knowledge.people import Mentor
from bot.storage.transaction import Transaction

NOBODY = PersonKey("", "")


async def overview(directories: Directories, transaction: Transaction, now: datetime) -> Figures:
    """Mentors can be asked when anybody could ask them."""
    directory = await directories.directory(transaction)
    askable = await directories.askable(transaction, directory, NOBODY, now)
    everything = await transaction.registry.everything()
    return figures(
        await transaction.registry.needs(),
        [one for one, _ in everything],
        directory,
        askable=[status.mentor.id for status in askable],
        topics=[topic for entry in directories.knowledge.entries.values() for topic in entry.topics],
        rules=directories.knowledge.organisation.introductions,
        now=now,
    )


class Programme(NamedTuple):
    """Each mentor and each offer that waits; the requests by month and topic; what was written of meetings."""

    mentors: tuple[MentorRecord, ...]
    months: tuple[MonthFigures, ...]
    words: tuple[MeetingWords, ...]


async def programme(directories: Directories, transaction: Transaction, now: datetime) -> Programme:
    rules = directories.knowledge.organisation.introductions
    directory = await directories.directory(transaction)
    askable = await directories.askable(transaction, directory, NOBODY, now)
    introductions = [one for one, _ in await transaction.registry.everything()]
    rows = (await transaction.registry.mentor_rows()).values()
    records = mentor_records(
        directory,
        [Mentor.model_validate(dict(row.change)) for row in rows if not row.approved],
        introductions,
        askable=[status.mentor.id for status in askable],
        rules=rules,
        now=now,
    )
    needs = await transaction.registry.needs()
    return Programme(records, by_month(needs, introductions, rules), meeting_words(needs, introductions, rules))


async def shown(ask: ShowStatus, asked: Introducing) -> Replies:
    """To the maintainers, in their channel; anybody else hears whom it is for."""
    language = ask.language or asked.directories.knowledge.organisation.languages[0]
    if not asked.maintainers:
        return (Status(language, people=await asked.people()),)
    return (Status(language, await overview(asked.directories, asked.transaction, asked.now)),)
