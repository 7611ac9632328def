"""`passeur workspaces …`: who installed the app, where their rows lie, and the keys under which tokens are kept."""

import asyncio
import os
from typing import TYPE_CHECKING

import typer

from bot.errors import PasseurError
from bot.settings import Settings, read

if TYPE_CHECKING:
    from bot.storage.installations import InstallationRow

app = typer.Typer(
    help="Who installed the app, and the keys of their tokens.", no_args_is_help=True, add_completion=False
)


@app.callback()
def workspaces() -> None:
    """Who installed the app, and the keys of their tokens."""


@app.command("list")
def list_() -> None:
    """Tell which workspaces installed the app, since when, and where the rows of each lie."""
    from bot.storage.address import parse

    settings = read()
    found = asyncio.run(_installed(settings))
    for row, place in found:
        address = parse(place)
        schema = f", schema {row.workspace.lower()}" if address.dsn and place != _url(settings) else ""
        typer.echo(f"{row.workspace}  {row.name}, since {row.installed:%Y-%m-%d}; {address.name}{schema}")
    if not found:
        typer.echo("No workspace has installed the app yet. Open /slack/install under PASSEUR_PUBLIC_URL.")


@app.command()
def key() -> None:
    """Make a key for PASSEUR_ENCRYPTION_KEYS. Keep it where passwords are kept: without it, no token can be read."""
    from cryptography.fernet import Fernet

    typer.echo(Fernet.generate_key().decode())


@app.command()
def rotate() -> None:
    """Keep every token under the first of PASSEUR_ENCRYPTION_KEYS; the others may be taken away afterwards."""
    count = asyncio.run(_rotated(read()))
    typer.echo(f"Tokens kept under the first key now: {count}. The other keys can be taken out.")


def choose(workspace: str) -> None:
    """Let the command that follows be about this workspace: its rows, knowledge and token.

    Raises PasseurError when it has not installed the app.
    """
    from bot.transports.slack.oauth.own import own_knowledge
    from bot.transports.slack.oauth.vault import Vault

    settings = read()
    found = {row.workspace: (row, place) for row, place in asyncio.run(_installed(settings))}
    if workspace not in found:
        known = ", ".join(found) or "none yet"
        raise PasseurError(f"'{workspace}' has not installed the app; who has: {known}. See: passeur workspaces list")
    # Commands read the settings themselves, and so do the processes that they start.
    row, place = found[workspace]
    os.environ["DATABASE_URL"] = place
    if settings.passeur_encryption_keys is not None:
        os.environ["SLACK_BOT_TOKEN"] = Vault.of(settings).open(row.sealed).token.get_secret_value()
    os.environ["PASSEUR_KNOWLEDGE"] = os.pathsep.join(map(str, own_knowledge(settings, workspace)))


def _url(settings: Settings) -> str:
    return settings.database_url.get_secret_value()


async def _installed(settings: Settings) -> "list[tuple[InstallationRow, str]]":
    """Each with the address of its rows."""
    from bot.cli.kept import kept_store
    from bot.storage.places import place_of

    async with kept_store(settings) as store, store.transaction() as transaction:
        owner = await transaction.workspace()
        rows = await transaction.installations.all()
    return [(row, place_of(_url(settings), row.workspace, owner)) for row in rows]


async def _rotated(settings: Settings) -> int:
    from bot.cli.kept import kept_store
    from bot.transports.slack.oauth.vault import Vault

    vault = Vault.of(settings)
    async with kept_store(settings) as store, store.transaction() as transaction:
        rows = await transaction.installations.all()
        for row in rows:
            await transaction.installations.save(row._replace(sealed=vault.sealed_anew(row.sealed)))
    return len(rows)
