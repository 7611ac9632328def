"""Options that several commands share, and the settings that they change."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.progress import Fitting
from bot.knowledge.shapes import Language
from bot.settings import Settings, read

Folders = Annotated[
    list[Path] | None,
    typer.Option(
        "--knowledge",
        help="Folder of the knowledge; given again, it adds to the first and overrides it by id.",
        metavar="DIR",
    ),
]
Forced = Annotated[
    Language | None, typer.Option("--lang", help="Answer in this language, fr or en, whatever the question's.")
]
fitting = Fitting()
"""Tells on stderr that fitting goes on; it happens once for each state of the knowledge."""


def settings_with(folders: list[Path] | None) -> Settings:
    return read(passeur_knowledge=tuple(folders)) if folders else read()
