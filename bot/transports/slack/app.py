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

from bot import metrics
from bot.app.inbound import Inbound
from bot.delivery.delivery import Delivery
from bot.errors import StorageError
from bot.features.answering.replies import Apology
from bot.features.feature import FeatureTable
from bot.features.forms import FormErrors, FormStep
from bot.features.outgoing import Outgoing
from bot.features.recipients import SlackPlace
from bot.features.table import FEATURES
from bot.settings import Settings
from bot.transports.slack import buttons, command, direct, home, joined, links, mention, modals, shortcut, workflow
from bot.transports.slack.agent import stopped
from bot.transports.slack.departure import says_goodbye
from bot.transports.slack.inbound import Payload
from bot.transports.slack.tenants import FindTenant, Tenant

log = logging.getLogger(__name__)
EVERYTHING = re.compile(".*")


LISTENERS: tuple[Callable[[Payload, str], Inbound | None], ...] = (
    mention.read,
    direct.read,
    shortcut.read,
    home.read,
    joined.read,
    stopped.read,
    links.read,
    workflow.read,
)
"""Each reads its own payloads, and gives None for the others'."""
COMMANDS_AND_CLICKS: tuple[Callable[[Payload, FeatureTable], Inbound | None], ...] = (
    command.read,
    buttons.read,
    modals.read,
)
"""The same, for payloads that hold an intent: by a feature's words, or as it was written down."""


def read(body: Payload, bot: str, features: FeatureTable = FEATURES) -> Inbound | None:
    """What is asked by a payload, whichever listener reads it."""
    heard = (listen(body, bot) for listen in LISTENERS)
    clicked = (listen(body, features) for listen in COMMANDS_AND_CLICKS)
    return next((asked for asked in chain(heard, clicked) if asked is not None), None)


async def _unstored(asked: Inbound, place: SlackPlace, delivery: Delivery, error: StorageError) -> BoltResponse:
    """The database doesn't answer: say so to whoever clicked or typed a command."""
    reference = secrets.token_hex(4)
    told = "Reference %s: what was asked could not be written down. %s"
    log.error(told, reference, error, extra={"reference": reference})
    place = place.model_copy(update={"surface": "response", "in_channel": False})
    await delivery.tell(Outgoing(Apology(await delivery.language_for(asked), reference), place))
    return BoltResponse(status=200)


def _quiet() -> logging.Logger:
    """Bolt's and the SDK's logs, which at the level of debug hold what people wrote, and tokens."""
    logging.getLogger("slack_sdk").setLevel(logging.WARNING)
    bolt = logging.getLogger(f"slack_bolt.{AsyncApp.__name__}")  # by the name that Bolt gives it
    bolt.setLevel(logging.WARNING)
    return bolt


def build_app(settings: Settings, find: FindTenant, base_url: str) -> AsyncApp:
    """Everything that is asked is written down before Slack gets its answer; the rest is acknowledged."""
    secret = settings.slack_signing_secret
    logging.getLogger(f"slack_bolt.{AsyncApp.__name__}").addFilter(_worth_telling)

    async def authorize(context: AsyncBoltContext) -> AuthorizeResult:
        """What Slack said at the start, so that no event waits for Slack to say it again."""
        tenant: Tenant = context["tenant"]
        return tenant.identity.result

    app = AsyncApp(
        client=AsyncWebClient(base_url=base_url),
        before_authorize=_finding(find),
        authorize=authorize,
        signing_secret=secret.get_secret_value() if secret else "",
        request_verification_enabled=secret is not None,
        logger=_quiet(),
    )
    app.middleware(_leave)
    app.middleware(_record)
    for listen in (app.event, app.command, app.shortcut, app.action, app.view):
        listen(EVERYTHING)(_answer)
    app.error(_failed)
    return app


def _worth_telling(record: logging.LogRecord) -> bool:
    """Bolt reads SLACK_BOT_TOKEN by itself, only to warn that it does not use it."""
    return record.getMessage() != warning_client_prioritized_and_token_skipped()


def _finding(find: FindTenant) -> Callable[..., Awaitable[BoltResponse]]:
    async def found(
        body: dict[str, Any],
        context: AsyncBoltContext,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name
    ) -> BoltResponse:
        if body.get("type") == "app_rate_limited":
            log.error("Slack holds events back: more than 30,000 in an hour.")
            metrics.LATE.inc()
            return BoltResponse(status=200)
        context["tenant"] = await find(body)
        if context["tenant"] is None and body.get("type") != "url_verification" and "ssl_check" not in body:
            log.warning("Something is left undone: Slack sent it for a workspace that has not installed the app.")
            return BoltResponse(status=200)
        return await next()

    return found


async def _leave(
    body: dict[str, Any],
    context: AsyncBoltContext,
    next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name
) -> BoltResponse:
    departure = context["tenant"].departure
    if says_goodbye(body):
        departure.suspect()
    elif departure.trouble is None:
        return await next()
    return BoltResponse(status=200)  # a workspace that took the app away is answered no more


async def _record(
    body: dict[str, Any],
    context: AsyncBoltContext,
    next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name
) -> BoltResponse | None:
    tenant: Tenant = context["tenant"]
    identity, delivery = tenant.identity, tenant.delivery
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
        found = await _next_step(asked, delivery)
        if found is not None:
            context["answer"] = modals.acknowledged(found, body["view"], delivery.passeur.renderer)
        asked = asked if _is_taken(found, asked, delivery.passeur.features) else None
    try:
        context["asked"], context["job"] = asked, await delivery.record(asked) if asked else None
    except StorageError as error:
        if asked is None or asked.place is None or not asked.place.response_url:
            raise  # Slack gets no 200 and brings the event again; clicks and commands it doesn't
        return await _unstored(asked, asked.place, delivery, error)
    return await next()


async def _next_step(asked: Inbound, delivery: Delivery) -> FormStep | FormErrors | None:
    """Nothing of a form is shown to who may not have it: they hear why once it is handled."""
    if delivery.passeur.features.rule(asked.intent).step is None or not await delivery.serves(asked):
        return None
    return modals.next_step(asked.intent, delivery.passeur.renderer)


def _is_taken(found: FormStep | FormErrors | None, asked: Inbound, features: FeatureTable) -> bool:
    """Whether what was sent is stored and handled: a whole form, or the step of one that outlives it."""
    return found is None or (isinstance(found, FormStep) and features.rule(asked.intent).each_step)


async def _answer(context: AsyncBoltContext, ack: AsyncAck) -> None:
    delivery = context["tenant"].delivery
    await ack(**(context.get("answer") or {}))
    if context["job"] is not None:
        await delivery.do(context["job"])
    elif context["asked"] is not None and context["asked"].key.startswith("click:"):
        await delivery.again(context["asked"])


async def _failed(error: Exception) -> None:
    if isinstance(error, StorageError):
        log.debug("An event could not be written down, Slack brings it again. %s", error)
    else:
        log.error("Slack's request could not be taken.", exc_info=error)
