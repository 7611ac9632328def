"""Slack's doubles, fresh for each test; a payload that Slack would refuse fails the test that sent it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.features.answering.decide import Decider
from tests.double import SlackDouble
from tests.slack.bots import Bot, http_bot, settings_for, socket_bot
from tests.socket_double import SocketDouble


@pytest_asyncio.fixture
async def socket_and_slack() -> AsyncIterator[tuple[SocketDouble, SlackDouble]]:
    slack = SlackDouble()
    socket = SocketDouble(slack)
    async with slack:
        yield socket, slack
    assert slack.violations == []


@pytest_asyncio.fixture
async def slack(socket_and_slack: tuple[SocketDouble, SlackDouble]) -> SlackDouble:
    """The Web API; give `slack.url` to the bot."""
    return socket_and_slack[1]


@pytest_asyncio.fixture
async def socket(socket_and_slack: tuple[SocketDouble, SlackDouble]) -> SocketDouble:
    """Socket Mode, on the same Web API."""
    return socket_and_slack[0]


@pytest_asyncio.fixture(params=["http", "socket"])
async def bot(
    request: pytest.FixtureRequest, slack: SlackDouble, socket: SocketDouble, decider: Decider, tmp_path: Path
) -> AsyncIterator[Bot]:
    """The bot itself, over each transport, on a database of its own."""
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    starting = http_bot(settings, decider) if request.param == "http" else socket_bot(settings, decider, socket)
    async with starting as started:
        yield started
