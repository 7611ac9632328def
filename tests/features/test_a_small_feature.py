"""A feature of one folder works wherever Passeur's own do: in Slack, in a terminal, in my data and in forget me."""

import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from rich.console import Console

from bot.cli.chat import Conversation
from bot.features.answering.decide import Decider
from bot.features.feature import FeatureContext, FeatureTable
from bot.features.outgoing import Outgoing, restored, stored
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.features.recipients import SlackPlace
from bot.features.table import FEATURES
from bot.messages.buttons import encode
from bot.messages.render import Renderer
from bot.transports.slack.calls import ApiCall, call_for
from tests.double import SlackDouble
from tests.features.small.feature import FEATURE, begun
from tests.features.small.intents import NewIdea
from tests.features.small.replies import IdeaBox, IdeaKept
from tests.introductions.test_slack import submit, words
from tests.signed import payload
from tests.slack.bots import Bot, over
from tests.slack.test_listeners import DIRECT, button, said

WITH_IDEAS = FeatureTable((*FEATURES.features, FEATURE))
IDEA = "Un atelier sur les licences <ouvertes> & libres"
AS_SENT = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})
WHERE = {"container.channel_id": DIRECT, "channel.id": DIRECT}
AUTHOR = {"event.user": "U0CHAMPION", "event.channel": DIRECT}


@pytest_asyncio.fixture(params=["http", "socket"])
async def slack_and_bot(
    request: pytest.FixtureRequest, decider: Decider, tmp_path: Path
) -> AsyncIterator[tuple[SlackDouble, Bot]]:
    """The bot with one feature more, over each transport."""
    async with over(request.param, decider, tmp_path, WITH_IDEAS) as both:
        yield both


def clicked(value: tuple[str, str], number: int) -> dict[str, Any]:
    pressed = {"actions.0.action_id": value[0], "actions.0.value": value[1], "actions.0.action_ts": f"{number}.1"}
    return payload("block_actions_message", {**WHERE, **pressed, "trigger_id": f"1.{number}"})


async def told(slack: SlackDouble, count: int) -> str:
    await slack.until(lambda: len(slack.messages(DIRECT)) == count)
    return said(slack.messages(DIRECT)[-1])


async def test_it_works_in_slack_from_its_words_to_what_is_forgotten(slack_and_bot: tuple[SlackDouble, Bot]) -> None:
    slack, bot = slack_and_bot
    await bot.take(payload("message_im", {**AUTHOR, "event.text": "Boîte à idées"}))
    assert "Une idée ? Dites-la ici" in (await told(slack, 1)).replace("\u202f", " ").replace("\u00a0", " ")
    pressed = button(slack.messages(DIRECT)[0], "Proposer une idée")
    await bot.take(clicked((pressed["action_id"], pressed["value"]), 1))
    await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)
    form = slack.workspace.surfaces.modals[0]

    wrong = await bot.acknowledged(submit(form, {"idea": words("Bof")}))
    assert wrong["response_action"] == "errors"
    assert "dix caractères" in wrong["errors"]["idea"]
    second = await bot.acknowledged(submit(form, {"idea": words(IDEA.translate(AS_SENT))}))
    slack.judge_ack(second)
    assert second["response_action"] == "update"
    assert "&lt;ouvertes&gt; &amp; libres" in second["view"]["blocks"][0]["text"]["text"]
    assert len(slack.messages(DIRECT)) == 1  # nothing is said or stored of a step

    choice = {"type": "static_select", "selected_option": {"value": "everybody"}}
    assert await bot.acknowledged(submit(second["view"], {"audience": choice})) == {}
    assert "pour tous" in await told(slack, 2)

    await bot.take(clicked(encode(ShowMyData(language="fr")), 2))
    await slack.until(lambda: len(slack.files) == 1)
    await bot.running.delivery.idle()
    assert json.loads(uploaded(slack))["ideas"] == {"1": {"idea": IDEA, "audience": "everybody"}}

    await bot.take(clicked(encode(ForgetMe(language="fr", sure=True)), 3))
    await told(slack, 3)
    await bot.take(clicked(encode(ShowMyData(language="fr")), 4))
    await slack.until(lambda: len(slack.files) == 2)
    assert "ideas" not in json.loads(uploaded(slack))


async def test_who_may_not_have_it_sees_no_further_step(slack_and_bot: tuple[SlackDouble, Bot]) -> None:
    """A guest who sends a form that was a colleague's hears that it is not for them, and nothing of the form."""
    slack, bot = slack_and_bot
    slack.workspace.facts["U0JURIST"] = {"is_restricted": True}
    await bot.take(clicked(encode(NewIdea(language="fr")), 1))
    await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)
    form = slack.workspace.surfaces.modals[0]
    for number, text in enumerate(("Bof", IDEA), 1):
        answer = await bot.acknowledged(submit(form, {"idea": words(text)}, **{"user.id": "U0JURIST"}))
        assert answer == {}
        await slack.until(lambda count=number: len(slack.messages("D0JURIST")) == count)
    assert "idée" not in json.dumps(slack.messages("D0JURIST"), ensure_ascii=False)


def uploaded(slack: SlackDouble) -> str:
    return list(slack.uploads.values())[-1].decode()


def test_it_works_in_a_terminal(decider: Decider, monkeypatch: Any) -> None:
    """Its fields are asked for one by one."""
    typed = iter(["Bof", IDEA, "2"])
    console = Console(file=io.StringIO(), width=200)
    monkeypatch.setattr(console, "input", lambda prompt: next(typed))
    talk = Conversation(decider, Renderer(decider.knowledge, features=WITH_IDEAS), console, None)
    assert "Proposer une idée" in talk.turn("boîte à idées")
    assert "pour tous" in talk.turn("1")
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert "dix caractères" in printed
    assert "1 = L’équipe, 2 = Tous" in printed
    assert "Vous avez laissé 1 idée" in talk.turn("boîte à idées")


def test_its_replies_are_stored_and_read_by_its_table(decider: Decider) -> None:
    """Also its form, which a message without a trigger can't show."""
    form = begun(NewIdea(language="fr"), FeatureContext("U0CHAMPION", datetime.now(UTC))).replies[0]
    place = SlackPlace(surface="message", team="T0EXAMPLE", user="U0CHAMPION", channel=DIRECT)
    for reply in (IdeaBox("fr", 1), IdeaKept("fr", IDEA, "team"), form):
        assert restored(stored(Outgoing(reply, place)), WITH_IDEAS) == Outgoing(reply, place)
    call = call_for(Outgoing(form, place), Renderer(decider.knowledge, features=WITH_IDEAS))
    assert isinstance(call, ApiCall)
    assert "input" not in {block["type"] for block in call.arguments["blocks"]}
