"""A question about a licence in Slack, over each transport: the choices, the button, the card, and a mentor."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.features.answering.decide import Decider
from tests.double import SlackDouble
from tests.features.test_a_small_feature import AUTHOR, clicked, told
from tests.signed import payload
from tests.slack.bots import Bot, over
from tests.slack.test_listeners import DIRECT, button


@pytest_asyncio.fixture(params=["http", "socket"])
async def slack_and_bot(
    request: pytest.FixtureRequest, facts: Decider, tmp_path: Path
) -> AsyncIterator[tuple[SlackDouble, Bot]]:
    async with over(request.param, facts, tmp_path) as both:
        yield both


async def test_an_ambiguous_name_then_the_button(slack_and_bot: tuple[SlackDouble, Bot]) -> None:
    slack, bot = slack_and_bot
    await bot.take(payload("message_im", {**AUTHOR, "event.text": "c'est quoi la LiLiQ ?"}))
    assert "peut désigner plusieurs licences" in await told(slack, 1)
    pressed = button(slack.messages(DIRECT)[0], "Licence libre du Québec – Réciprocité forte 1.1")
    await bot.take(clicked((pressed["action_id"], pressed["value"]), 1))
    said = (await told(slack, 2)).replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")
    assert "LiLiQ-Rplus-1.1" in said
    assert "pas un conseil juridique" in said


async def test_two_licences_in_one_answer(slack_and_bot: tuple[SlackDouble, Bot]) -> None:
    slack, bot = slack_and_bot
    asked = "can I use GPL-3.0-or-later code in a MIT project?"
    await bot.take(payload("message_im", {**AUTHOR, "event.text": asked}))
    assert "Strong copyleft" in await told(slack, 1)
