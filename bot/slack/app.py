"""The one place where the doors are hung into Bolt: settings and rooms in, an AsyncApp out."""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from bot.slack import buttons, command, direct, home, mention, shortcut
from bot.slack.asked import Asked, Payload
from bot.slack.delivery import Delivery

log = logging.getLogger(__name__)
EVERYTHING = re.compile(".*")


DOORS: tuple[Callable[[Payload, str], Asked | None], ...] = (
    mention.read,
    direct.read,
    command.read,
    shortcut.read,
    home.read,
    buttons.read,
)
"""Each reads its own payloads, and gives None for the others'."""


def read(body: Payload, bot: str) -> Asked | None:
    """What is asked by a payload, whichever door it came through."""
    return next((asked for door in DOORS if (asked := door(body, bot)) is not None), None)


def build_app(settings: Settings, client: AsyncWebClient, delivery: Delivery) -> AsyncApp:
    """Everything that is asked is written down before Slack gets its answer; the rest is acknowledged."""
    secret = settings.slack_signing_secret
    app = AsyncApp(
        client=client,
        signing_secret=secret.get_secret_value() if secret else "",
        request_verification_enabled=secret is not None,
    )

    @app.middleware
    async def record(
        body: dict[str, Any],
        context: AsyncBoltContext,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        if body.get("type") == "app_rate_limited":
            log.error("Slack holds events back: more than 30,000 in an hour.")
            return BoltResponse(status=200)
        asked = read(body, context.bot_user_id or "")
        context["asked"] = asked
        context["work"] = await delivery.record(asked) if asked else None
        return await next()

    async def answer(context: AsyncBoltContext, ack: AsyncAck) -> None:
        await ack()
        if context["work"] is not None:
            await delivery.do(context["work"])
        elif context["asked"] is not None and context["asked"].key.startswith("click:"):
            await delivery.again(context["asked"])

    for listen in (app.event, app.command, app.shortcut, app.action, app.view):
        listen(EVERYTHING)(answer)

    @app.error
    async def failed(error: Exception) -> None:
        log.error("Slack's request could not be taken.", exc_info=error)

    return app
