"""Knowledge that was found good before, as JSON beside the matcher's file: a start need neither parse nor check it.

It stands under a hash of the files that it was read from, and of the code that read and checked them. Knowledge that is
good on one day is good on the next: only a day that lies in the future is a problem.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic import __version__ as pydantic_version

from bot.knowledge.folder import listed
from bot.knowledge.schema import Knowledge
from bot.languages import folder_of, known

BOT = Path(__file__).parents[1]
CHECKING = ("knowledge", "languages", "messages")
"""The rooms whose code and words decide what is good."""
MOST = 8
"""Files that are left, so that a day of edits does not fill the disk."""
_KNOWLEDGE = TypeAdapter(Knowledge)


def knowledge_in(folders: Sequence[Path], cache: Path | None) -> Knowledge:
    """The checked knowledge of these folders; raises KnowledgeError with every problem."""
    path = _path(folders, cache)
    if path is not None and (found := _read(path)) is not None:
        return replace(found, folders=tuple(folders))
    from bot.knowledge.load import load
    from bot.messages.checks import RULES

    knowledge = load(folders, RULES)
    if path is not None and path == _path(folders, cache):  # the files stayed the same while they were read
        with suppress(OSError):
            _keep(path, knowledge)
    return knowledge


def _path(folders: Sequence[Path], cache: Path | None) -> Path | None:
    """Where it would stand; None when there is no place, or something can't be read: loading will tell what."""
    if cache is None:
        return None
    digest = hashlib.sha256(pydantic_version.encode())
    try:
        for name, content in (*_code(), *_files(folders)):
            digest.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
    except (OSError, ValueError):
        return None
    return cache / f"checked-{digest.hexdigest()[:32]}.json"


def _code() -> Iterator[tuple[str, bytes]]:
    for folder in (*(BOT / room for room in CHECKING), *map(folder_of, known())):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".yaml", ".toml", ".j2"}:
                yield path.as_posix(), path.read_bytes()


def _files(folders: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    for number, folder in enumerate(folders):
        found = listed(folder, first=not number)
        if found.problems:
            raise ValueError(folder)
        for files in found.files.values():
            yield from ((f"{number}/{path.relative_to(folder)}", path.read_bytes()) for path, _ in files)


def _read(path: Path) -> Knowledge | None:
    try:
        checksum, _, content = path.read_bytes().partition(b"\n")
        return _KNOWLEDGE.validate_json(content) if checksum.decode() == _checksum(content) else None
    except (OSError, ValueError, ValidationError):
        return None


def _keep(path: Path, knowledge: Knowledge) -> None:
    content = _KNOWLEDGE.dump_json(replace(knowledge, folders=()), exclude_unset=True)
    if _KNOWLEDGE.validate_json(content) != replace(knowledge, folders=()):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    beside.write_bytes(_checksum(content).encode() + b"\n" + content)
    beside.replace(path)
    for old in sorted(path.parent.glob("checked-*.json"), key=lambda file: file.stat().st_mtime)[:-MOST]:
        old.unlink(missing_ok=True)


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
