"""Settings in; the bot served until it is stopped: HTTP with a signing secret, Socket Mode with an app token."""

import asyncio
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette

from bot.app.deciding import learning_on
from bot.app.reloading import FilesState, state
from bot.app.serving import Serving, serving
from bot.errors import PasseurError, SettingsError
from bot.knowledge.lacking import lacking
from bot.search.fitted import FitProgress
from bot.settings import Settings
from bot.transports.slack.connect import connected, ended_by, running
from bot.transports.slack.oauth.installing import PATH
from bot.transports.slack.oauth.workspaces import many
from bot.transports.slack.reloading import reloaded
from bot.web.app import create_app, create_shared_app
from bot.web.bounds import Bounded

log = logging.getLogger(__name__)
HURRY, GRACE = 2.0, 4
"""Seconds after which an open request is told 503 once the bot is stopped, and after which it is cut."""
HEADERS = 15.0
"""Seconds for a connection to bring a request."""
FORCED = 12.0
HEALTH = "/health/ready, /health/live and /metrics"


def serve(settings: Settings, say: Callable[[str], None], progress: FitProgress | None = None) -> None:
    """Run until SIGTERM, or until Ctrl-C, which goes on as KeyboardInterrupt once everything is closed."""
    _complain_of_missing(settings)
    known = state(settings.passeur_knowledge)
    served = serving(settings, progress, learning_on)
    if served.decider.learning:
        say("Passeur learns its knowledge, which takes a minute or two. What is asked meanwhile is answered then.")
    for line in lacking(served.decider.knowledge):
        say(line)
    serving_one_or_many = _served if settings.slack_client_id is None else _served_to_many
    # Ctrl-C waits until the loop is made: of a loop that is half made Python shows a traceback.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        asyncio.run(_with_ctrl_c(serving_one_or_many(settings, say, served, known)))
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


async def _with_ctrl_c(serving: Coroutine[Any, Any, None]) -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    await serving


def _complain_of_missing(settings: Settings) -> None:
    if settings.slack_client_id is not None:
        _complain_of_shared(settings)
        return
    missing = [] if settings.slack_bot_token is not None else ["SLACK_BOT_TOKEN"]
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        missing.append("SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)")
    if missing:
        raise SettingsError(f"Missing: {', and '.join(missing)}. See .env.example, or run: passeur demo")


def _complain_of_shared(settings: Settings) -> None:
    """Many workspaces: each has a token of its own, and Slack comes over HTTP."""
    others = {"SLACK_BOT_TOKEN": settings.slack_bot_token, "SLACK_APP_TOKEN": settings.slack_app_token}
    if given := [name for name, value in others.items() if value is not None]:
        raise SettingsError(
            f"SLACK_CLIENT_ID is set, for many workspaces, and {' and '.join(given)} too, for one: leave out either."
        )
    if settings.slack_signing_secret is None:
        raise SettingsError("SLACK_SIGNING_SECRET is missing: with SLACK_CLIENT_ID, requests of Slack come over HTTP.")


async def _served_to_many(settings: Settings, say: Callable[[str], None], served: Serving, known: FilesState) -> None:
    assert settings.slack_signing_secret is not None
    with ended_by(signal.SIGTERM, signal.SIGHUP):
        async with many(settings, served, known) as (workspaces, installing), _forced(FORCED):
            secret, watching = settings.slack_signing_secret.get_secret_value(), settings.passeur_metrics_token
            token = watching.get_secret_value() if watching else None
            app = create_shared_app(workspaces, installing, secret, token)
            with _listening(settings) as opened:
                there = f"{settings.passeur_public_url}{PATH}"
                say(f"Workspaces that installed Passeur: {workspaces.count}. Another installs it at {there}.")
                say(f"Passeur listens on port {opened.getsockname()[1]}: /slack/events, {HEALTH}. Ctrl-C stops it.")
                await _until_broken(app, opened, asyncio.Event().wait())


async def _served(settings: Settings, say: Callable[[str], None], served: Serving, known: FilesState) -> None:
    socket_mode = settings.slack_app_token is not None
    with ended_by(signal.SIGTERM, signal.SIGHUP):
        async with (
            (connected if socket_mode else running)(settings, served.decider) as started,
            reloaded(settings, started, served, known) as bot,
            _forced(FORCED),
        ):
            # A platform that gives a port waits for something to listen there, and links in e-mails lead there;
            # elsewhere Socket Mode needs none.
            if socket_mode and "port" not in settings.model_fields_set and bot.mailer is None:
                there = "is in Slack (Socket Mode)" if bot.trouble is None else "tries to reach Slack (Socket Mode)"
                say(f"Passeur {there}. Ctrl-C stops it.")
                await bot.broken()
            secret = None if socket_mode else settings.slack_signing_secret
            watching = settings.passeur_metrics_token
            app = create_app(
                bot,
                secret.get_secret_value() if secret else None,
                watching.get_secret_value() if watching else None,
            )
            with _listening(settings) as opened:
                paths = HEALTH if socket_mode else f"/slack/events, {HEALTH}"
                say(f"Passeur listens on port {opened.getsockname()[1]}: {paths}. Ctrl-C stops it.")
                await _until_broken(app, opened, bot.broken())


@asynccontextmanager
async def _forced(seconds: float) -> AsyncIterator[None]:
    """However the bot ends, the process does so within this time, should anything not let go of it."""
    try:
        yield
    finally:
        timer = threading.Timer(seconds, _cut)
        timer.daemon = True
        timer.start()


def _cut() -> None:
    log.error("Something did not end in time; the process is cut. What is left undone is taken up at the next start.")
    os._exit(1)


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


async def _until_broken(app: Starlette, opened: socket.socket, breaking: Coroutine[Any, Any, object]) -> None:
    bounded = Bounded(app)
    config = uvicorn.Config(
        bounded,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE,
    )
    server = _Server(config)
    serving, broken = asyncio.create_task(server.serve([opened])), asyncio.create_task(breaking)
    try:
        done, _ = await asyncio.wait({serving, broken}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        broken.cancel()
        bounded.hurry(HURRY)
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """It leaves the signals alone: it would raise them anew while all that the bot has open is being closed."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._idle_since: dict[Any, float] = {}

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def on_tick(self, counter: int) -> bool:
        """Close connections whose request never begins: uvicorn waits for half a header without end."""
        if counter % 10 == 0:
            now = time.monotonic()
            connections: set[Any] = set(self.server_state.connections)
            idle = [one for one in connections if one.cycle is None or one.cycle.response_complete]
            self._idle_since = {one: self._idle_since.get(one, now) for one in idle}
            for one, since in self._idle_since.items():
                if now - since > HEADERS and one.transport is not None:
                    one.transport.close()
        return await super().on_tick(counter)
