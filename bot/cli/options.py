"""Options that several commands share, and the settings that they change."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal.progress import Fitting
from bot.languages import known
from bot.settings import Settings, read

Folders = Annotated[
    list[Path] | None,
    typer.Option(
        "--knowledge",
        help="Folder of the knowledge; given again, it adds to the first and overrides it by id.",
        metavar="DIR",
    ),
]


def known_code(code: str | None) -> str | None:
    if code is not None and code not in known():
        raise typer.BadParameter(f"{code!r} is not one of {', '.join(map(repr, known()))}.")
    return code


Forced = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="CODE",
        help="Answer in this language, such as fr or en, whatever the question's.",
        callback=known_code,
    ),
]
fitting = Fitting()
"""Tells on stderr that fitting goes on; it happens once for each state of the knowledge."""


def settings_with(folders: list[Path] | None) -> Settings:
    return read(passeur_knowledge=tuple(folders)) if folders else read()
