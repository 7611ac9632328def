"""The doubles of Slack and the real bot, as for its listeners; an SMTP server, and the bot that writes to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.features.answering.decide import Decider
from tests.double import SlackDouble
from tests.introductions.mailing import Mailbox, Scene, decider_with, listening, scene
from tests.slack.conftest import bot, slack, socket, socket_and_slack


@pytest.fixture
def outside(decider: Decider, tmp_path: Path) -> Decider:
    """Knowledge with external mentors."""
    return decider_with(decider, tmp_path / "outside")


@pytest_asyncio.fixture
async def mailed(slack: SlackDouble, outside: Decider, tmp_path: Path) -> AsyncIterator[Scene]:
    mailbox = Mailbox()
    async with (
        listening(mailbox) as port,
        scene(slack, outside, tmp_path, f"smtp://127.0.0.1:{port}", mailbox) as opened,
    ):
        yield opened


__all__ = ["bot", "mailed", "outside", "slack", "socket", "socket_and_slack"]
