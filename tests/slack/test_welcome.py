"""A person is welcomed once, at their first step; a channel once, when the bot is added to it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.features.answering.decide import Decider
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.messages.buttons import encode
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import HttpBot, http_bot, settings_for
from tests.slack.test_channels import with_policy
from tests.slack.test_listeners import CHANNEL, DIRECT, said

OPENED = {"event.user": "U0CHAMPION", "event.channel": DIRECT, "event.text": "quelle licence pour nos données ?"}
JOINED = payload("member_joined_channel", {"event.user": "U0PASSEUR"})
FIRST_STEPS = {
    "opening the Home tab": payload("app_home_opened_home"),
    "opening the conversation": payload("app_home_opened_messages", OPENED),
    "writing": payload("message_im", OPENED),
}


@asynccontextmanager
async def welcoming(slack: SlackDouble, decider: Decider, folder: Path) -> AsyncIterator[HttpBot]:
    settings = settings_for(slack, f"sqlite:///{folder}/passeur.sqlite3", passeur_welcome=True)
    async with http_bot(settings, decider) as bot:
        yield bot


async def take(bot: HttpBot, *bodies: dict[str, Any]) -> None:
    for number, body in enumerate(bodies):
        body = {**body, "event_id": f"Ev{number}{body.get('event_id', '')}"}
        await bot.take(body)
        await bot.running.delivery.idle()


def welcomes(slack: SlackDouble, channel: str) -> list[str]:
    """The welcomes among what was said there."""
    return [said(one) for one in slack.messages(channel) if "Je suis Passeur" in said(one).replace("\u00a0", " ")]


@pytest.mark.parametrize("first", FIRST_STEPS)
async def test_a_person_is_welcomed_at_their_first_step_and_never_again(
    first: str, slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    later = payload("message_im", {**OPENED, "event.ts": "1790000901.1"})
    async with welcoming(slack, decider, tmp_path) as bot:
        await take(bot, FIRST_STEPS[first], *FIRST_STEPS.values(), later)
    assert len(welcomes(slack, DIRECT)) == 1
    assert "oubliez-moi" in welcomes(slack, DIRECT)[0]


async def test_the_first_message_has_its_answer_first(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    async with welcoming(slack, decider, tmp_path) as bot:
        await take(bot, payload("message_im", {**OPENED, "event.text": "which licence for our data?"}))
    answer, welcome = (said(one) for one in slack.messages(DIRECT))
    assert "licence for data" in answer
    assert "I am Passeur" in welcome


async def test_who_names_the_bot_in_a_channel_is_not_written_to(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    async with welcoming(slack, decider, tmp_path) as bot:
        await take(bot, payload("app_mention"))
    assert (len(slack.messages(CHANNEL)), slack.messages(DIRECT)) == (1, [])


async def test_that_they_met_is_exported_and_forgotten(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    def click(intent: Any, number: int) -> dict[str, Any]:
        pressed = dict(zip(("actions.0.action_id", "actions.0.value"), encode(intent), strict=True))
        where = {"container.channel_id": DIRECT, "channel.id": DIRECT, "actions.0.action_ts": f"{number}.1"}
        return payload("block_actions_message", {**where, **pressed, "trigger_id": f"1.{number}"})

    async with welcoming(slack, decider, tmp_path) as bot:
        await take(bot, FIRST_STEPS["writing"], click(ShowMyData(language="fr"), 1))
        assert "welcomed" in json.loads(list(slack.uploads.values())[-1])["welcome"]
        await take(bot, click(ForgetMe(language="fr", sure=True), 2))
        assert len(welcomes(slack, DIRECT)) == 1
        await take(bot, payload("message_im", {**OPENED, "event.ts": "1790000902.1"}))
    assert len(welcomes(slack, DIRECT)) == 2


async def test_forgetting_by_a_yes_is_not_followed_by_a_welcome(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    async with welcoming(slack, decider, tmp_path) as bot:
        for number, text in enumerate(("bonjour", "oubliez-moi", "oui")):
            await take(bot, payload("message_im", {**OPENED, "event.text": text, "event.ts": f"179000091{number}.1"}))
    assert "je ne garde plus rien" in said(slack.messages(DIRECT)[-1])


async def test_a_channel_is_welcomed_once(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    async with welcoming(slack, decider, tmp_path) as bot:
        await take(bot, payload("member_joined_channel"), JOINED, JOINED)
    assert len(welcomes(slack, CHANNEL)) == 1
    assert "Nommez-moi" in welcomes(slack, CHANNEL)[0]
    assert "thread_ts" not in slack.messages(CHANNEL)[0]


async def test_a_help_channel_hears_that_it_is_one(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    policy = {"listens": "questions", "replies": "private"}
    async with welcoming(slack, with_policy(decider, policy), tmp_path) as bot:
        await take(bot, JOINED)
    assert "comme d’habitude" in welcomes(slack, CHANNEL)[0]
    assert "à vous seul" in welcomes(slack, CHANNEL)[0]


async def test_a_channel_that_may_not_be_written_to_is_left_in_peace(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    slack.fault("chat.postMessage", "error:restricted_action")
    async with welcoming(slack, decider, tmp_path) as bot:
        await take(bot, JOINED)
    assert (slack.messages(CHANNEL), slack.messages(DIRECT)) == ([], [])


async def test_nobody_is_welcomed_where_the_operator_says_so(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3", passeur_welcome=False)
    async with http_bot(settings, decider) as bot:
        await take(bot, JOINED, *FIRST_STEPS.values())
    assert welcomes(slack, CHANNEL) == welcomes(slack, DIRECT) == []


async def test_a_guest_who_may_have_nothing_is_not_welcomed(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    slack.workspace.facts["U0CHAMPION"] = {"is_restricted": True}
    settings = settings_for(slack, f"sqlite:///{tmp_path}/p.sqlite3", passeur_welcome=True, passeur_guests="none")
    async with http_bot(settings, decider) as bot:
        await take(bot, *FIRST_STEPS.values())
    assert welcomes(slack, DIRECT) == []
