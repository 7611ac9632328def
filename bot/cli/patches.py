"""Files before and after in, a unified diff out that `patch -p0` and `git apply` take where it was made."""

import difflib
import re
from pathlib import Path

from bot.knowledge.folder import relative

LINE = re.compile(r"[^\n]*\n|[^\n]+")
NO_BREAK = "\\ No newline at end of file\n"


def patch(path: Path, before: str | None, after: str) -> str:
    """With `./` before the path, which git takes off and patch leaves; `before` is None for a new file."""
    shown = relative(path)
    name = shown.as_posix() if shown.is_absolute() else f"./{shown.as_posix()}"
    name += "\t" if " " in name else ""
    made = difflib.unified_diff(
        LINE.findall(before or ""), LINE.findall(after), "/dev/null" if before is None else name, name
    )
    return "".join(line if line.endswith("\n") else f"{line}\n{NO_BREAK}" for line in made)
