"""Messages of a request come in the order of what happened, and none of a request that is over has a live button."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.features.answering.decide import Decider
from bot.features.introductions.states import State
from tests.double import SlackDouble
from tests.introductions.test_slack import ASKER, JURIST, Clock, asked, by, later, states, submit, timed, words
from tests.signed import payload
from tests.slack.bots import HttpBot
from tests.slack.test_listeners import CHANNEL, click, mentioned, said

CASES = yaml.safe_load((Path(__file__).parent / "cards.yaml").read_text(encoding="utf-8"))
ABOUT_A_REQUEST = re.compile(r'"action_id": "passeur:(introduction|need)[:"]')
GOING_ON = re.compile(r"C’est parti|Je demande maintenant")
OVER = re.compile(r"plus personne à solliciter|je n’ai personne à solliciter")
REFUSED = {
    "deleted": {"deleted": True},
    "a guest": {"is_restricted": True},
    "a guest of one channel": {"is_ultra_restricted": True},
    "a bot": {"is_bot": True},
    "of another organisation": {"team_id": "T0PARTNER"},
}
ERRORS = ("user_disabled", "account_inactive", "user_not_found", "channel_not_found", "restricted_action")


def live(messages: list[dict[str, Any]]) -> list[str]:
    """The messages that have a button about a request."""
    return [said(message) for message in messages if ABOUT_A_REQUEST.search(json.dumps(message))]


async def do(what: str, bot: HttpBot, slack: SlackDouble, clock: Clock) -> None:
    first, own = slack.messages(JURIST)[:1], slack.messages(ASKER)[:1]
    match what:
        case "yes":
            await bot.take(by("U0JURIST", slack.messages(JURIST)[-1], "Oui"))
        case "yes again":
            again = {"actions.0.action_ts": "1790000900.1", "trigger_id": "2.1"}
            as_it_was = {**slack.messages(JURIST)[0], "blocks": clicked_before}
            await bot.take(by("U0JURIST", as_it_was, "Oui", **again))
        case "no":
            await bot.take(by("U0JURIST", first[0], "Non"))
            await slack.until(lambda: slack.calls[-1].method == "views.open")
            form = {"words": words("Pas le temps.")}
            await bot.take(submit(slack.workspace.surfaces.modals[-1], form, **{"user.id": "U0JURIST"}))
        case "withdraw":
            await bot.take(by("U0CHAMPION", own[0], "Retirer"))
        case "expire":
            await later(bot, clock, 3)
            await later(bot, clock, 9)
        case "deleted":
            slack.workspace.posts[JURIST].clear()
            await later(bot, clock, 3.5)
        case "asker deleted":
            slack.workspace.posts[ASKER].clear()
        case "forget":
            url = slack.response_url(CHANNEL, "U0CHAMPION")
            await bot.take(payload("slash_command", {"text": "oublie-moi", "trigger_id": "1.5", "response_url": url}))
            await slack.until(lambda: len(slack.responses(url)) == 1)
            sure = slack.responses(url)[0]
            await bot.take(click(sure, "Oui, tout effacer", listener="block_actions_ephemeral", response_url=url))
        case "no group":
            slack.fault("conversations.open", "error:restricted_action", times=3)
    await bot.running.delivery.idle()
    await bot.running.delivery.work_off()


clicked_before: list[dict[str, Any]] = []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
async def test_a_card_says_what_became_of_it(
    slack: SlackDouble, database_url: str, decider: Decider, case: dict[str, Any]
) -> None:
    async with timed(slack, database_url, decider) as (bot, clock):
        await asked(bot, slack)
        await bot.running.delivery.idle()
        clicked_before[:] = slack.messages(JURIST)[0]["blocks"]
        assert len(live(slack.messages(JURIST))) == len(live(slack.messages(ASKER))) == 1
        for what in case["do"]:
            await do({True: "yes", False: "no"}.get(what, what), bot, slack, clock)  # YAML's own yes and no
        assert live([*slack.messages(JURIST), *slack.messages(ASKER)]) == []
        read = {"mentor": slack.messages(JURIST)[:1], "asker": slack.messages(ASKER)[:1]}
        read["last"] = slack.messages(ASKER)[-1:]
        for who in set(read) & set(case):
            assert re.search(case[who], said(read[who][0])), (who, said(read[who][0]))
        for group in slack.workspace.groups:
            link = f"app_redirect?channel={group}"
            assert link in json.dumps(slack.messages(ASKER)), "the asker is led to the conversation"


async def test_a_question_and_a_day_leave_one_card_that_can_be_answered(
    slack: SlackDouble, database_url: str, decider: Decider
) -> None:
    async with timed(slack, database_url, decider) as (bot, _):
        await asked(bot, slack)
        await bot.take(by("U0JURIST", slack.messages(JURIST)[0], "En savoir plus"))
        await slack.until(lambda: slack.calls[-1].method == "views.open")
        form = {"words": words("Combien ?")}
        await bot.take(submit(slack.workspace.surfaces.modals[-1], form, **{"user.id": "U0JURIST"}))
        await bot.running.delivery.idle()
        assert "Vous avez posé une question" in said(slack.messages(JURIST)[0])
        [mine] = live(slack.messages(JURIST))
        assert "Votre question est transmise" in mine
        question = next(message for message in slack.messages(ASKER) if "Combien ?" in said(message))
        await bot.take(by("U0CHAMPION", question, "Répondre"))
        await slack.until(lambda: slack.calls[-1].method == "views.open")
        await bot.take(submit(slack.workspace.surfaces.modals[-1], {"words": words("Trois.")}))
        await bot.running.delivery.idle()
        [mine] = live(slack.messages(JURIST))
        assert "Trois." in mine
        assert len(live(slack.messages(ASKER))) == 1
        await bot.take(by("U0JURIST", slack.messages(JURIST)[-1], "Oui", trigger_id="3.1"))
        await slack.until(lambda: bool(slack.workspace.groups))
        await bot.running.delivery.idle()
        assert live([*slack.messages(JURIST), *slack.messages(ASKER)]) == []


def in_order(slack: SlackDouble) -> None:
    """By the words with which each message came, for its card may have changed since."""
    posted = {_key(call): said(call) for call in slack.called("chat.postMessage")}
    told = [posted[_key(message)] for message in slack.messages(ASKER)]
    ends = [place for place, text in enumerate(told) if OVER.search(text)]
    goes_on = [place for place, text in enumerate(told) if GOING_ON.search(text)]
    assert len(ends) == 1, told
    assert all(place < ends[0] for place in goes_on), told
    assert live(slack.messages(ASKER)) == []


def _key(message: dict[str, Any]) -> str:
    return str(message["metadata"]["event_payload"]["key"])


@pytest.mark.parametrize("slow", [0, 1, 3], ids=lambda times: f"{times} failures of Slack")
@pytest.mark.parametrize("facts", tuple(REFUSED.values()), ids=list(REFUSED))
async def test_a_mentor_who_can_not_be_introduced(
    slack: SlackDouble, database_url: str, decider: Decider, facts: dict[str, Any], slow: int
) -> None:
    """What the asker reads keeps its order also when its first message is tried several times."""
    slack.workspace.facts["U0JURIST"] = facts
    async with timed(slack, database_url, decider) as (bot, clock):
        await _asked_of_nobody(bot, slack, clock, "500", slow)
        assert await states(bot) == [State.CLOSED]
        assert not slack.messages(JURIST)
        in_order(slack)


async def _asked_of_nobody(bot: HttpBot, slack: SlackDouble, clock: Clock, fault: str, failures: int) -> None:
    message = await mentioned(bot, slack)
    await bot.take(click(message, "Parler à un mentor"))
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    await bot.take(click(slack.messages(CHANNEL)[1], "Me présenter", trigger_id="1.3"))
    await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)
    slack.fault("chat.postMessage", fault, times=failures)
    await bot.take(submit(slack.workspace.surfaces.modals[-1], {"note": words("Nos horaires.")}))
    await bot.running.delivery.idle()
    for _ in range(2 + 2 * failures):
        await later(bot, clock, 0.01)


@pytest.mark.parametrize("error", ERRORS)
async def test_a_mentor_whom_slack_refuses(slack: SlackDouble, database_url: str, decider: Decider, error: str) -> None:
    async with timed(slack, database_url, decider) as (bot, clock):
        await _asked_of_nobody(bot, slack, clock, f"error:{error}", 1)
        assert await states(bot) == [State.CLOSED]
        in_order(slack)


async def test_the_first_mentor_is_gone_and_the_second_is_asked(
    slack: SlackDouble, database_url: str, decider: Decider
) -> None:
    slack.workspace.departed.add("U0JURIST")
    async with timed(slack, database_url, decider) as (bot, clock):
        await bot.take(payload("app_mention", {"event.text": "<@U0PASSEUR> je cherche un mentor"}))
        await slack.until(lambda: len(slack.messages(CHANNEL)) == 1)
        slack.messages(CHANNEL).insert(0, {"blocks": []})
        await bot.take(click(slack.messages(CHANNEL)[1], "Me présenter", trigger_id="1.3"))
        await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)
        slack.fault("chat.postMessage", "500")
        await bot.take(submit(slack.workspace.surfaces.modals[-1], {"note": words("Nos horaires.")}))
        await bot.running.delivery.idle()
        for _ in range(4):
            await later(bot, clock, 0.01)
        told = [said(message) for message in slack.messages(ASKER)]
        assert all("la suite est plus bas" in text for text in told[:-1]), told
        assert "Je ne peux plus joindre" in told[-1]
        assert "Mentor atelier" in told[-1]
        assert live(slack.messages(ASKER)) == told[-1:]
        assert "Nos horaires." in said(slack.messages("D0MENTOR")[0])
