"""`passeur fit` prepares all that a start reads from the cache: the checked knowledge, and the matcher fitted to it."""

import json
from typing import Annotated

import typer

from bot.cli.options import Folders, fitting, settings_with
from bot.errors import SettingsError
from bot.languages import ELSEWHERE


def fit(
    knowledge: Folders = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON lines: how far it is, then what is wrong.")
    ] = False,
) -> None:
    """Check and learn the knowledge ahead of the start, as when an image is built; what is there already is kept.

    Example: PASSEUR_CACHE=/var/cache/passeur passeur fit
    """
    from bot.app.deciding import decider_of
    from bot.cli.check import sentence
    from bot.knowledge.problem import KnowledgeError

    settings = settings_with(knowledge)
    if settings.passeur_cache is None:
        raise SettingsError("PASSEUR_CACHE names no folder to keep it in. Set it, to .cache/passeur for instance.")
    try:
        decider = decider_of(settings, _far if as_json else fitting)
    except KnowledgeError as error:
        if not as_json:
            raise
        typer.echo(json.dumps({"problems": [problem.as_object() for problem in error.problems]}, ensure_ascii=False))
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(json.dumps({"problems": []}))
    else:
        typer.echo(f"{sentence(decider.knowledge, ELSEWHERE)} It is learned, and kept in '{settings.passeur_cache}'.")


def _far(stage: str, share: float) -> None:
    typer.echo(json.dumps({"stage": stage, "share": round(share, 2)}))
