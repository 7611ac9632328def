"""Keeps every request within limits of size and time, and ends those that are open when the process stops."""

import asyncio
import logging

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import metrics

log = logging.getLogger(__name__)
BODY_SECONDS = 5.0
REQUEST_SECONDS = 20.0
CLOSE = {"Connection": "close"}
"""Whoever is too slow gets no more of this connection's time."""


async def bounded_body(request: Request, largest: int) -> bytes:
    """The whole body, at most `largest` bytes; raises HTTPException 408 or 413."""
    limit = asyncio.timeout(BODY_SECONDS)
    body = b""
    try:
        async with limit:
            async for chunk in request.stream():
                body += chunk
                if len(body) > largest:
                    raise HTTPException(413, "Too large.")
    except TimeoutError:
        raise HTTPException(408, f"The body did not come within {BODY_SECONDS:g} seconds.", CLOSE) from None
    except ClientDisconnect:
        raise HTTPException(400, "The sender went away.") from None
    return body


async def refused(request: Request, error: Exception) -> Response:
    """One line in the log, without the path: an address may hold the token of an e-mail's link."""
    assert isinstance(error, HTTPException)
    metrics.REFUSED.labels(str(error.status_code)).inc()
    if error.status_code not in (404, 405):  # whoever looks around
        sender = request.client.host if request.client else "nobody"
        log.warning("A request from %s was refused with %d: %s", sender, error.status_code, error.detail)
    return PlainTextResponse(error.detail, error.status_code, error.headers)


class Bounded:
    """An ASGI application whose requests end in time, with 503 when they have no answer by then."""

    def __init__(self, app: ASGIApp, seconds: float = REQUEST_SECONDS) -> None:
        self._app, self._seconds = app, seconds
        self._open: set[asyncio.Timeout] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # uvicorn's talk about the start and the end lasts as long as the process
            await self._app(scope, receive, send)
            return
        answered = False

        async def sending(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        limit = asyncio.timeout(self._seconds)
        try:
            async with limit:
                self._open.add(limit)
                await self._app(scope, receive, sending)
        except TimeoutError:
            if answered or not limit.expired():
                raise
            log.warning("A request had no answer in time.")
            await PlainTextResponse("Not now; try again later.", 503, CLOSE)(scope, receive, send)
        finally:
            self._open.discard(limit)

    def hurry(self, seconds: float) -> None:
        """End what is open within so many seconds."""
        soon = asyncio.get_running_loop().time() + seconds
        for limit in self._open:
            if not limit.expired():
                limit.reschedule(min(soon, limit.when() or soon))
