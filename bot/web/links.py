"""The link in an e-mail to an external mentor: a page that asks, and takes one answer."""

from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.conversation.introductions.asks import OfIntroduction, Say
from bot.conversation.introductions.states import State
from bot.conversation.introductions.values import Introduction, Need
from bot.knowledge.shapes import Language
from bot.mail import PATH, Link, Mailer
from bot.passeur.introducing import MAIL
from bot.slack.asked import Address, Asked
from bot.slack.delivery import Delivery

LARGEST = 2_000
FARTHEST = timedelta(days=730)
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
_PAGES = Environment(loader=PackageLoader("bot.web"), undefined=StrictUndefined, autoescape=True)


class Asking(NamedTuple):
    """A request that still waits for the answer of an external mentor."""

    one: Introduction
    need: Need


def routes(delivery: Delivery, mailer: Mailer) -> list[Route]:
    """The page, and the answer that is sent from it: reading alone, as a mail program does, answers nothing."""

    async def page(request: Request) -> Response:
        asking = await _asking(delivery, mailer.read(request.path_params["token"]))
        if asking is None:
            return _page(_browser_language(request), 410, gone=True)
        if request.method != "POST":
            tomorrow = (delivery.now().date() + timedelta(days=1)).isoformat()
            return _page(asking.need.language, note=asking.need.note, tomorrow=tomorrow)
        ask = _ask(asking, await _fields(request), delivery.now().date())
        if ask is None:
            return _page(asking.need.language, 400, gone=True)
        await delivery.take(_asked(ask, asking, request.path_params["token"]))
        return _page(asking.need.language, said=ask.do)

    return [Route(PATH + "{token}", page, methods=["GET", "POST"])]


async def _asking(delivery: Delivery, link: Link | None) -> Asking | None:
    """None when the link is of no use: forged, too old, used, or about something that has ended."""
    if link is None:
        return None
    async with delivery.passeur.store.transaction() as transaction:
        one = await transaction.registry.introduction(link.introduction)
        need = await transaction.registry.need(one.need) if one else None
    waits = one is not None and one.state in (State.ASKED, State.REMINDED)
    if one is None or need is None or not waits or link.made < one.asked.replace(microsecond=0):
        return None
    return Asking(one, need)


async def _fields(request: Request) -> dict[str, str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return {}
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _ask(asking: Asking, fields: dict[str, str], today: date) -> OfIntroduction | Say | None:
    name, language = asking.one.id, asking.need.language
    if fields.get("do") == "yes":
        return OfIntroduction(language=language, introduction=name, do="yes")
    if fields.get("do") == "no":
        return Say(language=language, introduction=name, do="no")
    try:
        day = date.fromisoformat(fields.get("day", ""))
    except ValueError:
        return None
    fits = fields.get("do") == "not_before" and today < day <= today + FARTHEST
    return Say(language=language, introduction=name, do="not_before", day=day) if fits else None


def _asked(ask: OfIntroduction | Say, asking: Asking, token: str) -> Asked:
    user = MAIL + asking.one.id
    address = Address(surface="message", team=asking.need.team, user=user)
    return Asked(key=f"mail:{token}", ask=ask, address=address, conversation=user)


def _browser_language(request: Request) -> Language:
    wanted = request.headers.get("accept-language", "").lower()
    return "en" if wanted.startswith("en") else "fr"


def _page(language: Language, status: int = 200, **facts: Any) -> Response:
    known = {"said": None, "gone": False, "note": "", "tomorrow": "", "language": language}
    html = _PAGES.get_template(f"request.{language}.html.j2").render({**known, **facts})
    return HTMLResponse(html, status, HEADERS)
