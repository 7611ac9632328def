"""`passeur forget`: a person's Slack ids in; what was kept of them erased, and what the others hear queued."""

import asyncio
import secrets
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from bot.cli.options import Folders, settings_with
from bot.errors import PasseurError
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping


class ForgottenPerson(NamedTuple):
    team: str
    user: str


def forget(
    team: Annotated[str, typer.Argument(help="The workspace's id, such as T0EXAMPLE.")],
    user: Annotated[str, typer.Argument(help="The person's id, such as U0EXAMPLE.")],
    knowledge: Folders = None,
) -> None:
    """Erase all that is kept of a person, as they can in Slack; what they take part in ends, and the others hear it.

    Example: passeur forget T0EXAMPLE U0EXAMPLE
    """
    person = ForgottenPerson(team.strip(), user.strip())
    if not all(person):
        raise PasseurError("Both ids are needed, and one is empty. Give them as in: passeur forget T0EXAMPLE U0EXAMPLE")
    erased, letters = asyncio.run(_forget(settings_with(knowledge), person))
    typer.echo("Erased: " + ", ".join(f"{what} {count}" for what, count in erased.items()) + ".")
    if letters:
        count = "1 message waits" if letters == 1 else f"{letters} messages wait"
        typer.echo(f"{count} for the bot, which tells those concerned once it runs.")


async def _forget(settings: Settings, person: ForgottenPerson) -> "tuple[Mapping[str, int], int]":
    """How many of each were erased, and how many messages follow; all in one transaction."""
    from bot.app.deciding import knowledge_of
    from bot.app.directories import Directories, PersonKey
    from bot.app.introducing import Introducing
    from bot.app.privacy import erased
    from bot.app.pseudonyms import pseudonym, secret_of
    from bot.cli.kept import kept_store
    from bot.delivery.outbox import to_send
    from bot.features.outgoing import addressed

    knowledge = knowledge_of(settings)
    async with kept_store(settings) as store:
        hashed = partial(pseudonym, await secret_of(settings, store))
        directories = Directories(knowledge, hashed, settings.smtp_url is not None)
        now = datetime.now(UTC)
        async with store.transaction() as transaction:
            place = PersonKey(hashed(*person), person.user)
            asked = Introducing(directories, transaction, person.team, place, now)
            counts, letters = await erased(asked)
            has_channel = knowledge.organisation.channels.maintainers is not None
            told, once = addressed(letters, None, maintainers=has_channel), secrets.token_hex(8)
            for number, outgoing in enumerate(told):
                await transaction.add(to_send(f"forget:{once}:{number}", outgoing, now), now)
            return counts, len(told)
