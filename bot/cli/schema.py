"""`passeur schema` gives editors the shapes of the knowledge's files."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.words import TerminalLanguage, terminal_language
from bot.errors import PasseurError
from bot.knowledge.editing.files import write as write_file
from bot.knowledge.near import did_you_mean


def schema(
    kind: Annotated[
        str | None, typer.Argument(help="A kind of file, such as entries or organisation.", metavar="KIND")
    ] = None,
    write: Annotated[
        Path | None, typer.Option("--write", help="Write all of them into a folder, as KIND.json.", metavar="DIR")
    ] = None,
    page: Annotated[bool, typer.Option("--page", help="Print all keys of all kinds as a page in Markdown.")] = False,
    language: TerminalLanguage = None,
) -> None:
    """Print the JSON Schema of a kind of file, with which an editor completes keys and marks mistakes.

    Examples: passeur schema entries | passeur schema --write .schemas | passeur schema --page
    """
    from bot.knowledge.json_schema import files, schemas

    spoken = terminal_language(language)
    if page:
        from bot.knowledge.keys_page import keys_page

        typer.echo(keys_page(spoken), nl=False)
        return
    found = schemas(spoken)
    if kind is not None and kind not in found:
        near = did_you_mean(kind, found)
        raise PasseurError(
            f"'{kind}' is no kind of file{f': {near}' if near else '.'} The kinds are {', '.join(found)}."
        )
    if write is not None:
        for name, text in files(spoken, None if kind is None else (kind,)).items():
            write_file(write / name, text, "Name another folder.")
            typer.echo(str(write / name))
    elif kind is not None:
        typer.echo(json.dumps(found[kind], ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(found))
