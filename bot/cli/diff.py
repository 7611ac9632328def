"""`passeur diff` tells what an edit of the knowledge changes: entries, and the answers to questions."""

import asyncio
import json
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Folders, fitting, settings_with
from bot.cli.words import TerminalLanguage, printed, terminal_language
from bot.settings import Settings


class DiffFormat(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"


Questions = Annotated[
    list[Path] | None,
    typer.Option(
        "--questions",
        help="File or folder of questions with known answers, as for passeur evaluate; without it tests/questions, "
        "if there. What entries have under `asked` is asked too.",
        metavar="PATH",
    ),
]


def diff(
    before: Annotated[
        str,
        typer.Argument(help="Revision of git; or a folder: the last one, as it was.", metavar="REV|DIR"),
    ] = "HEAD",
    questions: Questions = None,
    kept: Annotated[
        bool, typer.Option("--kept", help="Ask the questions too that the database keeps as unanswered.")
    ] = False,
    form: Annotated[DiffFormat, typer.Option("--format", help="What is printed.")] = DiffFormat.text,
    language: TerminalLanguage = None,
    knowledge: Folders = None,
) -> None:
    """Tell what an edit changes: which entries, and which questions are answered otherwise, better or worse.

    Exits with 1 when a question with a known answer is answered worse.

    Examples: passeur diff | passeur diff origin/main --format markdown | passeur diff ../ours-before
    """
    from bot.app.comparing import compared

    settings = settings_with(knowledge)
    asked = asyncio.run(_kept(settings)) if kept else ()
    report = compared(settings, before, questions, asked, fitting)
    facts = asdict(report)
    if form is DiffFormat.json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        suffix = "md" if form is DiffFormat.markdown else "txt"
        typer.echo(printed(f"diff.{suffix}.j2", terminal_language(language), **facts, before=before), nl=False)
    if any(difference.judgement == "worse" for difference in report.questions):
        raise typer.Exit(1)


async def _kept(settings: Settings) -> tuple[str, ...]:
    from bot.cli.kept import kept_store

    async with kept_store(settings) as store, store.transaction() as transaction:
        return tuple(kept.text for kept in await transaction.gaps.questions(datetime.now(UTC)) if kept.text)
