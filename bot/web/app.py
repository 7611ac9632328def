"""The Starlette application: `/slack/events`, guarded, and what tells whether the bot is well."""

import logging
from collections.abc import Awaitable, Callable

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.transports.slack.connect import Running
from bot.transports.slack.dispatch import dispatched
from bot.transports.slack.oauth.installing import Installing
from bot.transports.slack.oauth.workspaces import Workspaces
from bot.web import install, links, metrics
from bot.web.bounds import bounded_body, refused
from bot.web.health import ready, ready_for_many, told, told_of_many
from bot.web.signature import is_slacks

log = logging.getLogger(__name__)
LARGEST = 1024 * 1024
SIGNATURE, TIMESTAMP = b"x-slack-signature", b"x-slack-request-timestamp"


def create_app(bot: Running, signing_secret: str | None, metrics_token: str | None = None) -> Starlette:
    """Without a signing secret, as in Socket Mode, no event is taken here; `metrics_token`: who shows it sees them."""
    routes = _watched(lambda: ready(bot), lambda: told(bot), lambda: [bot], metrics_token)
    if signing_secret:
        routes.append(_events(bot.app, signing_secret))
    if bot.mailer is not None:
        routes += links.routes(bot.delivery, bot.mailer)
    return Starlette(routes=routes, exception_handlers={HTTPException: refused})


def create_shared_app(
    workspaces: Workspaces, installing: Installing, signing_secret: str, metrics_token: str | None = None
) -> Starlette:
    """The same for many workspaces, and `/slack/install`."""
    routes = _watched(
        lambda: ready_for_many(workspaces),
        lambda: told_of_many(workspaces),
        lambda: workspaces.bots,
        metrics_token,
    )
    routes.append(_events(workspaces.app, signing_secret))
    routes += install.routes(installing, workspaces.installed)
    routes += links.routes_of_each(workspaces.bot)
    return Starlette(routes=routes, exception_handlers={HTTPException: refused})


def _watched(
    trouble: Callable[[], Awaitable[str]],
    well: Callable[[], dict[str, str]],
    bots: Callable[[], list[Running]],
    metrics_token: str | None,
) -> list[BaseRoute]:
    """What a platform asks. `trouble`: why the bot can't do its work. `well`: what is worth a word all the same."""

    async def health(_request: Request) -> Response:
        """Whether the bot can do its work; a platform sends nothing to one that can't."""
        if found := await trouble():
            return JSONResponse({"status": found}, status_code=503)
        return JSONResponse({"status": "ok", **well()})

    async def scraped(request: Request) -> Response:
        return await metrics.answered(request, bots(), metrics_token, ready=not await trouble())

    async def live(_request: Request) -> Response:
        """Whether the process turns at all: a restart would mend nothing else."""
        return JSONResponse({"status": "ok"})

    # /health and /live are the names of version 0.1.
    routes: list[BaseRoute] = [Route(path, health) for path in ("/health/ready", "/health")]
    routes += [Route(path, live) for path in ("/health/live", "/live")]
    return [*routes, Route("/metrics", scraped)]


def _events(app: AsyncApp, signing_secret: str) -> Route:
    async def events(request: Request) -> Response:
        return to_starlette_response(await dispatched(app, await _signed(request, signing_secret)))

    return Route("/slack/events", events, methods=["POST"])


async def _signed(request: Request, secret: str) -> AsyncBoltRequest:
    """What Bolt would choke on is refused before it gets there: too large, unsigned, or not what Slack sends."""
    size = request.headers.get("content-length", "")
    if size.isascii() and size.isdigit() and int(size) > LARGEST:
        raise HTTPException(413, "Too large.")
    body = await bounded_body(request, LARGEST)
    headers = dict(request.scope["headers"])
    if not is_slacks(body, headers.get(TIMESTAMP, b""), headers.get(SIGNATURE, b""), secret):
        raise HTTPException(401, "The signature is not Slack's, or SLACK_SIGNING_SECRET is another app's.")
    try:
        made = to_async_bolt_request(request, body)
    except Exception:  # Bolt looks into the body as it is made, and finds whatever a stranger put there
        made = None
    if made is None or not isinstance(made.body, dict) or not made.body:
        raise HTTPException(400, "The body is not what Slack sends.")
    return made
