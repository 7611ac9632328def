"""A running bot in, a Starlette application out: `/slack/events`, guarded, and `/health`."""

import json
import logging

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import StorageError
from bot.slack.connect import Running
from bot.web import links

log = logging.getLogger(__name__)
LARGEST = 1024 * 1024
SIGNATURE, TIMESTAMP = "x-slack-signature", "x-slack-request-timestamp"


def create_app(bot: Running, signing_secret: str | None) -> Starlette:
    """Without a signing secret, as in Socket Mode, only `/health` is there."""

    async def health(request: Request) -> Response:
        try:
            await bot.store.ping()
        except StorageError:
            return JSONResponse({"status": "the database does not answer"}, status_code=503)
        return JSONResponse({"status": "ok"})

    routes = [Route("/health", health)]
    if signing_secret:
        handler, verifier = AsyncSlackRequestHandler(bot.app), SignatureVerifier(signing_secret)

        async def events(request: Request) -> Response:
            refusal = await _refusal(request, verifier)
            return refusal or await handler.handle(request)

        routes.append(Route("/slack/events", events, methods=["POST"]))
    if bot.delivery.mailer is not None:
        routes += links.routes(bot.delivery, bot.delivery.mailer)
    return Starlette(routes=routes)


async def _refusal(request: Request, verifier: SignatureVerifier) -> Response | None:
    """What Bolt would choke on is refused before it gets there: too large, unsigned, or not what Slack sends."""
    size = request.headers.get("content-length", "")
    if size.isdigit() and int(size) > LARGEST:
        return PlainTextResponse("Too large.", status_code=413)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return PlainTextResponse("Too large.", status_code=413)
    request._body = body  # what `await request.body()` gives from now on; the stream is read
    timestamp, signature = request.headers.get(TIMESTAMP, ""), request.headers.get(SIGNATURE, "")
    if not (timestamp.isascii() and timestamp.isdigit()) or not verifier.is_valid(body, timestamp, signature):
        return PlainTextResponse("The signature is not Slack's.", status_code=401)
    if "json" in request.headers.get("content-type", ""):
        try:
            readable = isinstance(json.loads(body), dict)
        except ValueError:
            readable = False
        if not readable:
            return PlainTextResponse("The body is not JSON as Slack sends it.", status_code=400)
    return None
