"""`passeur export` gives the knowledge out as a sheet, or as pages to put on a server or to print."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Folders, settings_with
from bot.knowledge.editing.files import write


class ExportForm(StrEnum):
    csv = "csv"
    site = "site"


def export(
    out: Annotated[Path, typer.Argument(help="A file that ends in .csv, or a folder for the pages.", metavar="OUT")],
    form: Annotated[ExportForm | None, typer.Option("--format", help="By OUT, unless given.")] = None,
    knowledge: Folders = None,
) -> None:
    """Write the entries as a sheet, or as a page a language with a search; the pages ask nothing of any other server.

    Examples: passeur export faq.csv | passeur export public/
    """
    from bot.app.deciding import knowledge_of

    known = knowledge_of(settings_with(knowledge))
    wanted = form or (ExportForm.csv if out.suffix.lower() == ".csv" else ExportForm.site)
    if wanted is ExportForm.csv:
        from bot.cli.exporting.sheet import as_csv

        files = {out: as_csv(known)}
    else:
        from bot.cli.exporting.site import as_site

        files = {out / name: text for name, text in as_site(known).items()}
    for path, text in files.items():
        write(path, text, "Name another place.")
        typer.echo(str(path))
