"""The last good knowledge: a copy of its files, to serve while those in the folders are refused.

One JSON file for each list of folders, written beside and moved, with a checksum. It holds the text of the files and is
read as they are: nothing in it is trusted more than a folder of knowledge is.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from bot.knowledge.folder import listed
from bot.knowledge.load import load
from bot.knowledge.places import Check
from bot.knowledge.problem import KnowledgeError
from bot.knowledge.schema import Knowledge

Files = list[dict[str, str]]
"""For each folder, the text of each file by its path in there."""
_BAD_COPY = (OSError, ValueError, KeyError, TypeError, AttributeError)


class KeptKnowledge(NamedTuple):
    """The last good knowledge, and the day on which it was found good."""

    knowledge: Knowledge
    day: date


def read_files(folders: Sequence[Path]) -> Files:
    """The files that loading these folders reads."""
    return [
        {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for files in listed(folder, first=False).files.values()
            for path, _ in files
        }
        for folder in folders
    ]


def keep(folders: Sequence[Path], files: Files, cache: Path, day: date) -> None:
    """Write the copy, unless the same stands there already; OSError when that is impossible."""
    path = _path(folders, cache)
    if (found := _read(path)) is not None and found["files"] == files:
        return
    cache.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"day": day.isoformat(), "files": files}, ensure_ascii=False)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    with beside.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"sha256": _checksum(content), "content": content}, ensure_ascii=False))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def last_good(folders: Sequence[Path], rules: Sequence[Check], cache: Path) -> KeptKnowledge | None:
    """None when there is no copy, when it is damaged, or when these rules refuse it too."""
    found = _read(_path(folders, cache))
    if found is None:
        return None
    try:
        with tempfile.TemporaryDirectory(prefix="passeur-knowledge-") as unpacked:
            copies = [Path(unpacked) / str(number) for number in range(len(folders))]
            for copy, files in zip(copies, found["files"], strict=True):
                copy.mkdir()
                for name, text in files.items():
                    _write(copy, PurePosixPath(name), text)
            knowledge = load(copies, rules)
        return KeptKnowledge(replace(knowledge, folders=tuple(folders)), date.fromisoformat(found["day"]))
    except (*_BAD_COPY, KnowledgeError):
        return None


def _write(folder: Path, name: PurePosixPath, text: str) -> None:
    if name.is_absolute() or ".." in name.parts:
        raise ValueError(f"'{name}' leads out of the folder")
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def _read(path: Path) -> dict[str, Any] | None:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if _checksum(stored["content"]) != stored["sha256"]:
            return None
        content: dict[str, Any] = json.loads(stored["content"])
        return content if isinstance(content["files"], list) else None
    except _BAD_COPY:
        return None


def _checksum(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def _path(folders: Sequence[Path], cache: Path) -> Path:
    named = "\0".join(str(folder.resolve()) for folder in folders)
    return cache / f"knowledge-{hashlib.sha256(named.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.json"
