"""`passeur serve` and `passeur run`: the bot in Slack; the latter falls back to the demo, and to the terminal."""

import gc
import os
from collections.abc import Callable

import typer

from bot.cli.logs import logs
from bot.cli.options import Folders, fitting, settings_with
from bot.cli.terminal.progress import Fitting
from bot.settings import Settings


def serve(knowledge: Folders = None) -> None:
    """Run the bot in Slack: Socket Mode with SLACK_APP_TOKEN, HTTP with SLACK_SIGNING_SECRET."""
    settings = settings_with(knowledge)
    _serve(settings, logs(settings))


def run(knowledge: Folders = None) -> None:
    """Run the bot in Slack when there are tokens, else in a Slack of its own on this machine."""
    settings = settings_with(knowledge)
    say = logs(settings)
    if settings.slack_bot_token or settings.slack_app_token or settings.slack_signing_secret:
        _serve(settings, say)
        return
    _demo(settings)


def demo(knowledge: Folders = None) -> None:
    """Try the bot in a Slack of its own on this machine."""
    settings = settings_with(knowledge)
    logs(settings)
    _demo(settings)


def _serve(settings: Settings, say: Callable[[str], None]) -> None:
    from bot.cli.words import terminal_language
    from bot.doctor.starting import at_the_start
    from bot.web.serve import serve as serve_until_stopped

    gc.enable()
    for line in at_the_start(settings, os.environ, terminal_language()):
        say(line)
    serve_until_stopped(settings, say, fitting if say is typer.echo else Fitting(say))


def _demo(settings: Settings) -> None:
    from bot.cli.chat import converse
    from bot.demo.peer import DemoUnavailable
    from bot.demo.run import run as run_demo

    gc.enable()
    try:
        run_demo(settings, typer.echo, fitting)
    except DemoUnavailable as error:
        typer.echo(f"{error}\nHere is the conversation in the terminal instead.\n")
        converse(settings)
