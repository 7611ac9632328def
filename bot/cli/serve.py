"""`passeur serve` and `passeur run`: the bot in Slack; the latter falls back to the demo, and to the terminal."""

import gc
import logging

import typer
from rich.logging import RichHandler

from bot.cli.options import Folders, fitting, settings_with
from bot.settings import Settings


def serve(knowledge: Folders = None) -> None:
    """Run the bot in Slack: Socket Mode with SLACK_APP_TOKEN, HTTP with SLACK_SIGNING_SECRET."""
    settings = settings_with(knowledge)
    logs(settings)
    _serve(settings)


def run(knowledge: Folders = None) -> None:
    """Run the bot in Slack when there are tokens, else in a Slack of its own on this machine."""
    settings = settings_with(knowledge)
    logs(settings)
    if settings.slack_bot_token is not None:
        _serve(settings)
        return
    _demo(settings)


def demo(knowledge: Folders = None) -> None:
    """Try the bot in a Slack of its own on this machine."""
    settings = settings_with(knowledge)
    logs(settings)
    _demo(settings)


def logs(settings: Settings) -> None:
    logging.basicConfig(
        level=settings.passeur_log_level.upper(), format="%(message)s", handlers=[RichHandler(show_path=False)]
    )
    for noisy in ("alembic", "aiosqlite", "slack_bolt", "slack_sdk", "aiohttp", "uvicorn"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _serve(settings: Settings) -> None:
    from bot.web.serve import serve as serve_until_stopped

    gc.enable()
    serve_until_stopped(settings, typer.echo, fitting)


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
