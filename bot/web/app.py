"""The Starlette application: `/slack/events`, guarded, `/health` and `/live`."""

import logging

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncBoltRequest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.errors import StorageError
from bot.transports.slack.connect import Running
from bot.transports.slack.dispatch import dispatched
from bot.web import links
from bot.web.bounds import read, refused
from bot.web.signature import is_slacks

log = logging.getLogger(__name__)
LARGEST = 1024 * 1024
SIGNATURE, TIMESTAMP = b"x-slack-signature", b"x-slack-request-timestamp"


def create_app(bot: Running, signing_secret: str | None) -> Starlette:
    """Without a signing secret, as in Socket Mode, no event is taken here."""

    async def health(_request: Request) -> Response:
        """Whether the bot can do its work; a platform sends nothing to one that can't."""
        try:
            await bot.store.ping()
        except StorageError:
            return JSONResponse({"status": "the database does not answer"}, status_code=503)
        if bot.trouble is not None:
            return JSONResponse({"status": bot.trouble}, status_code=503)
        waiting = {} if bot.identity.known else {"slack": "does not say yet who the bot is; events are kept until then"}
        return JSONResponse({"status": "ok", **waiting})

    async def live(_request: Request) -> Response:
        """Whether the process turns at all: a restart would mend nothing else."""
        return JSONResponse({"status": "ok"})

    routes = [Route("/health", health), Route("/live", live)]
    if signing_secret:

        async def events(request: Request) -> Response:
            return to_starlette_response(await dispatched(bot.app, await _signed(request, signing_secret)))

        routes.append(Route("/slack/events", events, methods=["POST"]))
    if bot.mailer is not None:
        routes += links.routes(bot.delivery, bot.mailer)
    return Starlette(routes=routes, exception_handlers={HTTPException: refused})


async def _signed(request: Request, secret: str) -> AsyncBoltRequest:
    """What Bolt would choke on is refused before it gets there: too large, unsigned, or not what Slack sends."""
    size = request.headers.get("content-length", "")
    if size.isascii() and size.isdigit() and int(size) > LARGEST:
        raise HTTPException(413, "Too large.")
    body = await read(request, LARGEST)
    headers = dict(request.scope["headers"])
    if not is_slacks(body, headers.get(TIMESTAMP, b""), headers.get(SIGNATURE, b""), secret):
        raise HTTPException(401, "The signature is not Slack's.")
    try:
        made = to_async_bolt_request(request, body)
    except Exception:  # Bolt looks into the body as it is made, and finds whatever a stranger put there
        made = None
    if made is None or not isinstance(made.body, dict) or not made.body:
        raise HTTPException(400, "The body is not what Slack sends.")
    return made
