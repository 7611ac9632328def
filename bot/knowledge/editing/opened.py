"""A file as edits need it: without the mark that some programs put before a text, with a place for a first item."""

from pathlib import Path

from bot.knowledge.source import parsed
from bot.knowledge.tree import YamlDocument

BOM = "\ufeff"


def unmarked(text: str) -> tuple[str, str]:
    """The byte order mark, or nothing, and the text after it."""
    return (BOM, text[1:]) if text.startswith(BOM) else ("", text)


def opened(text: str, path: Path, empty: str = "[]") -> YamlDocument | None:
    """The document of an unmarked text; None where it can't be read.

    `empty`: what is put below nothing, or below comments alone, so that the first item has a place.
    """
    document, _ = parsed(text, path)
    if document is None:
        gap = "" if text[-1:] in ("", "\n") else "\n"
        document, _ = parsed(f"{text}{gap}{empty}", path)
    return document
