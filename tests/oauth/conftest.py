"""Slack's double, fresh for each test; a payload that Slack would refuse fails the test that sent it."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.double import SlackDouble


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    slack = SlackDouble()
    async with slack:
        yield slack
    assert slack.violations == []
