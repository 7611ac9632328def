"""Finds the folders of the languages: those that lie here, and those of the folder that PASSEUR_LANGUAGES names."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from bot.settings import read

HERE = Path(__file__).parent
DEFAULT = "fr"
"""The language that comes first wherever languages are tried or listed; the others follow by their codes."""


@cache
def folders() -> Mapping[str, Path]:
    """The folder of each language by its code; one that is added takes the place of ours with the same code."""
    added = read().passeur_languages
    found = dict(_below(HERE)) | (dict(_below(added)) if added else {})
    return {code: found[code] for code in sorted(found, key=lambda code: (code != DEFAULT, code))}


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    return ((path.name, path) for path in folder.iterdir() if (path / "templates").is_dir())


def known() -> tuple[str, ...]:
    """The codes of all languages that have a folder."""
    return tuple(folders())


def folder_of(code: str) -> Path:
    """The folder of a known language."""
    return folders()[code]
