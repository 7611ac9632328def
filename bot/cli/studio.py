"""`passeur studio`: the maintainers' page on their own machine."""

import gc
from typing import Annotated

import typer

from bot.cli.options import Folders, fitting, settings_with
from bot.cli.words import TerminalLanguage, terminal_language
from bot.errors import MissingLibraryError

PORT = 8642


def studio(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="On this machine; 0 for any.")] = PORT,
    language: TerminalLanguage = None,
    knowledge: Folders = None,
) -> None:
    """Open a page on this machine: ask, read entries with their problems, decide on gaps, see quality and usage.

    It loads anew when a file changes. Only this machine can open it.

    Examples: passeur studio | passeur studio --knowledge ../ours --port 9000
    """
    try:
        import vl_convert  # noqa: F401 - before a minute of fitting
    except ModuleNotFoundError:
        raise MissingLibraryError("passeur studio", "vl-convert-python") from None
    from bot.studio.pages import words
    from bot.studio.serve import serve

    gc.enable()
    said = words(terminal_language(language))["terminal"]
    serve(settings_with(knowledge), port, lambda address: typer.echo(said["ready"].format(address=address)), fitting)
