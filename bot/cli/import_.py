"""`passeur import` makes a folder of entries of an FAQ that another tool keeps."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.importing.read import FaqForm
from bot.cli.options import Forced
from bot.cli.words import TerminalLanguage, printed, terminal_language
from bot.errors import PasseurError
from bot.knowledge.editing.files import write
from bot.languages import DEFAULT
from bot.messages.problems import line

ELSEWHERE = "Name another folder: --into DIR"


def import_(  # noqa: PLR0913 - each is an option of the command
    files: Annotated[
        list[Path],
        typer.Argument(
            help="CSV, TSV, XLSX (columns question, answer), QnA Maker's TSV, QnABot's JSON, Rasa's YAML, Markdown.",
            metavar="FILE…",
        ),
    ],
    into: Annotated[Path, typer.Option("--into", help="Folder of knowledge to write.", metavar="DIR")] = Path(
        "imported"
    ),
    name: Annotated[str, typer.Option("--name", help="The organisation, for organisation.yaml.")] = "Our organisation",
    form: Annotated[
        FaqForm | None, typer.Option("--from", help="The form, where the file's name tells another.")
    ] = None,
    lang: Forced = None,
    force: Annotated[bool, typer.Option("--force", help="Write a file anew that is there already.")] = False,
    language: TerminalLanguage = None,
) -> None:
    """Make a folder of entries of an FAQ; what can't be taken is told at its row. --lang: the FAQ's language.

    Examples: passeur import faq.csv --lang fr --into ours | passeur import nlu.yml domain.yml --into ours
    """
    from bot.cli.importing.entries import entries
    from bot.cli.importing.read import read_faq

    faq, spoken = read_faq(files, lang or DEFAULT, form), terminal_language(language)
    made = entries(faq)
    for problem in sorted(faq.problems):
        typer.echo(line(problem, spoken), err=True)
    if not made:
        typer.echo(printed("nothing_imported.txt.j2", spoken), err=True, nl=False)
        raise typer.Exit(1)
    path = _written(made, files, into, name, force=force)
    facts = {"entries": len(made), "rows": len(faq.rows), "path": path, "into": into, "problems": len(faq.problems)}
    typer.echo(printed("imported.txt.j2", spoken, **facts), nl=False)


def _written(made: list[dict[str, Any]], files: list[Path], into: Path, name: str, *, force: bool) -> Path:
    from bot.cli.importing.entries import as_yaml, organisation
    from bot.knowledge.json_schema import FOLDER, modeline
    from bot.knowledge.json_schema import files as schema_files

    path = into / "entries" / f"{files[0].resolve().stem or 'faq'}.yaml"
    if path.exists() and not force:
        raise PasseurError(f"'{path}' is there already. Give --force to write it anew, or another folder: --into DIR")
    write(path, modeline("entries") + as_yaml(made), ELSEWHERE)
    if not (into / "organisation.yaml").exists():
        languages = {code for entry in made for code in entry}
        text = as_yaml(organisation(name, sorted(languages), files))
        write(into / "organisation.yaml", modeline("organisation") + text, ELSEWHERE)
    for schema, text in schema_files(terminal_language(), ("entries", "organisation")).items():
        write(into / FOLDER / schema, text, ELSEWHERE)
    return path
