"""What keeps the bot from starting is told at once, in one sentence that names the setting."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.errors import SlackError
from bot.features.answering.decide import Decider
from bot.settings import Settings
from bot.transports.slack.connect import connected, running
from tests.double import APP_TOKEN, SlackDouble
from tests.slack.bots import settings_for

PAGE = "<!DOCTYPE html><html><body>Nothing here</body></html>"


async def refusal(settings: Settings, decider: Decider) -> str:
    """Why the bot doesn't start."""
    start = running if settings.slack_app_token is None else connected
    with pytest.raises(SlackError) as refused:
        async with asyncio.timeout(10), start(settings, decider=decider):
            pass
    return str(refused.value)


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (404, "text/plain", "404: Not Found"),
        (404, "text/html", PAGE),
        (404, "application/json", '{"error": "Not Found"}'),
        (200, "text/plain", "hello"),
        (200, "text/html", PAGE),
        (200, "application/json", '["hello"]'),
    ],
)
async def test_what_is_not_slack_is_told_from_a_wrong_token(
    status: int, kind: str, body: str, slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, content_type=kind, text=body)

    elsewhere = web.Application()
    elsewhere.router.add_route("*", "/{path:.*}", answer)
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    async with TestServer(elsewhere) as server:
        address = str(server.make_url("/api/"))
        told = await refusal(settings.model_copy(update={"slack_api_base_url": address}), decider)
    assert told.startswith(f"{address} does not answer as Slack's Web API does")
    assert "SLACK_API_BASE_URL" in told
    assert "token" not in told


async def test_a_wrong_bot_token_is_told(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    wrong = settings.model_copy(update={"slack_bot_token": SecretStr("xoxb-wrong")})
    assert await refusal(wrong, decider) == "Slack refuses the bot's token: invalid_auth. Check SLACK_BOT_TOKEN."


async def test_a_wrong_app_token_is_told_once(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3", slack_app_token=SecretStr("xapp-wrong"))
    told = await refusal(settings, decider)
    assert told == "Slack refuses the app-level token: invalid_auth. Check SLACK_APP_TOKEN."
    assert len(slack.called("apps.connections.open")) == 1


async def test_the_socket_s_address_is_asked_for_once(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3", slack_app_token=SecretStr(APP_TOKEN))
    async with connected(settings, decider=decider):
        pass
    assert len(slack.called("apps.connections.open")) == 1
