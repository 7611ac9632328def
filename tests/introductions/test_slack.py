"""Introductions through the real bot and a double of Slack: what both people see, once, whatever breaks."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.features.answering.decide import Decider
from bot.features.introductions.states import State
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import Bot, HttpBot, http_bot, settings_for
from tests.slack.test_listeners import CHANNEL, click, mentioned, said

ASKER, JURIST = "D0CHAMPION", "D0JURIST"
NOTE = "Nous voudrions publier nos horaires, et hésitons sur la licence."


def submit(view: dict[str, Any], values: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The form as a person sends it: each field under its block's and its element's name."""
    state = {name: {name: value} for name, value in values.items()}
    return payload(
        "view_submission",
        {
            "view.callback_id": view["callback_id"],
            "view.private_metadata": view["private_metadata"],
            "view.state": {"values": state},
            "view.id": f"V0{len(changes)}{abs(hash(str(state)))}",
            **changes,
        },
    )


def words(text: str) -> dict[str, str]:
    return {"type": "plain_text_input", "value": text}


async def asked(bot: Bot, slack: SlackDouble) -> None:
    """A champion asks for a mentor, and writes the note."""
    message = await mentioned(bot, slack)
    await bot.take(click(message, "Parler à un mentor"))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    await bot.take(click(slack.messages(CHANNEL)[1], "Me présenter", trigger_id="1.3"))
    await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)
    await bot.take(submit(slack.workspace.surfaces.modals[-1], {"note": words(NOTE)}))
    await slack.until(lambda: bool(slack.messages(JURIST)) and bool(slack.messages(ASKER)))


def by(user: str, message: dict[str, Any], label: str, **changes: Any) -> dict[str, Any]:
    """A click of this person in their direct message."""
    channel = "D" + user[1:]
    where = {"user.id": user, "container.channel_id": channel, "channel.id": channel, "trigger_id": f"1.{label}"}
    return click(message, label, **{**where, **changes})


async def test_both_are_introduced_once_they_both_said_yes(bot: Bot, slack: SlackDouble) -> None:
    await asked(bot, slack)
    request, progress = slack.messages(JURIST)[0], slack.messages(ASKER)[0]
    assert NOTE in said(request)
    assert "U0CHAMPION" not in json.dumps(request)
    assert "U0JURIST" not in json.dumps(progress)
    assert "U0JURIST" not in json.dumps(slack.messages(CHANNEL))
    yes = by("U0JURIST", request, "Oui")
    await bot.take(yes)
    await bot.take(yes, retry=1)
    await slack.until(lambda: bool(slack.workspace.groups))
    (group,) = slack.workspace.groups
    await slack.until(lambda: len(slack.messages(group)) == 1)
    await bot.running.delivery.idle()
    both = said(slack.messages(group)[0])
    assert "<@U0CHAMPION>" in both
    assert "<@U0JURIST>" in both
    assert NOTE in both
    assert slack.workspace.groups[group] == ["U0CHAMPION", "U0JURIST"]
    assert len(slack.messages(group)) == 1


async def test_a_mentor_says_no_in_a_form_and_the_reason_is_told_to_nobody(bot: Bot, slack: SlackDouble) -> None:
    await asked(bot, slack)
    await bot.take(by("U0JURIST", slack.messages(JURIST)[0], "Non"))
    await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1 and "views.open" in slack.calls[-1].method)
    view = slack.workspace.surfaces.modals[-1]
    await bot.take(submit(view, {"words": words("Pas envie.")}, **{"user.id": "U0JURIST"}))
    await slack.until(lambda: len(slack.messages(ASKER)) == 2)
    assert "Pas envie." not in json.dumps([slack.messages(place) for place in slack.workspace.posts])
    assert not slack.workspace.groups


async def test_a_question_goes_to_the_asker_and_its_reply_back(bot: Bot, slack: SlackDouble) -> None:
    await asked(bot, slack)
    await bot.take(by("U0JURIST", slack.messages(JURIST)[0], "En savoir plus"))
    await slack.until(lambda: slack.calls[-1].method == "views.open")
    form = {"words": words("Combien de jeux de données ?")}
    await bot.take(submit(slack.workspace.surfaces.modals[-1], form, **{"user.id": "U0JURIST"}))
    await slack.until(lambda: any("Combien de jeux" in said(message) for message in slack.messages(ASKER)))
    question = next(message for message in slack.messages(ASKER) if "Combien de jeux" in said(message))
    await bot.take(by("U0CHAMPION", question, "Répondre"))
    await slack.until(lambda: slack.calls[-1].method == "views.open")
    await bot.take(submit(slack.workspace.surfaces.modals[-1], {"words": words("Trois, à peu près.")}))
    await slack.until(lambda: any("Trois, à peu près." in said(message) for message in slack.messages(JURIST)))


async def test_a_mentor_who_left_is_not_written_to_and_the_asker_hears_it(bot: Bot, slack: SlackDouble) -> None:
    slack.workspace.departed.add("U0JURIST")
    message = await mentioned(bot, slack)
    await bot.take(click(message, "Parler à un mentor"))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    await bot.take(click(slack.messages(CHANNEL)[1], "Me présenter", trigger_id="1.3"))
    await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)
    await bot.take(submit(slack.workspace.surfaces.modals[-1], {"note": words(NOTE)}))
    await slack.until(lambda: len(slack.messages(ASKER)) >= 2)
    assert not slack.messages(JURIST)


async def test_a_stranger_s_click_changes_nothing(bot: Bot, slack: SlackDouble) -> None:
    await asked(bot, slack)
    await bot.take(by("U0DEVELOPER", slack.messages(JURIST)[0], "Oui"))
    await slack.until(lambda: bool(slack.messages("D0DEVELOPER")))
    assert not slack.workspace.groups


async def test_my_data_is_a_private_file_and_forgetting_ends_all(bot: Bot, slack: SlackDouble) -> None:
    await asked(bot, slack)
    await bot.take(payload("slash_command", {"text": "mes données"}))
    await slack.until(lambda: len(slack.files) == 1)
    kept = json.loads(next(iter(slack.uploads.values())))
    assert kept["needs"][0]["note"] == NOTE
    assert slack.files[0]["channel_id"] == ASKER
    url = slack.response_url(CHANNEL, "U0CHAMPION")
    await bot.take(payload("slash_command", {"text": "oublie-moi", "trigger_id": "1.5", "response_url": url}))
    await slack.until(lambda: len(slack.responses(url)) == 1)
    sure = slack.responses(url)[0]
    await bot.take(click(sure, "Oui, tout effacer", listener="block_actions_ephemeral", response_url=url))
    await slack.until(lambda: len(slack.responses(url)) == 2)
    await slack.until(lambda: len(slack.messages(JURIST)) == 2)
    async with bot.running.store.transaction() as transaction:
        assert NOTE not in str([need.note for need in await transaction.registry.needs()])


class Clock:
    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2026-11-23T09:00:00+00:00")

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def timed(slack: SlackDouble, url: str, decider: Decider) -> AsyncIterator[tuple[HttpBot, Clock]]:
    """The bot on this database, with a clock that can be moved."""
    clock = Clock()
    async with http_bot(settings_for(slack, url), decider) as bot:
        delivery = bot.running.delivery
        delivery.now = clock
        yield bot, clock


async def later(bot: HttpBot, clock: Clock, days: float) -> None:
    clock.now += timedelta(days=days)
    await bot.running.delivery.work_off()
    await bot.running.delivery.idle()


async def states(bot: HttpBot) -> list[State]:
    async with bot.running.store.transaction() as transaction:
        return [one.state for one, _ in await transaction.registry.everything()]


@pytest.mark.parametrize("slow", [False, True], ids=["slack answers", "slack limits"])
async def test_no_answer_a_reminder_then_an_end(
    slack: SlackDouble, database_url: str, decider: Decider, slow: bool
) -> None:
    """On SQLite and on PostgreSQL alike."""
    async with timed(slack, database_url, decider) as (bot, clock):
        await asked(bot, slack)
        if slow:
            slack.fault("chat.postMessage", 429, retry_after="1")
        await later(bot, clock, 3)
        await later(bot, clock, 0.1)
        assert len(slack.messages(JURIST)) == 2
        await later(bot, clock, 8)
        assert await states(bot) == [State.EXPIRED]
        assert len(slack.messages(ASKER)) == 2
        await later(bot, clock, 100)
        assert len(slack.messages(JURIST)) == 2


async def test_did_you_meet_is_asked_and_can_be_changed(
    slack: SlackDouble, database_url: str, decider: Decider
) -> None:
    async with timed(slack, database_url, decider) as (bot, clock):
        await asked(bot, slack)
        await bot.take(by("U0JURIST", slack.messages(JURIST)[0], "Oui"))
        await slack.until(lambda: bool(slack.workspace.groups))
        await later(bot, clock, 20)
        question = slack.messages(ASKER)[-1]
        assert await states(bot) == [State.MEETING]
        await bot.take(by("U0CHAMPION", question, "Pas encore"))
        await bot.running.delivery.idle()
        assert await states(bot) == [State.NOT_MET]
        await bot.take(by("U0CHAMPION", question, "Oui", **{"actions.0.action_ts": "1790000900.1"}))
        await bot.running.delivery.idle()
        assert await states(bot) == [State.MET]
