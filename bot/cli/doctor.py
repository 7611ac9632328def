"""`passeur doctor`: looks at the whole set-up and says, a line each, what is well, what is wrong and what to do."""

import asyncio
import json
import os
from typing import Annotated

import typer

from bot.cli.words import TerminalLanguage, terminal_language


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    language: TerminalLanguage = None,
) -> None:
    """Look at tokens, scopes, clock, database, knowledge, mail…: a line each, with what to do about what is wrong.

    It changes nothing and writes to nobody. Code 1 when something is wrong.
    Examples: passeur doctor | passeur doctor --language fr | passeur doctor --json
    """
    from bot.doctor import words
    from bot.doctor.examine import examine

    findings = asyncio.run(examine(os.environ))
    spoken = terminal_language(language)
    wrong = any(finding.status == "wrong" for finding in findings)
    if as_json:
        told = {"ok": not wrong, "findings": [words.as_object(finding, spoken) for finding in findings]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            typer.echo(words.line(finding, spoken))
        typer.echo(words.closing(findings, spoken))
    if wrong:
        raise typer.Exit(1)
