"""The knowledge of before: folders as they were at a revision of git, written out anew, or a copy in another place."""

import io
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path

from bot.errors import PasseurError


def former(folders: Sequence[Path], before: str, into: Path) -> tuple[Path, ...]:
    """The folders of before. A folder takes the place of the last one, which is the one that is edited.

    `into`: an empty folder, for what git gives out. A folder that no repository holds stays as it is.
    """
    if Path(before).is_dir():
        return (*folders[:-1], Path(before))
    found = [_at(folder, before, into / str(number)) for number, folder in enumerate(folders)]
    if not any(found):
        raise PasseurError(
            f"'{before}' is no folder, and git keeps none of {', '.join(repr(str(folder)) for folder in folders)}. "
            "Give the folder of before, or run this inside a repository."
        )
    return tuple(old or folder for old, folder in zip(found, folders, strict=True))


def _at(folder: Path, revision: str, into: Path) -> Path | None:
    where = _git(folder, "rev-parse", "--show-toplevel") if folder.is_dir() else None
    if where is None:
        return None
    top = Path(where.decode().rstrip("\n"))
    commit = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise PasseurError(f"'{revision}' is neither a folder nor a revision that git knows in '{top}'.")
    inside = folder.resolve().relative_to(top.resolve())
    written = _git(top, "archive", "--format=tar", commit.decode().strip(), "--", str(inside))
    if written is None:
        raise PasseurError(f"'{inside}' did not exist at '{revision}'. Give a later revision, or a folder.")
    into.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(written)) as archive:
        archive.extractall(into, filter="data")
    return into / inside


def _git(folder: Path, *words: str) -> bytes | None:
    """What git prints; None when it refuses."""
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise PasseurError("git is not installed here. Give the folder of before instead of a revision.") from None
    return done.stdout if done.returncode == 0 else None
