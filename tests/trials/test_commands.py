"""Commands in plain words: where they are said, what follows, and who sees it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.features.answering.decide import Decider
from bot.features.answering.decision import Access, Asker
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import Answer
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.features.table import FEATURES
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import Bot
from tests.slack.test_listeners import CHANNEL, THREAD, button, click, mentioned, said

CASES = yaml.safe_load((Path(__file__).parent / "commands.yaml").read_text(encoding="utf-8"))
DIRECT = {"event.channel": "D0CHAMPION", "event.user": "U0CHAMPION"}
SURE, DONE = "Voulez-vous que je vous oublie", "C'est fait"
PLACES: dict[str, tuple[str, dict[str, Any]]] = {
    "direct message": ("message_im", DIRECT),
    "thread of a direct message": ("message_im", {**DIRECT, "event.thread_ts": "1790000090.000100"}),
    "mention": ("app_mention", {"event.ts": "1790000120.000100"}),
    "mention in a thread": ("app_mention", {"event.ts": "1790000120.000100", "event.thread_ts": THREAD}),
    "thread without the name": ("message_in_thread", {"event.ts": "1790000120.000100"}),
}
PUBLIC = [place for place in PLACES if "direct" not in place]


def kind(text: str) -> str | None:
    command = FEATURES.commands.read(text)
    return command.kind if command else None


@pytest.mark.parametrize(("text", "does"), [(text, does) for does, texts in CASES.items() for text in texts])
def test_words_are_a_command_or_none(text: str, does: str) -> None:
    assert kind(text) == (None if does == "none" else does)


async def say(bot: Bot, slack: SlackDouble, place: str, text: str) -> None:
    """In a thread that is there, after an answer to everybody."""
    listener, where = PLACES[place]
    if "thread" in place and place in PUBLIC:
        await mentioned(bot, slack)
    named = "<@U0PASSEUR> " if listener == "app_mention" else ""
    event = payload(listener, {name: value for name, value in where.items() if name != "event.thread_ts"})
    event["event"] |= {"text": named + text} | (
        {"thread_ts": where["event.thread_ts"]} if "event.thread_ts" in where else {}
    )
    await bot.take(event)


def seen(slack: SlackDouble) -> list[dict[str, Any]]:
    """What the person alone sees: in their direct message, and privately in the channel."""
    return [*slack.messages("D0CHAMPION"), *slack.workspace.ephemeral]


def plain(text: str) -> str:
    return re.sub(r"\s", " ", text).replace("’", "'")


@pytest.mark.parametrize("place", PLACES)
async def test_forget_me_is_confirmed_in_private_then_done(bot: Bot, slack: SlackDouble, place: str) -> None:
    await say(bot, slack, place, "oublie-moi stp")
    await slack.until(lambda: len(seen(slack)) == 1)
    sure = seen(slack)[0]
    assert SURE in plain(said(sure))
    assert [SURE in plain(said(message)) for message in slack.messages(CHANNEL)] == [False] * ("thread" in place) * (
        place in PUBLIC
    )
    # A private note in a thread that isn't there yet is shown to nobody.
    assert ("thread_ts" in sure) == ("thread" in place)
    listener = "block_actions_ephemeral" if place in PUBLIC else "block_actions_message"
    url = slack.response_url(CHANNEL, "U0CHAMPION")
    where = (
        {"response_url": url} if place in PUBLIC else {"container.channel_id": "D0CHAMPION", "channel.id": "D0CHAMPION"}
    )
    await bot.take(click(sure, "Oui, tout effacer", listener=listener, **where))
    await slack.until(lambda: len(seen(slack)) == 2)
    assert any(DONE in plain(said(message)) for message in seen(slack))
    assert not any(DONE in plain(said(message)) for message in slack.messages(CHANNEL))


@pytest.mark.parametrize("place", PLACES)
async def test_my_data_come_as_a_file_in_the_direct_message(bot: Bot, slack: SlackDouble, place: str) -> None:
    await say(bot, slack, place, "quelles données as-tu sur moi ?")
    await slack.until(lambda: len(slack.files) == 1)
    assert slack.files[0]["channel_id"] == "D0CHAMPION"


@pytest.mark.parametrize("place", PLACES)
async def test_my_requests_are_shown_to_the_person_alone(bot: Bot, slack: SlackDouble, place: str) -> None:
    await say(bot, slack, place, "mes demandes")
    await slack.until(lambda: len(seen(slack)) == 1)
    assert "aucune demande" in said(seen(slack)[0])


@pytest.mark.parametrize("text", ["devenir mentor", "become a mentor"])
async def test_a_message_that_can_open_no_form_gets_its_button(bot: Bot, slack: SlackDouble, text: str) -> None:
    await say(bot, slack, "direct message", text)
    await slack.until(lambda: len(seen(slack)) == 1)
    label = "Devenir mentor" if text == "devenir mentor" else "Become a mentor"
    where = {"container.channel_id": "D0CHAMPION", "channel.id": "D0CHAMPION", "trigger_id": "1.7"}
    await bot.take(click(seen(slack)[0], label, **where))
    await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)


async def test_yes_confirms_right_after_the_question_and_no_later(bot: Bot, slack: SlackDouble) -> None:
    for place, text in enumerate(("oublie-moi", "merci", "oui", "oublie-moi", "oui")):
        await bot.take(payload("message_im", {**DIRECT, "event.text": text, "event.ts": f"17900002{place}0.000100"}))
        await slack.until(lambda place=place: len(seen(slack)) == place + 1)
    assert [DONE in plain(said(message)) for message in seen(slack)] == [False, False, False, False, True]


async def test_somebody_else_s_yes_erases_nothing(bot: Bot, slack: SlackDouble) -> None:
    await say(bot, slack, "mention in a thread", "oublie-moi")
    await slack.until(lambda: len(slack.workspace.ephemeral) == 1)
    other = {"event.user": "U0JURIST", "event.text": "<@U0PASSEUR> oui", "event.ts": "1790000140.000100"}
    event = payload("app_mention", other)
    event["event"]["thread_ts"] = THREAD
    await bot.take(event)
    await slack.until(lambda: len(slack.messages(CHANNEL)) == 2)
    told = [*slack.messages(CHANNEL), *slack.workspace.ephemeral, *slack.messages("D0JURIST")]
    assert not any(DONE in plain(said(message)) for message in told)


async def test_somebody_else_s_words_are_nobody_s_command(bot: Bot, slack: SlackDouble) -> None:
    url = slack.response_url(CHANNEL, "U0CHAMPION")
    await bot.take(payload("message_action", {"response_url": url, "message.text": "oublie-moi"}))
    await slack.until(lambda: len(slack.responses(url)) == 1)
    assert SURE not in plain(said(slack.responses(url)[0]))


@pytest.mark.parametrize(
    "text",
    ["que gardes-tu de mes questions ?", "comment effacer ce que j'ai écrit à Passeur", "droit à l'oubli passeur"],
)
async def test_a_question_about_it_gets_the_text_its_commands_and_buttons(
    bot: Bot, slack: SlackDouble, text: str
) -> None:
    await say(bot, slack, "direct message", text)
    await slack.until(lambda: len(seen(slack)) == 1)
    words = plain(said(seen(slack)[0]))
    assert "« oublie-moi »" in words
    assert "demandes de mentor" in words
    button(seen(slack)[0], "Mes données")
    forget = {"container.channel_id": "D0CHAMPION", "channel.id": "D0CHAMPION"}
    await bot.take(click(seen(slack)[0], "Oubliez-moi", **forget))
    await slack.until(lambda: len(seen(slack)) == 2)
    assert SURE in plain(said(seen(slack)[1]))


@pytest.mark.parametrize("access", ["all", "answers", "shared", "unknown", "none"])
@pytest.mark.parametrize(("text", "asks"), [("oublie-moi", ForgetMe), ("quelles données as-tu sur moi ?", ShowMyData)])
def test_whoever_somebody_is_their_own_is_theirs(decider: Decider, access: Access, text: str, asks: type) -> None:
    decision = decider.decide(Question(text=text), Memory(), Asker(user="U0GUEST", access=access))
    assert isinstance(decision.ask, asks)


def test_a_guest_is_not_invited_to_be_a_mentor(decider: Decider) -> None:
    for access, answered in (("all", True), ("answers", False), ("unknown", False), ("none", False)):
        asker = Asker(user="U0GUEST", access=access)  # type: ignore[arg-type]
        decision = decider.decide(Question(text="devenir mentor"), Memory(), asker)
        assert any(isinstance(reply, Answer) for reply in decision.replies) is answered


async def test_the_command_takes_the_same_words(bot: Bot, slack: SlackDouble) -> None:
    for place, text in enumerate(("supprime mes données stp", "oubliez-moi", "mes demandes")):
        url = slack.response_url(CHANNEL, "U0CHAMPION")
        await bot.take(payload("slash_command", {"text": text, "trigger_id": f"1.{place}", "response_url": url}))
        await slack.until(lambda url=url: len(slack.responses(url)) == 1)
        assert (SURE in plain(said(slack.responses(url)[0]))) == (text != "mes demandes")


async def test_the_figures_are_the_maintainers_in_their_channel(bot: Bot, slack: SlackDouble) -> None:
    slack.workspace.channels["C0MAINTAINERS"] = True
    event = {"event.channel": "C0MAINTAINERS", "event.text": "<@U0PASSEUR> mentors", "event.ts": "1790000150.000100"}
    await bot.take(payload("app_mention", event))
    await slack.until(lambda: len(slack.workspace.ephemeral) == 1)
    assert "Mises en relation" in said(slack.workspace.ephemeral[0])
    assert not slack.messages("C0MAINTAINERS")
