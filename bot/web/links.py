"""The link in an e-mail to an external mentor: a page that asks, and takes one answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app.inbound import EmailLink, Inbound
from bot.delivery.delivery import Delivery
from bot.errors import StorageError
from bot.features.introductions.intents import OfIntroduction, Respond
from bot.features.introductions.process import FARTHEST
from bot.features.introductions.states import State
from bot.features.introductions.values import Introduction
from bot.knowledge.shapes import Language
from bot.transports.mail.mailer import PATH, Link, Mailer
from bot.transports.slack.connect import Running
from bot.web.bounds import bounded_body
from bot.web.pages import browser_language, page

log = logging.getLogger(__name__)
Fields = dict[str, str]
Endpoint = Callable[[Request], Awaitable[Response]]
METHODS = ["GET", "POST"]
LARGEST = 20_000
LONGEST_QUESTION = 1_000
AFTER = {"yes": State.ACCEPTED, "no": State.DECLINED, "not_before": State.DEFERRED, "question": State.QUESTIONED}


class Asking(NamedTuple):
    """A request to an external mentor, in whose language the page is; `waits`: it still takes the link's answer."""

    one: Introduction
    team: str
    note: str
    language: Language
    waits: bool


def routes(delivery: Delivery, mailer: Mailer) -> list[Route]:
    """For the only workspace that there is."""
    return [Route(PATH + "{token}", _answering(delivery, mailer), methods=METHODS)]


def routes_of_each(bot_of: Callable[[str], Awaitable[Running | None]]) -> list[Route]:
    """The same for many workspaces, each under its id."""
    pages: dict[int, Endpoint] = {}

    async def page_of(request: Request) -> Response:
        bot = await bot_of(request.path_params["workspace"])
        if bot is None or bot.mailer is None:
            return _page(browser_language(request), 410, of="gone")
        endpoint = pages.setdefault(id(bot.delivery), _answering(bot.delivery, bot.mailer))
        return await endpoint(request)

    return [Route("/{workspace}" + PATH + "{token}", _sparing(page_of), methods=METHODS)]


def _answering(delivery: Delivery, mailer: Mailer) -> Endpoint:
    """The page, and the answer that is sent from it: reading alone, as a mail program does, answers nothing."""
    answering = asyncio.Lock()  # whoever clicks twice reads what became of the first click

    async def asked(request: Request) -> Response:
        token = request.path_params["token"]
        if request.method != "POST":
            return await answered(request, token)
        fields = await _fields(request)
        async with answering:
            return await answered(request, token, fields)

    async def answered(request: Request, token: str, fields: Fields | None = None) -> Response:
        now = delivery.now()
        asking = await _asking(delivery, mailer.read(token, now))
        if asking is None:
            return _page(browser_language(request), 410, of="gone")
        if not asking.waits:
            done = (fields or {}).get("do", "")
            return _page(asking.language, 410, of=done if AFTER.get(done) is asking.one.state else "gone")
        if request.method != "POST":
            return _form(asking, now.date())
        ask = None if fields is None else _ask(asking, fields, now.date())
        if ask is None:
            return _form(asking, now.date(), 413 if fields is None else 400, problem=True)
        await delivery.take(_asked(ask, asking, token))
        return await _told(delivery, asking, ask.do)

    return _sparing(asked)


def _sparing(endpoint: Endpoint) -> Endpoint:
    """Somebody who helps is not shown the database's troubles."""

    async def spared(request: Request) -> Response:
        try:
            return await endpoint(request)
        except StorageError as error:
            log.error("A mentor is asked to come back later. %s", error)
            return _page(browser_language(request), 503, of="later")

    return spared


async def _asking(delivery: Delivery, link: Link | None) -> Asking | None:
    """None when the link is of no use at all: forged, too old, or about something that is forgotten."""
    if link is None:
        return None
    passeur = delivery.passeur
    async with passeur.store.transaction() as transaction:
        one = await transaction.registry.introduction(link.introduction)
        need = await transaction.registry.need(one.need) if one else None
        if one is None or need is None:
            return None
        process = await passeur.directories.process(transaction, need, delivery.now())
    waits = one.state in (State.ASKED, State.REMINDED) and link.made >= one.asked.replace(microsecond=0)
    return Asking(one, need.team, need.note, process.write.language_for(one), waits)


async def _fields(request: Request) -> Fields | None:
    """None when there is more than a form of ours sends."""
    try:
        body = await bounded_body(request, LARGEST)
    except HTTPException as error:
        if error.status_code == 413:
            return None
        raise
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _ask(asking: Asking, fields: Fields, today: date) -> OfIntroduction | Respond | None:
    name, language = asking.one.id, asking.language
    if fields.get("do") == "yes":
        return OfIntroduction(language=language, introduction=name, do="yes")
    if fields.get("do") == "no":
        return Respond(language=language, introduction=name, do="no")
    words = fields.get("words", "").replace("\0", " ").replace("\r\n", "\n").strip()
    if fields.get("do") == "question" and 0 < len(words) <= LONGEST_QUESTION:
        return Respond(language=language, introduction=name, do="question", words=words)
    try:
        day = date.fromisoformat(fields.get("day", ""))
    except ValueError:
        return None
    fits = fields.get("do") == "not_before" and today < day <= today + FARTHEST
    return Respond(language=language, introduction=name, do="not_before", day=day) if fits else None


def _asked(intent: OfIntroduction | Respond, asking: Asking, token: str) -> Inbound:
    link = EmailLink(team=asking.team, introduction=asking.one.id)
    return Inbound(key=f"mail:{token}", intent=intent, address=link, conversation=link.user)


async def _told(delivery: Delivery, asking: Asking, do: str) -> Response:
    """What has become of the answer: it was taken, or another one was, or neither yet."""
    async with delivery.passeur.store.transaction() as transaction:
        one = await transaction.registry.introduction(asking.one.id)
    if one is not None and one.state is AFTER[do]:
        return _page(asking.language, of=do)
    if one is not None and one.turn == asking.one.turn:
        return _page(asking.language, 503, of="later")
    return _page(asking.language, 410, of="gone")


def _form(asking: Asking, today: date, status: int = 200, *, problem: bool = False) -> Response:
    first, last = today + timedelta(days=1), today + FARTHEST
    facts = {"note": asking.note, "first": first, "last": last, "problem": problem}
    return _page(asking.language, status, of="asked", **facts)


def _page(language: Language, status: int = 200, **facts: Any) -> Response:
    return page("request", language, status, **{"note": "", "problem": False, **facts})
