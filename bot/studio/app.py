"""The studio's Starlette application: its pages, and what tells them that something has changed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.studio.asking import ask
from bot.studio.bench import Workbench
from bot.studio.entries import entries, entry
from bot.studio.gaps import apply, decide, gaps
from bot.studio.pages import HEADERS, bench_of, browser_language
from bot.studio.quality import quality
from bot.studio.usage import usage

HERE = Path(__file__).parent / "templates"
HOSTS = ["127.0.0.1", "localhost"]
"""By any other name a site elsewhere would have its own pages' scripts read this one (DNS rebinding)."""
FILES = {"studio.css": "text/css", "studio.js": "text/javascript"}


def create_app(bench: Workbench) -> Starlette:
    """It watches the files while it runs."""

    @asynccontextmanager
    async def watching(_app: Starlette) -> AsyncIterator[None]:
        watch = asyncio.create_task(bench.watch())
        try:
            yield
        finally:
            watch.cancel()
            await asyncio.wait({watch})

    routes = [
        Route("/", _home),
        Route("/changes", _changes),
        *(Route(f"/{name}", _file) for name in FILES),
        Route("/{language}/ask", ask),
        Route("/{language}/entries", entries),
        Route("/{language}/entries/{entry}", entry),
        Route("/{language}/gaps", gaps),
        Route("/{language}/gaps", decide, methods=["POST"]),
        Route("/{language}/gaps/apply", apply, methods=["POST"]),
        Route("/{language}/quality", quality),
        Route("/{language}/usage", usage),
    ]
    guard = Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False)
    made = Starlette(routes=routes, middleware=[guard], lifespan=watching)
    made.state.bench = bench
    return made


async def _home(request: Request) -> Response:
    return RedirectResponse(f"/{browser_language(request)}/ask", 303)


async def _file(request: Request) -> Response:
    name = request.url.path.removeprefix("/")
    return FileResponse(HERE / name, media_type=FILES[name], headers=HEADERS)


async def _changes(request: Request) -> Response:
    """Server-sent events: one for each change that the page has not seen, until it is closed."""
    bench, given = bench_of(request), request.query_params.get("seen", "")
    seen = int(given) if given.isascii() and given.isdigit() else bench.changed_times

    async def told() -> AsyncIterator[str]:
        yield ": open\n\n"
        async for number in bench.changes(seen):
            yield f"event: changed\ndata: {number}\n\n"

    return StreamingResponse(told(), media_type="text/event-stream", headers=HEADERS)
