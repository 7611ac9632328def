"""What a running bot writes: one line an event, for people on a terminal and as JSON elsewhere."""

import logging
import sys
from collections.abc import Callable
from typing import Any

import typer

from bot.settings import Settings

OURS = ("bot", "passeur")
"""Everybody else's loggers tell warnings alone: at the level of debug they hold what people wrote."""
say_log = logging.getLogger("passeur")


def logs(settings: Settings) -> Callable[[str], None]:
    """Set them up; what says a sentence to whoever started the program, as an event where all lines are JSON."""
    import structlog

    as_json = settings.passeur_log_format == "json" or (
        settings.passeur_log_format == "auto" and not sys.stdout.isatty()
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_ending(as_json=as_json)],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(settings.passeur_log_level.upper())
    for noisy in ("alembic", "aiosqlite", "slack_bolt", "slack_sdk", "aiohttp", "uvicorn"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    if not as_json:
        return typer.echo
    say_log.setLevel(logging.INFO)  # whatever is logged besides, this is said
    return say_log.info


def _ending(*, as_json: bool) -> list[Any]:
    import structlog

    if as_json:
        return [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    plain = structlog.dev.plain_traceback  # another one would show the values of variables, and tokens are among them
    return [structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty(), pad_event_to=0, exception_formatter=plain)]
