"""`passeur check --fix`: mends what can be mended without a doubt, and says what it did."""

from collections.abc import Sequence
from pathlib import Path

from bot.knowledge.editing.files import write
from bot.knowledge.editing.mending import Mended, mended
from bot.knowledge.editing.opened import unmarked
from bot.knowledge.folder import listed


def mend(folders: Sequence[Path]) -> dict[Path, Mended]:
    """Write the files anew that needed it; what was done in each, by the name that problems give it."""
    done: dict[Path, Mended] = {}
    for number, folder in enumerate(folders):
        for files in listed(folder, first=not number).files.values():
            for path, shown in files:
                try:
                    written = path.read_bytes().decode()
                except (OSError, UnicodeDecodeError):  # the check tells it
                    continue
                mark, text = unmarked(written)
                found = mended(text, shown)
                if found.problems or found.ends:
                    write(path, mark + found.text)
                    done[shown] = found
    return done
