"""`passeur questions`: the questions that found no answer, for those who write the answers."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.settings import Settings, read


def questions(
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List the questions that found no answer, newest first, without their authors.

    Example: passeur questions
    """
    kept = asyncio.run(_kept(read()))
    if as_json:
        typer.echo(json.dumps(kept, ensure_ascii=False, indent=2))
        return
    if not kept:
        typer.echo("No question waits for an answer.")
        return
    table = Table("Asked", "Language", "Question")
    for question in kept:
        table.add_row(question["asked"][:10], question["language"], question["text"])
    Console().print(table)


async def _kept(settings: Settings) -> list[dict[str, str]]:
    from bot.storage.store import Store

    store = await Store.open(settings.database_url.get_secret_value())
    try:
        async with store.transaction() as transaction:
            found = await transaction.questions(datetime.now(UTC))
    finally:
        await store.close()
    newest_first = sorted(found, key=lambda question: question.asked, reverse=True)
    return [{"asked": q.asked.isoformat(), "language": q.language, "text": q.text} for q in newest_first]
