"""Settings in; the bot served until it is stopped: HTTP with a signing secret, Socket Mode with an app token."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from bot.errors import PasseurError, SettingsError
from bot.knowledge.lacking import lacking
from bot.passeur.serving import Serving, serving
from bot.search.fit import Progress
from bot.settings import Settings
from bot.slack.announcing import tell_maintainers
from bot.slack.connect import connected, ended_by, running
from bot.web.app import create_app


def serve(settings: Settings, say: Callable[[str], None], progress: Progress | None = None) -> None:
    """Run until SIGTERM, or until Ctrl-C, which goes on as KeyboardInterrupt once everything is closed."""
    _complain_of_missing(settings)
    served = serving(settings, progress)  # in no thread: that could not be stopped for a minute
    for line in lacking(served.decider.knowledge):
        say(line)
    asyncio.run(_served(settings, say, served))


def _complain_of_missing(settings: Settings) -> None:
    missing = [] if settings.slack_bot_token is not None else ["SLACK_BOT_TOKEN"]
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        missing.append("SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)")
    if missing:
        raise SettingsError(f"Missing: {', and '.join(missing)}. See .env.example, or run: passeur demo")


async def _served(settings: Settings, say: Callable[[str], None], served: Serving) -> None:
    socket_mode = settings.slack_app_token is not None
    with ended_by(signal.SIGTERM, signal.SIGHUP):
        async with (connected if socket_mode else running)(settings, served.decider) as bot:
            if served.refused is not None:
                await tell_maintainers(bot.delivery, served.refused)
            # A platform that gives a port waits for something to listen there, and links in e-mails lead there;
            # elsewhere Socket Mode needs none.
            if socket_mode and "port" not in settings.model_fields_set and bot.delivery.mailer is None:
                say("Passeur is in Slack (Socket Mode). Ctrl-C stops it.")
                await asyncio.Event().wait()
            secret = None if socket_mode else settings.slack_signing_secret
            app = create_app(bot, secret.get_secret_value() if secret else None)
            with _listening(settings) as opened:
                doors = "/health" if socket_mode else "/slack/events and /health"
                say(f"Passeur listens on port {opened.getsockname()[1]}: {doors}. Ctrl-C stops it.")
                await _until_cancelled(app, opened)


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        opened = socket.create_server((settings.host, settings.port), family=family)
    except OSError:
        raise PasseurError(
            f"Port {settings.port} on {settings.host} can't be used. Set PORT (or HOST) to another one."
        ) from None
    with opened:
        yield opened


async def _until_cancelled(app: Starlette, opened: socket.socket) -> None:
    server = _Server(uvicorn.Config(app, log_config=None, access_log=False))
    serving = asyncio.create_task(server.serve([opened]))
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """It leaves the signals alone: it would raise them anew while all that the bot has open is being closed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
