"""`passeur questions`: the questions without an answer, and the answers without help, for those who write them."""

import asyncio
import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.settings import Settings, read

_REFERENCE = re.compile(r"<([@#!])(?:subteam\^)?([^<>|\s]+)(?:\|[@#]?([^<>]*))?>")
"""A person, channel or group as Slack writes it; its name may stand behind a bar."""


class QuestionRow(NamedTuple):
    questions: list[dict[str, Any]]
    unhelpful: list[dict[str, Any]]


def questions(
    votes: Annotated[bool, typer.Option("--votes", help="List only the answers that were not helpful.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON list of the questions, or with --votes of the answers.")
    ] = False,
) -> None:
    """List the questions that found no answer, newest first, without their authors; then answers that did not help.

    Examples: passeur questions | passeur questions --votes --json
    """
    kept = asyncio.run(_kept(read()))
    if as_json:
        typer.echo(json.dumps(kept.unhelpful if votes else kept.questions, ensure_ascii=False, indent=2))
        return
    if not votes:
        _show_questions(kept.questions)
    if kept.unhelpful:
        _show_unhelpful(kept.unhelpful)
    elif votes:
        typer.echo("No answer was found unhelpful.")


def _show_questions(kept: list[dict[str, Any]]) -> None:
    if not kept:
        typer.echo("No question waits for an answer.")
        return
    table = Table("Asked", "Language", "Question")
    for question in kept:
        table.add_row(question["asked"][:10], question["language"], Text(readable(question["text"])))
    Console().print(table)


def _show_unhelpful(kept: list[dict[str, Any]]) -> None:
    table = Table("Entry", "Helpful", "Not helpful", title="Answers that were not helpful", title_justify="left")
    for answer in kept:
        table.add_row(*(str(value) for value in answer.values()))
    Console().print(table)


def readable(text: str) -> str:
    """The words with <@U0MENTOR> as @U0MENTOR, <#C0OPEN|open-source> as #open-source."""
    return _REFERENCE.sub(lambda found: found[1].replace("!", "@") + (found[3] or found[2]), text)


async def _kept(settings: Settings) -> QuestionRow:
    from bot.cli.kept import kept_store

    async with kept_store(settings) as store, store.transaction() as transaction:
        asked = await transaction.questions(datetime.now(UTC))
        voted = await transaction.votes()
    newest_first = sorted(asked, key=lambda question: question.asked, reverse=True)
    worst_first = sorted(voted.items(), key=lambda vote: vote[1][1], reverse=True)
    return QuestionRow(
        [{"asked": q.asked.isoformat(), "language": q.language, "text": q.text} for q in newest_first],
        [{"entry": entry, "helpful": yes, "not_helpful": no} for entry, (yes, no) in worst_first if no],
    )
