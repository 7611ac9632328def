"""`passeur mentors …`: how introductions go, and what mentors changed in Slack as a patch of the YAML."""

import asyncio
import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.options import Folders, settings_with
from bot.cli.tables import TableForm
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.app.overview import Programme
    from bot.features.introductions.figures import Figures

app = typer.Typer(help="Mentors and introductions, for the maintainers.", no_args_is_help=True, add_completion=False)
WATCHED = {
    "over_capacity": "over capacity",
    "full": "at capacity",
    "paused": "paused",
    "hidden": "hidden: no answers",
    "unconfirmed": "unconfirmed for long",
    "without_consent": "without consent",
}
SHARES = {
    "accepted": "accepted",
    "declined": "declined",
    "expired": "left without an answer",
    "dropped": "withdrawn or dropped",
    "met": "met, of the ended ones that were accepted",
}


@app.callback()
def mentors() -> None:
    """Mentors and introductions, for the maintainers."""


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False, knowledge: Folders = None
) -> None:
    """Tell how introductions go and what is missing, without naming anybody who asked.

    Example: passeur mentors status
    """
    found = asyncio.run(_figures(settings_with(knowledge)))
    if as_json:
        typer.echo(json.dumps(as_object(found), ensure_ascii=False, indent=2))
    else:
        _show(found, Console(highlight=False))


@app.command()
def directory(
    form: Annotated[TableForm, typer.Option("--format", help="How to print it.")] = TableForm.table,
    knowledge: Folders = None,
) -> None:
    """List the mentors and the offers that wait: state, load, what they said so far, working hours to an answer.

    Examples: passeur mentors directory | passeur mentors directory --format csv > mentors.csv
    """
    from bot.cli.tables import show

    show(asyncio.run(_programme(settings_with(knowledge))).mentors, form)


@app.command()
def figures(
    form: Annotated[TableForm, typer.Option("--format", help="How to print them.")] = TableForm.table,
    knowledge: Folders = None,
) -> None:
    """Count the requests by month and topic, what became of them, and how useful meetings were; nobody is named.

    Examples: passeur mentors figures | passeur mentors figures --format csv > requests.csv
    """
    from bot.cli.tables import show

    show(asyncio.run(_programme(settings_with(knowledge))).months, form)


@app.command()
def words(
    form: Annotated[TableForm, typer.Option("--format", help="How to print them.")] = TableForm.table,
    knowledge: Folders = None,
) -> None:
    """Show what people wrote of their meetings, without their names.

    Examples: passeur mentors words | passeur mentors words --format csv > words.csv
    """
    from bot.cli.tables import show

    show(asyncio.run(_programme(settings_with(knowledge))).words, form)


@app.command()
def export(
    write: Annotated[bool, typer.Option("--write", help="Change the files instead of printing the patch.")] = False,
    knowledge: Folders = None,
) -> None:
    """Print what mentors changed in Slack as a patch of mentors.yaml that keeps its comments and order.

    Where it applies is said beside it.

    Examples: passeur mentors export | git apply; passeur mentors export --write
    """
    from bot.app.deciding import knowledge_of
    from bot.cli.patches import show
    from bot.knowledge.editing.files import write as write_file
    from bot.knowledge.editing.mentors import taken_over
    from bot.knowledge.editing.patches import FilePatch

    settings = settings_with(knowledge)
    changes = asyncio.run(_changes(settings))
    rewritten = taken_over(knowledge_of(settings), changes)
    if not rewritten:
        typer.echo("Nothing to take over: mentors.yaml says what Slack says.", err=True)
    elif not write:
        show([FilePatch(file.path, file.before, file.after) for file in rewritten])
        return
    for file in rewritten:
        write_file(file.path, file.after)
        taken = (f"{name} ({', '.join(keys) or 'new'})" for name, keys in file.taken.items())
        typer.echo(f"{file.path}: {', '.join(taken)}.")


async def _changes(settings: Settings) -> "dict[str, Mapping[str, Any]]":
    """By mentor; those who wait for a maintainer's word aren't among them."""
    from bot.cli.kept import kept_store

    async with kept_store(settings) as store, store.transaction() as transaction:
        rows = await transaction.registry.mentor_rows()
    return {name: row.change for name, row in rows.items() if row.approved}


def as_object(found: "Figures") -> dict[str, Any]:
    """For JSON: mentors by their ids."""
    kept: dict[str, Any] = {name: value for name, value in asdict(found).items() if name != "names"}
    return {
        **kept,
        "open": [request._asdict() for request in found.open],
        "shares": found.shares._asdict(),
        "mentors": found.mentors._asdict(),
        "nobody_covered": [missing._asdict() for missing in found.nobody_covered],
    }


def _show(found: "Figures", console: Console) -> None:
    figures = Table("Introductions", "", title_justify="left")
    for name, value in _rows(found):
        figures.add_row(name, Text(value))
    console.print(figures)
    if found.open:
        requests = Table("Days", "State", "Mentor", title="Open requests, the oldest first", title_justify="left")
        for request in found.open:
            requests.add_row(str(request.days), request.state, Text(request.mentor))
        console.print(requests)


def _rows(found: "Figures") -> list[tuple[str, str]]:
    from bot.features.introductions.states import INTRODUCED

    shares, agreed = found.shares, sum(request.state in INTRODUCED for request in found.open)
    hours = "none yet" if found.first_answer is None else f"{found.first_answer:g} h (median of {found.answers})"
    watched = [(label, ", ".join(ids)) for of, label in WATCHED.items() if (ids := getattr(found.mentors, of))]
    missed = ", ".join(f"{one.topic or 'no topic'} ({one.needs})" for one in found.nobody_covered)
    return [
        ("open requests", f"{len(found.open)}{f' ({agreed} accepted)' if agreed else ''}"),
        ("working hours to the first answer", hours),
        ("ended", str(shares.ended)),
        ("ended or accepted", str(shares.decided)),
        *((label, f"{share:.0%}") for of, label in SHARES.items() if (share := getattr(shares, of)) is not None),
        *((f"mentors {label}", names) for label, names in watched),
        *((("needs that nobody covered", missed),) if missed else ()),
        *(
            (("topics of entries without a mentor now", ", ".join(found.without_mentor)),)
            if found.without_mentor
            else ()
        ),
    ]


async def _programme(settings: Settings) -> "Programme":
    from bot.app.deciding import knowledge_of
    from bot.app.directories import Directories
    from bot.app.overview import programme
    from bot.app.pseudonyms import pseudonym, secret_of
    from bot.cli.kept import kept_store

    known = knowledge_of(settings)
    async with kept_store(settings) as store:
        hashed = partial(pseudonym, await secret_of(settings, store))
        async with store.transaction() as transaction:
            return await programme(
                Directories(known, hashed, settings.smtp_url is not None), transaction, datetime.now(UTC)
            )


async def _figures(settings: Settings) -> "Figures":
    from bot.app.deciding import knowledge_of
    from bot.app.directories import Directories
    from bot.app.overview import overview
    from bot.app.pseudonyms import pseudonym, secret_of
    from bot.cli.kept import kept_store

    knowledge = knowledge_of(settings)
    async with kept_store(settings) as store:
        hashed = partial(pseudonym, await secret_of(settings, store))
        async with store.transaction() as transaction:
            return await overview(
                Directories(knowledge, hashed, settings.smtp_url is not None), transaction, datetime.now(UTC)
            )
