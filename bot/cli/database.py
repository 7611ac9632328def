"""`passeur database …`: prepares the database for this version, looks at it, copies it and puts a copy back."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.storage import migrate
from bot.storage.backup import backup as copy_to
from bot.storage.backup import restore as copy_back
from bot.storage.existing import existing
from bot.storage.state import look

app = typer.Typer(help="Prepare, look at, copy and restore the database.", no_args_is_help=True, add_completion=False)


@app.callback()
def database() -> None:
    """Prepare, look at, copy and restore the database."""


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


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Tell which database it is, its version, whose it is, its size, and how much it holds; code 1 when it is old."""
    found = asyncio.run(look(existing(_url())))
    needed = migrate.needed()
    if as_json:
        whose = found.workspace._asdict() if found.workspace else None
        typer.echo(json.dumps({**asdict(found), "workspace": whose, "needed": needed}, ensure_ascii=False, indent=2))
    else:
        typer.echo(f"Database: {found.name}, {found.server}, {found.size // 1024} kB.")
        way_out = "" if found.version == needed else f"; this version needs {needed}. {migrate.COMMAND}"
        typer.echo(f"Version: {found.version}{way_out}")
        owner = f"{found.workspace.name} ({found.workspace.id})" if found.workspace else "nobody's yet"
        typer.echo(f"Workspace: {owner}")
        typer.echo(f"Work that is not done: {found.waiting}")
        typer.echo("Rows: " + ", ".join(f"{name} {count}" for name, count in found.rows.items()))
    if found.version != needed:
        raise typer.Exit(1)


@app.command()
def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet.")]) -> None:
    """Copy a SQLite database while the bot runs; for PostgreSQL, tell the command that does it."""
    size = copy_to(_url(), file)
    typer.echo(f"'{file}' holds the whole database ({size // 1024} kB), personal data included: keep it as such.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the database that is there.")] = False,
) -> None:
    """Put a copy in the database's place, once the bot is stopped; for PostgreSQL, tell the command that does it."""
    version = copy_back(_url(), file, replace=replace)
    typer.echo(f"The database is that of '{file}', at {version}. Next: passeur database upgrade.")


def _url() -> str:
    return settings.read().database_url.get_secret_value()
