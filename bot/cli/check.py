"""`passeur check` tells every problem of the knowledge with its place, or that all is well."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.knowledge.problem import counted
from bot.languages import manners

if TYPE_CHECKING:
    from bot.knowledge import Knowledge


def check(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders of knowledge; the later ones add to the first.", metavar="DIR"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    github: Annotated[
        bool, typer.Option("--github", envvar="GITHUB_ACTIONS", help="Print annotations for GitHub.", show_envvar=False)
    ] = False,
) -> None:
    """Check the knowledge, and point at the line and column of each problem; a warning leaves it usable.

    Examples: passeur check | passeur check knowledge ../ours
    """
    from bot.cli.expectations import expectations
    from bot.knowledge.load import examine
    from bot.messages.checks import RULES
    from bot.settings import read

    settings = read()
    knowledge, problems = examine(folders or settings.passeur_knowledge, RULES)
    if as_json:
        summary = summarised(knowledge) if knowledge else None
        found = [problem.as_object() for problem in problems]
        typer.echo(json.dumps({"problems": found, "knowledge": summary}, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            typer.echo(problem.annotation() if github else str(problem))
        warnings = sum(problem.severity == "warning" for problem in problems)
        typer.echo(sentence(knowledge, warnings) if knowledge else _counted(len(problems), warnings), err=not knowledge)
        for line in expectations(knowledge, settings.passeur_model) if knowledge else ():
            typer.echo(line)
    if knowledge is None:
        raise typer.Exit(1)


def summarised(knowledge: "Knowledge") -> dict[str, int | dict[str, int]]:
    """How much there is of everything."""
    return {
        "entries": len(knowledge.own),
        "questions": _questions(knowledge),
        "sections": _sections(knowledge),
        "mentors": len(knowledge.mentors),
    }


def sentence(knowledge: "Knowledge", warnings: int = 0) -> str:
    """The same in a line."""
    counts = _questions(knowledge).items()
    asked = " and ".join(f"{counted(count, 'question')} in {manners(language).english}" for language, count in counts)
    parts = (
        counted(len(knowledge.own), "entry", "entries"),
        asked,
        counted(_sections(knowledge), "section"),
        counted(len(knowledge.mentors), "mentor"),
    )
    but = f" but for {counted(warnings, 'warning')}" if warnings else ""
    return f"All is well{but}: {', '.join(parts)}."


def _counted(found: int, warnings: int) -> str:
    errors = counted(found - warnings, "problem")
    return f"{errors} and {counted(warnings, 'warning')}." if warnings else f"{errors}."


def _questions(knowledge: "Knowledge") -> dict[str, int]:
    return {
        language: sum(len(entry.wording(language).questions) for entry in knowledge.own.values())
        for language in knowledge.organisation.languages
    }


def _sections(knowledge: "Knowledge") -> int:
    return len({section for entry in knowledge.own.values() for section in entry.sections})
