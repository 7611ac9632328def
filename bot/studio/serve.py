"""Settings in; the studio on this machine until Ctrl-C."""

import socket
from collections.abc import Callable

import uvicorn

from bot.app.reloading import state
from bot.app.serving import serving
from bot.errors import PasseurError
from bot.search.fitted import FitProgress
from bot.settings import Settings
from bot.studio.app import create_app
from bot.studio.bench import Workbench

HOST = "127.0.0.1"
GRACE = 1
"""Seconds after which an open page is left."""


def serve(settings: Settings, port: int, ready: Callable[[str], None], progress: FitProgress | None = None) -> None:
    """`port`: 0 for any. `ready` is told the address once it can be opened."""
    with _listening(port) as opened:
        known = state(settings.passeur_knowledge)
        bench = Workbench(settings, serving(settings, progress), known)
        config = uvicorn.Config(
            create_app(bench), http="h11", ws="none", log_config=None, access_log=False, timeout_graceful_shutdown=GRACE
        )
        ready(f"http://{HOST}:{opened.getsockname()[1]}/")
        uvicorn.Server(config).run(sockets=[opened])


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError:
        raise PasseurError(f"Port {port} can't be used. Name another one: passeur studio --port {port + 1}") from None
