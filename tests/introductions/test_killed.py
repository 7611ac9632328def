"""A process killed with -9 between a change of state and the messages that it causes: each of them goes out once."""

import signal
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.features.answering.decide import Decider
from bot.settings import shipped
from tests.double import SIGNING_SECRET, SlackDouble
from tests.introductions.test_slack import ASKER, JURIST, NOTE, by, submit, words
from tests.signed import request
from tests.slack.bots import http_bot, settings_for
from tests.slack.test_delivery import process
from tests.slack.test_listeners import CHANNEL, click, mentioned

KNOWLEDGE = f"{shipped()}:{shipped().parent / 'bot' / 'demo' / 'knowledge'}"
STEPS = [
    ("users.info", False),
    ("conversations.open", False),
    ("conversations.open", True),
    ("chat.postMessage", False),
    ("chat.postMessage", True),
]


async def post(port: int, content: dict[str, Any]) -> None:
    headers, body = request(content, SIGNING_SECRET)
    address = f"http://127.0.0.1:{port}/slack/events"
    async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
        assert answer.status == 200


async def killed_amid(
    slack: SlackDouble, folder: Path, port: int, content: dict[str, Any], method: str, after: bool
) -> None:
    """The bot takes it, gets no answer from Slack at this call, and is killed there."""
    before = len(slack.called(method))
    async with process(slack, folder, port, PASSEUR_KNOWLEDGE=KNOWLEDGE) as serving:
        slack.fault(method, "hang", after=after)
        await post(port, content)
        await slack.until(lambda: len(slack.called(method)) > before)
        serving.send_signal(signal.SIGKILL)
        await serving.wait()


@pytest.mark.parametrize(("method", "after"), STEPS)
async def test_a_yes_opens_one_group_conversation_with_one_message(
    method: str, after: bool, slack: SlackDouble, decider: Decider, tmp_path: Path, unused_tcp_port_factory: Any
) -> None:
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3"), decider) as bot:
        message = await mentioned(bot, slack)
        await bot.take(click(message, "Parler à un mentor"))
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
        await bot.take(click(slack.messages(CHANNEL)[1], "Me présenter", trigger_id="1.3"))
        await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)
        form = submit(slack.workspace.surfaces.modals[-1], {"note": words(NOTE)})
        if method != "chat.postMessage":
            await bot.take(form)
            await slack.until(lambda: bool(slack.messages(JURIST)) and bool(slack.messages(ASKER)))
    port = unused_tcp_port_factory()
    if method == "chat.postMessage":
        await killed_amid(slack, tmp_path, port, form, method, after)
        async with process(slack, tmp_path, port, PASSEUR_KNOWLEDGE=KNOWLEDGE):
            await slack.until(lambda: bool(slack.messages(JURIST)) and bool(slack.messages(ASKER)), 30)
    yes = by("U0JURIST", slack.messages(JURIST)[0], "Oui")
    await killed_amid(slack, tmp_path, port, yes, method, after)
    async with process(slack, tmp_path, port, PASSEUR_KNOWLEDGE=KNOWLEDGE):
        await slack.until(lambda: any(slack.messages(group) for group in slack.workspace.groups), 30)
        await post(port, yes)
    (group,) = slack.workspace.groups
    assert [len(slack.messages(place)) for place in (group, JURIST, ASKER)] == [1, 1, 1]
