"""`passeur check` tells every problem of the knowledge with its place, or that all is well."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.words import TerminalLanguage, printed, terminal_language
from bot.knowledge.near import nearest
from bot.messages.problems import explanation, line, rule_names, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.knowledge import Knowledge, Problem
    from bot.knowledge.places import Check


class CheckFormat(StrEnum):
    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


Github = Annotated[
    bool, typer.Option("--github", envvar="GITHUB_ACTIONS", help="As --format github.", show_envvar=False)
]


def check(  # noqa: PLR0913 - each is an option of the command
    folders: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders of knowledge; the later ones add to the first.", metavar="DIR"),
    ] = None,
    form: Annotated[CheckFormat | None, typer.Option("--format", help="What is printed.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As --format json.")] = False,
    github: Github = False,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="RULE", help="Say why a rule finds something, and what to do.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is certain first: odd spaces, quotes, dashes.")] = False,
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Look for entries that never win, too; takes minutes.")
    ] = False,
    online: Annotated[bool, typer.Option("--online", help="Open the links, too.")] = False,
    spelling: Annotated[bool, typer.Option("--spelling", help="Look words up in dictionaries, too.")] = False,
    language: TerminalLanguage = None,
) -> None:
    """Check the knowledge, and point at the line and column of each problem; a warning leaves it usable.

    Examples: passeur check | passeur check knowledge ../ours | passeur check --explain lost-text
    """
    from bot.settings import read

    spoken = terminal_language(language)
    if explain is not None:
        _explain(explain, spoken)
        return
    settings = read()
    named = folders or settings.passeur_knowledge
    if fix:
        _fix(named, spoken)
    knowledge, problems = _examined(named, thorough=thorough, online=online, spelling=spelling)
    chosen = form or (CheckFormat.json if as_json else CheckFormat.github if github else CheckFormat.text)
    _show(chosen, knowledge, problems, settings.passeur_model, spoken)
    if knowledge is None:
        raise typer.Exit(1)


def _fix(folders: "Sequence[Path]", language: str) -> None:
    from bot.cli.checking.mend import mend

    for path, done in mend(folders).items():
        facts = {"path": path, "mended": len(done.problems), "ends": done.ends}
        typer.echo(printed("mended.txt.j2", language, **facts), err=True, nl=False)


def _examined(
    folders: "Sequence[Path]", *, thorough: bool, online: bool, spelling: bool
) -> "tuple[Knowledge | None, tuple[Problem, ...]]":
    """With the slow rules where these are wanted, and the others find no error."""
    from bot.knowledge.load import examine
    from bot.messages.checks import RULES

    slow: list[Check] = []
    if thorough:
        from bot.cli.checking.thorough import winless
        from bot.cli.options import fitting

        slow.append(winless(fitting))
    if spelling:
        from bot.cli.checking.spelling import misspelt

        slow.append(misspelt)
    if online:
        from bot.cli.checking.online import dead_links

        slow.append(dead_links(lambda done, all_: typer.echo(f"Links: {done} / {all_}", err=True)))
    return examine(folders, RULES, slow)


def _show(
    form: CheckFormat, knowledge: "Knowledge | None", problems: "Sequence[Problem]", model: str, language: str
) -> None:
    if form is CheckFormat.json:
        found = [said(problem, language).as_object() for problem in problems]
        summary = summarised(knowledge) if knowledge else None
        typer.echo(json.dumps({"problems": found, "knowledge": summary}, ensure_ascii=False, indent=2))
    elif form is CheckFormat.sarif:
        from bot.cli.checking.sarif import as_sarif

        typer.echo(json.dumps(as_sarif(problems, language), ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            on_github = form is CheckFormat.github
            typer.echo(said(problem, language).annotation() if on_github else line(problem, language))
        typer.echo(_summary(knowledge, problems, model, language), err=not knowledge, nl=False)


def _explain(rule: str, language: str) -> None:
    words = explanation(rule, language)
    if words is None:
        near = nearest(rule, rule_names())
        typer.echo(printed("no_rule.txt.j2", language, rule=rule, near=near, rules=rule_names()), err=True, nl=False)
        raise typer.Exit(1)
    typer.echo(printed("rule.txt.j2", language, rule=rule, cause=words.cause, fix=words.fix), nl=False)


def summarised(knowledge: "Knowledge") -> dict[str, Any]:
    """How much there is of everything."""
    return {
        "entries": len(knowledge.own),
        "questions": {
            language: sum(len(entry.wording(language).questions) for entry in knowledge.own.values())
            for language in knowledge.organisation.languages
        },
        "sections": len({section for entry in knowledge.own.values() for section in entry.sections}),
        "mentors": len(knowledge.mentors),
    }


def sentence(knowledge: "Knowledge", language: str) -> str:
    """The same in a line."""
    facts = {"knowledge": summarised(knowledge), "expected": None, "errors": 0, "warnings": 0}
    return printed("check.txt.j2", language, **facts).strip()


def _summary(knowledge: "Knowledge | None", problems: "Sequence[Problem]", model: str, language: str) -> str:
    from bot.cli.checking.expectations import expectations

    warnings = sum(problem.severity == "warning" for problem in problems)
    return printed(
        "check.txt.j2",
        language,
        knowledge=summarised(knowledge) if knowledge else None,
        expected=asdict(expectations(knowledge, model)) if knowledge else None,
        errors=len(problems) - warnings,
        warnings=warnings,
    )
