"""`passeur model`: the embedding model of the matcher, by name or folder; fetched ahead of the start."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.errors import MissingLibraryError, PasseurError, SettingsError
from bot.search.words.models import AUTO, NONE
from bot.settings import read

app = typer.Typer(
    help="The model of meaning, one more signal for the matcher.",
    no_args_is_help=True,
    add_completion=False,
)


@app.callback()
def model() -> None:
    """The model of meaning, one more signal for the matcher."""


@app.command()
def fetch(
    name: Annotated[str | None, typer.Argument(help="Folder or hub name; PASSEUR_MODEL when left out.")] = None,
    to: Annotated[Path | None, typer.Option("--to", help="Keep it in this folder too.", metavar="DIR")] = None,
) -> None:
    """Fetch the model, so that the start needs no network.

    Example: passeur model fetch minishlab/potion-multilingual-128M --to models/potion
    """
    wanted = name or read().passeur_model
    if wanted in (AUTO, NONE):
        raise SettingsError("No model is named. Give one: passeur model fetch NAME, or set PASSEUR_MODEL.")
    static = _fetched(wanted)
    if to is None:
        typer.echo(f"Fetched. The bot uses it with PASSEUR_MODEL={wanted}")
        return
    static.save_pretrained(to)
    typer.echo(f"Fetched. The bot uses it with PASSEUR_MODEL={to}")


def _fetched(name: str) -> Any:
    try:
        from model2vec import StaticModel
    except ImportError:
        raise MissingLibraryError("A model of meaning", "model2vec") from None
    try:
        return StaticModel.from_pretrained(name)
    except Exception as error:  # a hub's client fails in many ways; all mean the same here
        raise PasseurError(
            f"The model '{name}' can't be fetched ({type(error).__name__}). Check the name and the network."
        ) from None
