"""Unified diffs that `git apply` and `patch -p0` take in the folder that is named.

Both tools refuse a path that leads out of the folder they are in, and one that passes a link to another folder. So the
patch is made for the folder that holds the files, which is the working directory whenever they are below it.
"""

import difflib
import os
import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

LINE = re.compile(r"[^\n]*\n|[^\n]+")
NO_BREAK = "\\ No newline at end of file\n"


class FilePatch(NamedTuple):
    """A file's text before, None for a new one, and after."""

    path: Path
    before: str | None
    after: str


def folder_of(paths: Sequence[Path]) -> Path:
    """The folder in which the patch of these files applies: here, or else the deepest one that holds them all."""
    here, folders = Path.cwd().resolve(), [path.resolve().parent for path in paths]
    return here if all(folder.is_relative_to(here) for folder in folders) else Path(os.path.commonpath(folders))


def how_to_apply(folder: Path) -> str:
    """What takes the patch, as one types it here."""
    here = Path.cwd().resolve()
    if folder == here:
        return "git apply (or: patch -p0)"
    shown = shlex.quote(min(os.path.relpath(folder, here), str(folder), key=len))
    return f"git -C {shown} apply (or: patch -p0 -d {shown})"


def patch(change: FilePatch, folder: Path) -> str:
    """With `./` before the path, which git takes off and patch leaves."""
    name = f"./{change.path.resolve().relative_to(folder).as_posix()}"
    name += "\t" if " " in name else ""
    before = "/dev/null" if change.before is None else name
    made = difflib.unified_diff(LINE.findall(change.before or ""), LINE.findall(change.after), before, name)
    return "".join(line if line.endswith("\n") else f"{line}\n{NO_BREAK}" for line in made)
