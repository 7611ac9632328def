"""Tells in which form an FAQ is, and reads it."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import chain
from pathlib import Path

from bot.cli.importing.pages import read_markdown
from bot.cli.importing.rows import Faq
from bot.cli.importing.sheets import read_text, read_workbook
from bot.cli.importing.trees import read_qnabot, read_rasa
from bot.errors import PasseurError


class FaqForm(StrEnum):
    sheet = "sheet"
    xlsx = "xlsx"
    qnabot = "qnabot"
    rasa = "rasa"
    markdown = "markdown"


SUFFIXES = {
    ".csv": FaqForm.sheet,
    ".tsv": FaqForm.sheet,
    ".tab": FaqForm.sheet,
    ".txt": FaqForm.sheet,
    ".xlsx": FaqForm.xlsx,
    ".xlsm": FaqForm.xlsx,
    ".json": FaqForm.qnabot,
    ".yml": FaqForm.rasa,
    ".yaml": FaqForm.rasa,
    ".md": FaqForm.markdown,
    ".markdown": FaqForm.markdown,
}
READERS: dict[FaqForm, Callable[[Path, str, Faq], None]] = {
    FaqForm.sheet: read_text,
    FaqForm.xlsx: read_workbook,
    FaqForm.qnabot: read_qnabot,
    FaqForm.markdown: read_markdown,
}


def read_faq(paths: Sequence[Path], language: str, form: FaqForm | None = None) -> Faq:
    """`language`: that of texts whose source does not say it. A folder stands for the files in it."""
    faq, rasa = Faq(), list[Path]()
    for path in chain.from_iterable(map(_files, paths)):
        found = form or SUFFIXES.get(path.suffix.lower())
        if found is None:
            raise PasseurError(f"'{path}' is in no form that is known: {', '.join(SUFFIXES)}. Name it with --from.")
        if found is FaqForm.rasa:
            rasa.append(path)
            continue
        try:
            READERS[found](path, language, faq)
        except OSError as error:
            raise PasseurError(f"'{path}' can't be read: {error.strerror}. Check the path.") from None
    if rasa:
        read_rasa(rasa, language, faq)
    return faq


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES)
