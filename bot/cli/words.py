"""What commands say in the terminal's language: templates in `bot/languages/<code>/terminal`."""

import os
from typing import Annotated, Any

import typer
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.cli.options import known_code
from bot.languages import ELSEWHERE, folder_of, known
from bot.messages.language import language_name, typographic

SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#&~"} | {"\n": " ", "\r": " "})
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set says the language, as in other programs."""


TerminalLanguage = Annotated[
    str | None,
    typer.Option(
        "--language", metavar="CODE", help="Language of what this prints; that of the terminal.", callback=known_code
    ),
]


def terminal_language(asked: str | None = None) -> str:
    """The one that was asked for, or that of the environment, such as LANG=fr_FR.UTF-8; else the one for elsewhere."""
    said = next((value for name in VARIABLES if (value := os.environ.get(name))), "")
    code = asked or said.partition(".")[0].partition("_")[0].lower()
    return code if code in known() else ELSEWHERE


def _code(text: str) -> str:
    return f"`{text}`"


def _cell(text: str) -> str:
    """Somebody's words in a table of Markdown."""
    return text.translate(SPECIAL)


def printed(template: str, language: str, **facts: Any) -> str:
    """A template with its facts, in a language that has it."""
    for code in (language, *known()):
        folder = folder_of(code) / "terminal"
        if (folder / template).is_file():
            made = Environment(  # noqa: S701 - a terminal shows no HTML
                loader=FileSystemLoader(folder),
                undefined=StrictUndefined,
                trim_blocks=True,
                lstrip_blocks=True,
                keep_trailing_newline=True,
            )
            made.filters.update(code=_code, cell=_cell, language_name=language_name)
            return typographic(made.get_template(template).render(**facts, language=code), code)
    raise LookupError(template)
