"""The command line: registers the commands, and turns errors into sentences and exit codes."""

import os
import sys
import traceback

import typer

from bot.cli.ask import ask
from bot.cli.chat import chat
from bot.cli.check import check
from bot.cli.database import app as database
from bot.cli.evaluate import evaluate
from bot.cli.forget import forget
from bot.cli.mentors import app as mentors
from bot.cli.model import app as model
from bot.cli.questions import questions
from bot.cli.serve import demo, run, serve
from bot.errors import PasseurError

EXPECTED, INTERRUPTED, BUG = 1, 130, 3

app = typer.Typer(
    help="Curated answers in Slack for organisations that open their resources.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for command in (run, demo, serve, ask, chat, check, evaluate, questions, forget):
    app.command()(command)
app.add_typer(database, name="database")
app.add_typer(mentors, name="mentors")
app.add_typer(model, name="model")


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
