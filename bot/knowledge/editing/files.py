"""Writes what was made into a file."""

from pathlib import Path

from bot.errors import PasseurError


def write(path: Path, text: str, instead: str = "") -> None:
    """Byte for byte, with the folders that are missing. `instead`: the way out where the file can't be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        why = f"'{path}' can't be written: {error.strerror}."
        raise PasseurError(f"{why} {instead}".strip()) from None
