"""Sorts the files of a folder by kind, and names those that have no place there."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from bot.knowledge.licences.schema import Compatibility, Licence
from bot.knowledge.near import nearest
from bot.knowledge.people import Mentor
from bot.knowledge.problem import Problem
from bot.knowledge.questionnaires.schema import Questionnaire
from bot.knowledge.schema import Entry, Organisation, SmallTalkTexts, Vocabulary
from bot.knowledge.shapes import ByLanguage, ListByLanguage, Model

SUFFIXES = (".yaml", ".yml")
MEANT = re.compile(r"\.ya?ml(?:[.~_ (-].*|\W*)$|\.(?:yalm|ymal|yam|yaml?l|ylm|yamll|yaml\d+)$", re.IGNORECASE)


class MergeRule(Enum):
    """What a file holds, and what the same file of a later folder does to it."""

    ITEM = "one item with an id; later folders override by id"
    ITEMS = "a list of items with an id; later folders override by id"
    BY_ID = "a value for each id; later folders override by id"
    KEYS = "keys with values; later folders override key by key"
    LISTS = "keys with lists or groups; later folders add to them"


@dataclass(frozen=True)
class FileKind:
    """A kind of file. `name` is the field of Knowledge, and the file's name without its suffix or the folder's name."""

    name: str
    model: type[Model]
    form: MergeRule
    folder: bool = False
    required: bool = False


# A new kind of file is a line here and a field of Knowledge. The organisation comes first, as it sets the languages.
KINDS = (
    FileKind("organisation", Organisation, MergeRule.KEYS, required=True),
    FileKind("sections", ByLanguage, MergeRule.BY_ID),
    FileKind("topics", ByLanguage, MergeRule.BY_ID),
    FileKind("words", ByLanguage, MergeRule.BY_ID),
    FileKind("entries", Entry, MergeRule.ITEMS, folder=True, required=True),
    FileKind("small_talk", SmallTalkTexts, MergeRule.ITEMS),
    FileKind("out_of_scope", ListByLanguage, MergeRule.LISTS),
    FileKind("vocabulary", Vocabulary, MergeRule.LISTS),
    FileKind("mentors", Mentor, MergeRule.ITEMS),
    FileKind("licences", Licence, MergeRule.ITEMS),
    FileKind("compatibility", Compatibility, MergeRule.LISTS),
    FileKind("questionnaires", Questionnaire, MergeRule.ITEM, folder=True),
)


@dataclass
class Folder:
    """The files of one folder: where they are, and as what a problem names them."""

    files: Mapping[str, list[tuple[Path, Path]]]
    problems: list[Problem] = field(default_factory=list)


def listed(folder: Path, *, first: bool) -> Folder:
    """Sort the files of a folder by kind; the first folder must have the required kinds."""
    shown = relative(folder)
    found = Folder({kind.name: [] for kind in KINDS})
    if not folder.is_dir():
        found.problems.append(Problem(shown, 1, 1, "there is no such folder", "missing-folder", "check the path"))
        return found
    for path in _children(folder, shown, found):
        _sort(path, shown / path.name, found)
    for kind in KINDS:
        if first and kind.required and not found.files[kind.name]:
            what = f"{kind.name}/ with at least one .yaml file" if kind.folder else f"{kind.name}.yaml"
            found.problems.append(Problem(shown, 1, 1, f"{what} is missing", "missing-file"))
    return found


def relative(path: Path) -> Path:
    """The path as seen from the working directory, when it is below it."""
    absolute, here = Path.cwd() / path, Path.cwd()
    return absolute.relative_to(here) if absolute.is_relative_to(here) else path


def _sort(path: Path, shown: Path, found: Folder) -> None:
    names = {kind.name: kind for kind in KINDS}
    kind = names.get(path.stem if path.suffix in SUFFIXES else path.name)
    if path.is_dir():
        if kind is not None and kind.folder:
            found.files[kind.name].extend(_below(path, shown, found, frozenset()))
        elif path.suffix in SUFFIXES:
            found.problems.append(Problem(shown, 1, 1, "this is a folder, and a file is wanted", "unreadable"))
        return
    if path.suffix not in SUFFIXES:
        _unread(shown, found)
        return
    if kind is None or kind.folder:
        files = {kind.name: kind.name + ("/" if kind.folder else ".yaml") for kind in KINDS}
        near = nearest(path.stem, files)
        hint = f'did you mean "{files[near]}"?' if near else f"the files are {', '.join(files.values())}"
        found.problems.append(Problem(shown, 1, 1, "no file of this name is read", "unknown-file", hint))
    elif found.files[kind.name]:
        message = f"{found.files[kind.name][0][1].name} is there as well"
        found.problems.append(Problem(shown, 1, 1, message, "unknown-file", "keep one of the two"))
    else:
        found.files[kind.name].append((path, shown))


def _unread(shown: Path, found: Folder) -> None:
    """A file that was meant to be read, or a copy of one; others, such as README.md, may lie here."""
    meant = MEANT.search(shown.name)
    if meant:
        name = shown.name[: meant.start()] + ".yaml"
        message = 'this file is not read, as its name does not end in ".yaml"'
        hint = f"name it {name}, or remove it"
        found.problems.append(Problem(shown, 1, 1, message, "unread-file", hint, "warning"))


def _below(folder: Path, shown: Path, found: Folder, above: frozenset[str]) -> Iterator[tuple[Path, Path]]:
    """The YAML files at any depth; links to folders are followed, unless they lead back up."""
    real = os.path.realpath(folder)
    if real in above:
        message = "this link leads back to a folder above it"
        found.problems.append(Problem(shown, 1, 1, message, "unreadable", "remove it"))
        return
    for path in _children(folder, shown, found):
        if path.is_dir():
            yield from _below(path, shown / path.name, found, above | {real})
        elif path.suffix in SUFFIXES:
            yield path, shown / path.name
        else:
            _unread(shown / path.name, found)


def _children(folder: Path, shown: Path, found: Folder) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        found.problems.append(Problem(shown, 1, 1, f"can't be read: {error.strerror}", "unreadable"))
        return []
