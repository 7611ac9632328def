"""`/slack/install`: any workspace takes the app by itself; Slack asks who installs it, and comes back."""

import logging
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.errors import StorageError
from bot.storage.installations import InstallationRow
from bot.transports.slack.oauth.installing import BACK, PATH, VALID, InstallError, Installing
from bot.web.pages import browser_language, page

log = logging.getLogger(__name__)
COOKIE = "passeur-install"
STATUS = {"state": 400, "denied": 200, "rotation": 400, "refused": 502}


def routes(installing: Installing, installed: Callable[[InstallationRow], Awaitable[None]]) -> list[Route]:
    """`installed`: begins to serve whoever has just installed it."""

    async def begin(_request: Request) -> Response:
        state, there = await installing.begin()
        response = RedirectResponse(there, 302, {"Cache-Control": "no-store"})
        seconds = int(VALID.total_seconds())
        response.set_cookie(COOKIE, state, seconds, path=BACK, secure=True, httponly=True, samesite="lax")
        return response

    async def end(request: Request) -> Response:
        try:
            row = await installing.end(request.query_params, request.cookies.get(COOKIE, ""))
            await installed(row)
        except InstallError as error:
            return _told(request, error.why, error)
        except StorageError as error:
            return _told(request, "refused", error)
        log.info("The workspace '%s' (%s) installed the app.", row.name, row.workspace)
        response = page("installed", browser_language(request), of="done", name=row.name)
        response.delete_cookie(COOKIE, path=BACK)
        return response

    return [Route(PATH, begin), Route(BACK, end)]


def _told(request: Request, why: str, error: Exception) -> Response:
    log.warning("An installation came to nothing: %s", error)
    return page("installed", browser_language(request), STATUS[why], of=why, name="", again=PATH)
