"""A transaction in, the maintainers' figures of introductions as they stand out."""

from datetime import datetime

from bot.app.desk import Desks, Place
from bot.app.introducing import Introducing, Replies
from bot.features.introductions.asks import ShowStatus
from bot.features.introductions.figures import Figures
from bot.features.introductions.replies import Status
from bot.features.introductions.status import figures
from bot.storage.transaction import Transaction

NOBODY = Place("", "")


async def overview(desks: Desks, transaction: Transaction, now: datetime) -> Figures:
    """Mentors can be asked when anybody could ask them."""
    directory = await desks.directory(transaction)
    askable = await desks.askable(transaction, directory, NOBODY, now)
    everything = await transaction.registry.everything()
    return figures(
        await transaction.registry.needs(),
        [one for one, _ in everything],
        directory,
        askable=[standing.mentor.id for standing in askable],
        topics=[topic for entry in desks.knowledge.entries.values() for topic in entry.topics],
        rules=desks.knowledge.organisation.introductions,
        now=now,
    )


async def shown(ask: ShowStatus, asked: Introducing) -> Replies:
    """To the maintainers, in their channel; anybody else hears whom it is for."""
    language = ask.language or asked.desks.knowledge.organisation.languages[0]
    if not asked.maintainers:
        return (Status(language, people=await asked.people()),)
    return (Status(language, await overview(asked.desks, asked.transaction, asked.now)),)
