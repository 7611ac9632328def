"""Settings in; the bot served until it is stopped: HTTP with a signing secret, Socket Mode with an app token."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack

import uvicorn

from bot.errors import PasseurError, SettingsError
from bot.search.fit import Progress
from bot.settings import Settings
from bot.slack.connect import connected, running
from bot.web.app import create_app


async def serve(settings: Settings, say: Callable[[str], None], progress: Progress | None = None) -> None:
    """Run until SIGINT or SIGTERM."""
    socket_mode = settings.slack_app_token is not None
    if not socket_mode and settings.slack_signing_secret is None:
        raise SettingsError(
            "Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is set. "
            "Put one of them into .env (see .env.example), or run: passeur demo"
        )
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context((connected if socket_mode else running)(settings, progress))
        # A platform that gives a port waits for something to listen there; on one's own machine Socket Mode needs none.
        if socket_mode and "port" not in settings.model_fields_set:
            say("Passeur is in Slack (Socket Mode). Ctrl-C stops it.")
            await _stopped()
            return
        secret = (
            None
            if socket_mode or settings.slack_signing_secret is None
            else settings.slack_signing_secret.get_secret_value()
        )
        doors = "/health" if socket_mode else "/slack/events and /health"
        say(f"Passeur listens on port {settings.port}: {doors}. Ctrl-C stops it.")
        await _listen(
            uvicorn.Config(
                create_app(bot, secret),
                host=settings.host,
                port=settings.port,
                log_level="warning",
                access_log=False,
            )
        )


async def _listen(config: uvicorn.Config) -> None:
    server = uvicorn.Server(config)
    try:
        await server.serve()
    except SystemExit:
        raise PasseurError(f"Port {config.port} on {config.host} can't be used. Set PORT to another one.") from None


async def _stopped() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
