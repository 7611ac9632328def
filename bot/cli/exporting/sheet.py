"""The entries as rows of a sheet, with the columns that `passeur import` knows."""

import csv
import io

from bot.knowledge.editing.opened import BOM
from bot.knowledge.schema import Entry, Knowledge
from bot.languages import manners

MORE = " | "


def as_csv(knowledge: Knowledge) -> str:
    """One row an entry; with a byte order mark, by which spreadsheets know UTF-8."""
    spoken = knowledge.organisation.languages
    written = io.StringIO()
    writer = csv.writer(written)
    kinds = ("question", "answer", "questions")
    headings = [f"{kind} {manners(language).english}" for language in spoken for kind in kinds]
    writer.writerow(["id", *headings, "sections", "topics", "owner", "reviewed"])
    writer.writerows(_row(entry, spoken) for entry in knowledge.own.values())
    return BOM + written.getvalue()


def _row(entry: Entry, spoken: tuple[str, ...]) -> list[str]:
    cells = [entry.id]
    for wording in map(entry.wording, spoken):
        cells += [wording.title, wording.answer, MORE.join(wording.questions)]
    reviewed = entry.reviewed.isoformat() if entry.reviewed else ""
    return [*cells, ", ".join(entry.sections), ", ".join(entry.topics), entry.owner or "", reviewed]
