"""Starts a bot in Slack: all that it needs is opened, and closed in order."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple, NoReturn

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app.service import Passeur
from bot.delivery.clock import Clock, utc_now
from bot.delivery.delivery import Delivery
from bot.errors import SettingsError
from bot.features.answering.decide import Decider
from bot.features.feature import FeatureTable
from bot.features.table import FEATURES
from bot.settings import Settings
from bot.storage.store import Store
from bot.transports.mail.mailer import Mailer
from bot.transports.mail.transport import MailTransport
from bot.transports.slack.app import build_app
from bot.transports.slack.departure import Departure, Farewell
from bot.transports.slack.identity import Identity
from bot.transports.slack.limits import HeldClient, Limits
from bot.transports.slack.people import People, Us
from bot.transports.slack.socket import SocketMode
from bot.transports.slack.tenants import Tenant, only
from bot.transports.slack.tokens import LaterError, sooner_or_later
from bot.transports.slack.transport import SlackTransport

log = logging.getLogger(__name__)
LAST_WORDS = 4.0
"""Seconds for which answers in hand may still be sent when the bot is stopped; the rest is taken up at the restart."""
CUT = 1.0
"""Seconds for what is cut short to let go of the database."""
PATIENCE = aiohttp.ClientTimeout(total=10)


@dataclass(frozen=True)
class Running:
    """`tasks`: what goes on in the background; one that ends with an error ends the bot."""

    app: AsyncApp
    store: Store
    delivery: Delivery
    slack: SlackTransport
    identity: Identity
    mailer: Mailer | None = None
    tasks: tuple[asyncio.Task[None], ...] = ()
    socket: SocketMode | None = None
    departure: Departure | None = None

    @property
    def trouble(self) -> str | None:
        """Why nothing reaches the bot now; None when all is well."""
        gone = self.departure.trouble if self.departure else None
        return gone or (self.socket.trouble if self.socket else None)

    async def broken(self) -> NoReturn:
        """Wait for what can't be mended by waiting: a token that Slack refuses, a connection that never comes."""
        going = set(self.tasks)
        while going:
            done, going = await asyncio.wait(going, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        await asyncio.Event().wait()
        raise AssertionError("nobody sets this event")


class SharedApp(NamedTuple):
    """What a workspace's bot has in common with those of other workspaces."""

    app: AsyncApp
    farewell: Farewell


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[tuple[Store, aiohttp.ClientSession]]:
    """The database, and a session for calls of Slack's Web API."""
    store = await Store.open(settings.database_url.get_secret_value())
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            yield store, session
    finally:
        await store.close()


@asynccontextmanager
async def running(
    settings: Settings,
    decider: Decider,
    now: Clock = utc_now,
    features: FeatureTable = FEATURES,
    shared: SharedApp | None = None,
) -> AsyncIterator[Running]:
    """One workspace's bot without its transport: store open, and what a stopped process left undone taken up once
    Slack says who the bot is.
    """
    if settings.slack_bot_token is None:
        raise SettingsError("SLACK_BOT_TOKEN is missing. Put it into .env (see .env.example), or run: passeur demo")
    async with opened_store(settings) as (store, session):
        # No retry handlers: what is sent again behind our back is said twice; the table of work tries again.
        client = HeldClient(
            limits=Limits(lambda: delivery.now()),
            token=settings.slack_bot_token.get_secret_value(),
            base_url=settings.slack_api_base_url,
            session=session,
            retry_handlers=[],
        )
        passeur = await Passeur.build(settings, store, decider, features)
        lease = timedelta(seconds=settings.passeur_lease_seconds)
        mailer = Mailer.of(settings, passeur.secret)
        mail = MailTransport(mailer, lambda: delivery.passeur.renderer, lambda: delivery.now()) if mailer else None
        people = People(client, passeur.guests)
        slack = SlackTransport(client, session, people, lambda: delivery.passeur.renderer)
        delivery = Delivery(passeur, slack, mail, lease=lease, now=now, admitted=False)
        async with store.transaction() as transaction:
            identity = Identity(client, store, now, await transaction.workspace())
        async with _ended(delivery, await _introduced(identity, delivery, slack.people)) as tasks:
            departure = Departure(client, delivery, shared.farewell if shared else None)
            client.gone = departure.suspect
            alone = only(Tenant(identity, delivery, departure))
            app = shared.app if shared else build_app(settings, alone, client.base_url)
            try:
                yield Running(app, store, delivery, slack, identity, mailer, tasks, departure=departure)
            finally:
                await departure.close()


async def _introduced(identity: Identity, delivery: Delivery, people: People) -> asyncio.Task[None]:
    """Ask Slack who the bot is: once now, so that a wrong token is told at the start, then until it answers."""

    def admit(us: Us) -> None:
        people.us = us
        delivery.admit()

    async def ask() -> None:
        await identity.ask(admit)

    try:
        await ask()
    except LaterError as error:
        log.warning("%s What is asked is kept until then.", error)
        return asyncio.create_task(sooner_or_later(ask, error))
    return asyncio.create_task(asyncio.sleep(0))


async def _rested(delivery: Delivery) -> None:
    await delivery.idle()
    await delivery.save_usage()


@asynccontextmanager
async def _ended(delivery: Delivery, asking: asyncio.Task[None]) -> AsyncIterator[tuple[asyncio.Task[None], ...]]:
    """Work is done within the block; at its end what is in hand has some seconds, and then waits for the restart."""
    worker = asyncio.create_task(delivery.run())
    try:
        yield (asking,)
    finally:
        delivery.stop()
        idle = asyncio.create_task(_rested(delivery))
        await asyncio.wait({worker, idle}, timeout=LAST_WORDS, return_when=asyncio.ALL_COMPLETED)
        for task in (worker, idle, asking):
            task.cancel()
        await asyncio.wait({worker, idle, asking}, timeout=CUT)


@asynccontextmanager
async def connected(
    settings: Settings, decider: Decider, now: Clock = utc_now, features: FeatureTable = FEATURES
) -> AsyncIterator[Running]:
    """The bot in Socket Mode."""
    if settings.slack_app_token is None:
        raise SettingsError("SLACK_APP_TOKEN is missing: Socket Mode needs it. Put it into .env (see .env.example).")
    async with running(settings, decider, now, features) as bot, aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token=settings.slack_app_token.get_secret_value(),
            base_url=settings.slack_api_base_url,
            session=bot.slack.session,
            retry_handlers=[],
        )
        link = SocketMode(bot.app, client, session, settings.passeur_offline_seconds)
        await link.try_once()
        staying = asyncio.create_task(link.run())
        try:
            yield replace(bot, socket=link, tasks=(*bot.tasks, staying))
        finally:
            staying.cancel()
            await asyncio.wait({staying})
            await link.close()


@contextmanager
def ended_by(*signals: signal.Signals) -> Iterator[None]:
    """These end the block as Ctrl-C does, so that everything in it is closed, but quietly."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    told: list[int] = []

    def end(sign: int) -> None:
        told.append(sign)
        if task is not None:
            task.cancel()

    heard = [sign for sign in signals if signal.getsignal(sign) is not signal.SIG_IGN]  # nohup ignores SIGHUP
    for sign in heard:
        loop.add_signal_handler(sign, end, sign)
    try:
        yield
    except asyncio.CancelledError:
        if not told:
            raise
    finally:
        for sign in heard:
            loop.remove_signal_handler(sign)
