"""`passeur forget`: a person's Slack ids in, what was kept of them erased."""

import asyncio
from typing import Annotated

import typer

from bot.errors import PasseurError
from bot.settings import Settings, read


def forget(
    team: Annotated[str, typer.Argument(help="The workspace's id, such as T0EXAMPLE.")],
    user: Annotated[str, typer.Argument(help="The person's id, such as U0EXAMPLE.")],
) -> None:
    """Erase a person's questions, votes and chosen language.

    Example: passeur forget T0EXAMPLE U0EXAMPLE
    """
    team, user = team.strip(), user.strip()
    if not team or not user:
        raise PasseurError("Both ids are needed, and one is empty. Give them as in: passeur forget T0EXAMPLE U0EXAMPLE")
    erased = asyncio.run(_forget(read(), team, user))
    typer.echo("Erased: " + ", ".join(f"{what} {count}" for what, count in erased.items()) + ".")
    typer.echo("What conversations remember holds no name, and ends by itself (PASSEUR_REMEMBER_DAYS).")


async def _forget(settings: Settings, team: str, user: str) -> dict[str, int]:
    from bot.passeur import pseudonym, secret_of
    from bot.storage.store import Store

    store = await Store.open(settings.database_url.get_secret_value())
    try:
        person = pseudonym(await secret_of(settings, store), team, user)
        async with store.transaction() as transaction:
            return await transaction.forget(person)
    finally:
        await store.close()
