"""Slack's doubles, fresh for each test; a payload that Slack would refuse fails the test that sent it."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.double import SlackDouble
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
