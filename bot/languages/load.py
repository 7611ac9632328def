"""Finds the folders of the languages, here and in the folder that PASSEUR_LANGUAGES names, and reads their files.

They are TOML, which the standard library reads: a question that is answered from the cache loads no YAML.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.errors import SettingsError
from bot.languages.key_words import KeyWords
from bot.languages.licence_words import LicenceWords
from bot.languages.problems import ProblemWords
from bot.languages.shapes import (
    CheckWords,
    GeneralVocabulary,
    Manners,
    Phrasebook,
    SearchWords,
    SpellingWords,
)
from bot.settings import read

M = TypeVar("M", bound=BaseModel)
HERE = Path(__file__).parent
DEFAULT = "fr"
"""The language that comes first wherever languages are tried or listed; the others follow by their codes."""
ELSEWHERE = "en"
"""What commands speak in a terminal whose language has no folder."""


@cache
def folders() -> Mapping[str, Path]:
    """The folder of each language by its code; one that is added takes the place of ours with the same code."""
    added = read().passeur_languages
    found = dict(_below(HERE)) | (dict(_below(added)) if added else {})
    return {code: found[code] for code in sorted(found, key=lambda code: (code != DEFAULT, code))}


def _below(folder: Path) -> list[tuple[str, Path]]:
    try:
        return [(path.name, path) for path in folder.iterdir() if (path / "templates").is_dir()]
    except OSError as error:
        raise SettingsError(f"PASSEUR_LANGUAGES: '{folder}' can't be read: {error.strerror}. Check the path.") from None


def known() -> tuple[str, ...]:
    """The codes of all languages that have a folder."""
    return tuple(folders())


def usual() -> tuple[str, ...]:
    """The codes of the languages that come with the bot: those of an organisation that names none."""
    own = dict(_below(HERE))
    return tuple(code for code in known() if code in own)


def folder_of(code: str) -> Path:
    """The folder of a known language."""
    return folders()[code]


@cache
def manners(code: str) -> Manners:
    """How a known language is written."""
    return _read(folder_of(code) / "language.toml", Manners)


@cache
def phrasebook(code: str) -> Phrasebook:
    """What people type in a known language that is no question."""
    return _read(folder_of(code) / "phrases.toml", Phrasebook)


@cache
def search_words(code: str) -> SearchWords:
    """What search knows of a known language."""
    return _read(folder_of(code) / "search.toml", SearchWords)


@cache
def check_words() -> tuple[CheckWords, ...]:
    """What the checks know of each language."""
    return tuple(_read(folder / "check.toml", CheckWords) for folder in folders().values())


def alternatives(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases; one that nothing matches when there are none."""
    return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True)) or r"(?!)"


def general_vocabulary(code: str) -> GeneralVocabulary:
    """What everybody says in a known language. Not kept: only fitting needs it."""
    return _read(folder_of(code) / "vocabulary.toml", GeneralVocabulary)


@cache
def problem_words(code: str) -> ProblemWords:
    """What is said of mistakes in the knowledge; a language without the file says it as the code does."""
    file = folder_of(code) / "problems.toml"
    return _read(file, ProblemWords) if file.exists() else ProblemWords()


@cache
def spelling_words(code: str) -> SpellingWords | None:
    """What its dictionary lacks; None where there is none to look in."""
    file = folder_of(code) / "spelling.toml" if code in folders() else None
    return _read(file, SpellingWords) if file and file.exists() else None


@cache
def key_words(code: str) -> KeyWords:
    """What each key of the files is for; a language without the file says it as the one for elsewhere does."""
    file = folder_of(code) / "keys.toml"
    return _read(file if file.exists() else folder_of(ELSEWHERE) / "keys.toml", KeyWords)


@cache
def licence_words(code: str) -> LicenceWords:
    """How people speak of licences in a known language; a language without the file recognises no such words."""
    file = folder_of(code) / "licences.toml"
    return _read(file, LicenceWords) if file.exists() else LicenceWords()


def _read(file: Path, model: type[M]) -> M:
    try:
        return model.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"'{file}' can't be read: {error}. Each language has this file.") from None
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False))
        raise SettingsError(f"'{file}' can't be used: {told}. The folder of English shows each key.") from None
