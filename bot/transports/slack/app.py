"""The one place where the listeners are given to Bolt."""

import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from itertools import chain
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.app.inbound import Inbound
from bot.delivery.delivery import Delivery
from bot.errors import StorageError
from bot.features.answering.replies import Apology
from bot.features.feature import FeatureTable
from bot.features.outgoing import Outgoing
from bot.features.recipients import SlackPlace
from bot.features.table import FEATURES
from bot.settings import Settings
from bot.transports.slack import buttons, command, direct, home, mention, modals, shortcut
from bot.transports.slack.identity import Identity
from bot.transports.slack.inbound import Payload

log = logging.getLogger(__name__)
EVERYTHING = re.compile(".*")


LISTENERS: tuple[Callable[[Payload, str], Inbound | None], ...] = (
    mention.read,
    direct.read,
    command.read,
    shortcut.read,
    home.read,
)
"""Each reads its own payloads, and gives None for the others'."""
CLICKS: tuple[Callable[[Payload, FeatureTable], Inbound | None], ...] = (buttons.read, modals.read)
"""The same, for payloads that hold an intent which a feature wrote down."""


def read(body: Payload, bot: str, features: FeatureTable = FEATURES) -> Inbound | None:
    """What is asked by a payload, whichever listener reads it."""
    heard = (listen(body, bot) for listen in LISTENERS)
    clicked = (listen(body, features) for listen in CLICKS)
    return next((asked for asked in chain(heard, clicked) if asked is not None), None)


async def _unstored(asked: Inbound, place: SlackPlace, delivery: Delivery, error: StorageError) -> BoltResponse:
    """The database doesn't answer: say so to whoever clicked or typed a command."""
    reference = secrets.token_hex(4)
    log.error("Reference %s: what was asked could not be written down. %s", reference, error)
    place = place.model_copy(update={"surface": "response", "in_channel": False})
    await delivery.tell(Outgoing(Apology(await delivery.language_for(asked), reference), place))
    return BoltResponse(status=200)


def _quiet() -> logging.Logger:
    """Bolt's and the SDK's logs, which at the level of debug hold what people wrote, and tokens."""
    logging.getLogger("slack_sdk").setLevel(logging.WARNING)
    bolt = logging.getLogger(f"slack_bolt.{AsyncApp.__name__}")  # by the name that Bolt gives it
    bolt.setLevel(logging.WARNING)
    return bolt


def build_app(settings: Settings, identity: Identity, delivery: Delivery, base_url: str) -> AsyncApp:
    """Everything that is asked is written down before Slack gets its answer; the rest is acknowledged.

    `identity`: what Slack said at the start, so that no event waits for Slack to say it again.
    """
    secret = settings.slack_signing_secret
    logging.getLogger(f"slack_bolt.{AsyncApp.__name__}").addFilter(_worth_telling)

    async def authorize() -> AuthorizeResult:
        return identity.result

    app = AsyncApp(
        client=AsyncWebClient(base_url=base_url),
        authorize=authorize,
        signing_secret=secret.get_secret_value() if secret else "",
        request_verification_enabled=secret is not None,
        logger=_quiet(),
    )
    app.middleware(_recording(identity, delivery))
    for listen in (app.event, app.command, app.shortcut, app.action, app.view):
        listen(EVERYTHING)(_answering(delivery))
    app.error(_failed)
    return app


def _worth_telling(record: logging.LogRecord) -> bool:
    """Bolt reads SLACK_BOT_TOKEN by itself, only to warn that it does not use it."""
    return record.getMessage() != warning_client_prioritized_and_token_skipped()


def _recording(identity: Identity, delivery: Delivery) -> Callable[..., Awaitable[BoltResponse | None]]:
    async def record(
        body: dict[str, Any],
        context: AsyncBoltContext,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        if body.get("type") == "app_rate_limited":
            log.error("Slack holds events back: more than 30,000 in an hour.")
            return BoltResponse(status=200)
        try:
            asked = read(body, identity.bot(body), delivery.passeur.features)
            team, ours = identity.team(body), identity.may_record(body)
        except Exception as error:  # no listener of ours knows such a payload; sent again, it would be the same
            log.warning("Slack's payload could not be read (%s).", type(error).__name__)
            log.debug("What it failed on:", exc_info=error)
            return BoltResponse(status=400)
        if not ours:
            log.warning("An event is left to Slack: it may be another workspace's than the database.")
            return BoltResponse(status=503)
        if asked is not None and team:
            # Somebody of another organisation clicks under their own team; the conversation is the bot's workspace's.
            asked = asked.within(team)
        if asked is not None and body.get("type") == "view_submission":
            context["answer"] = await _next_step(asked, delivery)
            asked = None if context["answer"] else asked
        try:
            context["asked"], context["job"] = asked, await delivery.record(asked) if asked else None
        except StorageError as error:
            if asked is None or asked.place is None or not asked.place.response_url:
                raise  # Slack gets no 200 and brings the event again; clicks and commands it doesn't
            return await _unstored(asked, asked.place, delivery, error)
        return await next()

    return record


async def _next_step(asked: Inbound, delivery: Delivery) -> dict[str, Any]:
    """Nothing of a form is shown to who may not have it: they hear why once it is handled."""
    if delivery.passeur.features.rule(asked.ask).step is None or not await delivery.serves(asked):
        return {}
    return modals.answered(asked.ask, delivery.passeur.renderer)


def _answering(delivery: Delivery) -> Callable[..., Awaitable[None]]:
    async def answer(context: AsyncBoltContext, ack: AsyncAck) -> None:
        await ack(**(context.get("answer") or {}))
        if context["job"] is not None:
            await delivery.do(context["job"])
        elif context["asked"] is not None and context["asked"].key.startswith("click:"):
            await delivery.again(context["asked"])

    return answer


async def _failed(error: Exception) -> None:
    if isinstance(error, StorageError):
        log.error("An event could not be written down, Slack brings it again. %s", error)
    else:
        log.error("Slack's request could not be taken.", exc_info=error)
