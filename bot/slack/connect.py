"""Settings in, a running bot out, with all that it needs opened and closed in order."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.conversation.decide import Decider
from bot.errors import SettingsError, SlackError
from bot.mail import Mailer
from bot.passeur.service import Passeur
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.delivery import Clock, Delivery, utc_now
from bot.slack.people import Us
from bot.storage.store import Store

log = logging.getLogger(__name__)
LAST_WORDS = 5.0
"""Seconds for which answers in hand may still be sent when the bot is stopped; the rest is taken up at the restart."""
PATIENCE = aiohttp.ClientTimeout(total=10)


@dataclass(frozen=True)
class Running:
    app: AsyncApp
    store: Store
    delivery: Delivery
    client: AsyncWebClient


@asynccontextmanager
async def running(settings: Settings, decider: Decider, now: Clock = utc_now) -> AsyncIterator[Running]:
    """The bot without its transport: store open, stopped processes' work taken up."""
    if settings.slack_bot_token is None:
        raise SettingsError("SLACK_BOT_TOKEN is missing. Put it into .env (see .env.example), or run: passeur demo")
    store = await Store.open(settings.database_url.get_secret_value())
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            # No retry handlers: what is sent again behind our back is said twice; the table of work tries again.
            client = AsyncWebClient(
                token=settings.slack_bot_token.get_secret_value(),
                base_url=settings.slack_api_base_url,
                session=session,
                retry_handlers=[],
            )
            me = await _greet(client)
            passeur = await Passeur.build(settings, store, decider)
            lease = timedelta(seconds=settings.passeur_lease_seconds)
            mailer = Mailer.of(settings, passeur.secret)
            team = me.team_id or ""
            delivery = Delivery(passeur, client, session, lease=lease, now=now, mailer=mailer, team=team)
            delivery.people.us = Us(team, me.enterprise_id or "")
            worker = asyncio.create_task(delivery.run())
            try:
                yield Running(build_app(settings, me, delivery), store, delivery, client)
            finally:
                delivery.stop()
                with suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.gather(worker, delivery.idle()), LAST_WORDS)
    finally:
        await store.close()


@asynccontextmanager
async def connected(settings: Settings, decider: Decider, now: Clock = utc_now) -> AsyncIterator[Running]:
    """The bot in Socket Mode."""
    if settings.slack_app_token is None:
        raise SettingsError("SLACK_APP_TOKEN is missing: Socket Mode needs it. Put it into .env (see .env.example).")
    async with running(settings, decider, now) as bot:
        token = settings.slack_app_token.get_secret_value()
        # Without its own client the handler would open the socket with the bot's token, at Slack's own address.
        web_client = AsyncWebClient(token=token, base_url=settings.slack_api_base_url)
        handler = AsyncSocketModeHandler(
            bot.app, token, logging.getLogger("slack_sdk.socket_mode"), web_client=web_client
        )
        try:
            # Asked for by itself, the handler would go on asking whatever Slack answers.
            opened = await _first(
                web_client.apps_connections_open(app_token=token), web_client, "the app-level token", "SLACK_APP_TOKEN"
            )
            handler.client.wss_uri = opened["url"]
            await handler.connect_async()  # type: ignore[no-untyped-call]
            yield bot
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]


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


async def _greet(client: AsyncWebClient) -> AuthorizeResult:
    """Ask Slack who we are, so that a wrong token is told at the start rather than at the first question."""
    who = await _first(client.auth_test(), client, "the bot's token", "SLACK_BOT_TOKEN")
    log.info("In Slack as %s, in %s.", who.get("user"), who.get("team"))
    return AuthorizeResult.from_auth_test_response(bot_token=client.token, auth_test_response=who)


async def _first(
    call: Awaitable[AsyncSlackResponse], client: AsyncWebClient, token: str, setting: str
) -> AsyncSlackResponse:
    """What Slack answers to the first call with a token, or a sentence of what to check."""
    word, status = None, ""
    try:
        return await call
    except SlackApiError as error:
        data = getattr(error.response, "data", None)
        word = data.get("error") if isinstance(data, dict) and data.get("ok") is False else None
        status = f" (HTTP {error.response.status_code})" if hasattr(error.response, "status_code") else ""
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise SlackError(
            f"Slack can't be reached at {client.base_url} ({type(error).__name__}). Check the network."
        ) from None
    except (AttributeError, ValueError):
        pass  # slack_sdk takes whatever comes with 200 for an object
    if word:
        raise SlackError(f"Slack refuses {token}: {word}. Check {setting}.")
    raise SlackError(
        f"{client.base_url} does not answer as Slack's Web API does{status}. "
        "Check SLACK_API_BASE_URL (left empty, it is Slack's own); if it is right, try again later."
    )
