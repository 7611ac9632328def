"""`passeur review …`: which answers to read again and when, and the day of those that are still right."""

import asyncio
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Folders, settings_with
from bot.errors import PasseurError, StorageError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.knowledge.review import PlannedReview

app = typer.Typer(help="Answers to read again, for those who write them.", add_completion=False)


@app.callback(invoke_without_command=True)
def review(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
    knowledge: Folders = None,
) -> None:
    """List the overdue answers, spread over weeks: the most used first, five a week and owner at most.

    Examples: passeur review | passeur review right leave-days
    """
    if context.invoked_subcommand is not None:
        return
    plan = asyncio.run(_plan(settings_with(knowledge)))
    if as_json:
        typer.echo(json.dumps([one._asdict() for one in plan], ensure_ascii=False, indent=2, default=str))
    elif plan:
        _show(plan)
    else:
        typer.echo("No answer is overdue.")


@app.command()
def right(
    entries: Annotated[list[str], typer.Argument(help="Ids of answers that you have read.", metavar="ENTRY…")],
    write: Annotated[bool, typer.Option("--write", help="Change the files instead of printing the patch.")] = False,
    knowledge: Folders = None,
) -> None:
    """Say that answers are still right: a patch that sets the day of their review to today.

    Examples: passeur review right leave-days | git apply; passeur review right leave-days sick-pay --write
    """
    from bot.app.deciding import knowledge_of
    from bot.cli.patches import show
    from bot.knowledge.editing import patches
    from bot.knowledge.editing.entries import ReviewEdit, edited
    from bot.knowledge.editing.files import write as write_file
    from bot.knowledge.near import did_you_mean

    known = knowledge_of(settings_with(knowledge))
    for name in entries:
        if name not in known.own:
            near = did_you_mean(name, known.own)
            raise PasseurError(f"No entry has the id '{name}'{f': {near}' if near else '. Run: passeur review'}")
    changed, refused = edited(known, [ReviewEdit(name, _today()) for name in entries])
    if refused:
        raise PasseurError(next(iter(refused.values())))
    if not changed:
        typer.echo("Nothing to change: they say today already.", err=True)
    elif not write:
        show([patches.FilePatch(*file) for file in changed])
    else:
        for file in changed:
            write_file(file.path, file.after)
            typer.echo(f"{file.path} is changed. Next: passeur check")


def _show(plan: "tuple[PlannedReview, ...]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Due", "Entry", "Owner", "Last read", "Votes")
    for one in plan:
        table.add_row(str(one.due), Text(one.entry), Text(one.owner), str(one.reviewed), str(one.used))
    Console().print(table)
    typer.echo("Still right? passeur review right ENTRY…")


async def _plan(settings: Settings) -> "tuple[PlannedReview, ...]":
    """Without a database nothing is known of use, and the oldest come first."""
    from bot.app.deciding import knowledge_of
    from bot.app.reviews import planned
    from bot.cli.kept import kept_store
    from bot.knowledge.review import review_plan

    known = knowledge_of(settings)
    try:
        async with kept_store(settings) as store, store.transaction() as transaction:
            return await planned(transaction, known, datetime.now(UTC))
    except StorageError:
        return review_plan(known, {}, _today())


def _today() -> date:
    return datetime.now(UTC).date()
