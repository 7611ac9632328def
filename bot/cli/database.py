"""`passeur database …`: prepares the database for this version."""

import asyncio

import typer

from bot import settings
from bot.storage import migrate

app = typer.Typer(help="Prepare the database.", no_args_is_help=True, add_completion=False)


@app.callback()
def database() -> None:
    """Prepare the database."""


@app.command()
def upgrade() -> None:
    """Bring DATABASE_URL's tables to this version; does nothing when they are."""
    done = asyncio.run(migrate.upgrade(settings.read().database_url.get_secret_value()))
    if done.before == done.after:
        typer.echo(f"The database is at {done.after} already: nothing to do.")
    elif done.before is None:
        typer.echo(f"The database was empty: its tables are made, at {done.after}.")
    else:
        typer.echo(f"The database went from {done.before} to {done.after}.")
