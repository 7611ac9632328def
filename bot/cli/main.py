"""The command line: registers the commands, and turns errors into sentences and exit codes."""

import os
import sys
import traceback
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from bot import __version__
from bot.errors import PasseurError

EXPECTED, INTERRUPTED, BUG = 1, 130, 3
COMMANDS = {
    "run": "serve:run",
    "demo": "serve:demo",
    "serve": "serve:serve",
    "ask": "ask:ask",
    "chat": "chat:chat",
    "check": "check:check",
    "schema": "schema:schema",
    "import": "import_:import_",
    "export": "export:export",
    "fit": "fit:fit",
    "licence": "licence:licence",
    "compatible": "licence:compatible",
    "diff": "diff:diff",
    "questionnaire": "questionnaire:questionnaire",
    "evaluate": "evaluate:evaluate",
    "gaps": "gaps:app",
    "review": "review:app",
    "forget": "forget:forget",
    "doctor": "doctor:doctor",
    "mcp": "mcp:mcp",
    "studio": "studio:studio",
    "database": "database:app",
    "mentors": "mentors:app",
    "workspaces": "workspaces:app",
    "model": "model:app",
}
"""The module in this folder, and its function or its group of commands."""


class Commands(TyperGroup):
    """Imports a command when it is called for: each needs other libraries, and some take long to load."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        names: dict[str, Any] = dict.fromkeys(COMMANDS)  # for the help and near misses
        self.commands = names

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - as Click names them
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(f"bot.cli.{module}"), name)
        if not isinstance(found, typer.Typer):
            function, found = found, typer.Typer(add_completion=False, rich_markup_mode="rich")
            found.command()(function)
        command = get_command(found)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _version(asked: bool) -> None:  # noqa: FBT001 - as Typer calls it
    if asked:
        typer.echo(f"passeur {__version__}")
        raise typer.Exit


@app.callback()
def passeur(
    version: Annotated[  # noqa: ARG001 - its callback does it
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
    workspace: Annotated[
        str | None,
        typer.Option(
            "--workspace", metavar="ID", help="Where many workspaces installed the app: whose rows a command is about."
        ),
    ] = None,
) -> None:
    """Curated answers in Slack for organisations that open their resources."""
    if workspace is not None:
        from bot.cli.workspaces import choose

        choose(workspace)


def main() -> None:
    """Run a command; exit with 1 for what was to be expected, 130 after Ctrl-C, 3 for a bug of ours."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except PasseurError as error:
        typer.echo(str(error), err=True)
        sys.exit(EXPECTED)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXPECTED)
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # a usage error, which knows how to show itself
            error.show()
            sys.exit(error.exit_code)
        traceback.print_exc()
        typer.echo("\nThis is a bug in Passeur. Please report it with the lines above.", err=True)
        sys.exit(BUG)
