"""A questionnaire in Slack: forms, the way back, stopping and going on, and what is done with the result."""

import json
from pathlib import Path
from typing import Any

from bot.features.answering.decide import Decider
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.features.questionnaires.intents import KeepResult, ShareResult, ShowResult, StartQuestionnaire
from tests.double import SlackDouble
from tests.questionnaires.conftest import NAME
from tests.questionnaires.person import CHANNEL, DIRECT, Person, asked
from tests.signed import payload
from tests.slack.bots import Bot, http_bot, settings_for
from tests.slack.test_listeners import button, said

START = StartQuestionnaire(language="fr", questionnaire=NAME)
Both = tuple[SlackDouble, Bot]


def heard(message: dict[str, Any]) -> str:
    return said(message).replace("\u00a0", " ").replace("\u202f", " ")


async def told(slack: SlackDouble, count: int = 1) -> dict[str, Any]:
    await slack.until(lambda: len(slack.messages(DIRECT)) == count)
    return slack.messages(DIRECT)[-1]


async def answered(person: Person, *values: str | tuple[str, ...]) -> None:
    for value in values:
        await person.answer(value)


async def test_question_by_question_to_the_result(slack_and_bot: Both) -> None:
    slack, bot = slack_and_bot
    person = Person(slack, bot)
    first = await person.open(START)
    assert "deux minutes" in asked(first)
    assert "Question 1 sur 4 au plus" in asked(first)
    assert "De quoi s’agit-il ?" in asked(first)
    assert first["blocks"][-1]["element"]["options"][-1]["text"]["text"] == "Je ne sais pas"
    await person.answer("software")
    assert "Question 2 sur 4_" in asked(person.view)
    await person.answer(("us",))
    wrong = await person.answer("beaucoup")
    assert wrong["errors"]["answer"].startswith("Écrivez un nombre entier")
    wrong = await person.answer("1 001")
    assert "entre 0 et 1000" in wrong["errors"]["answer"].replace("\u00a0", " ")
    await person.answer("12")
    assert person.view["submit"]["text"] == "Voir le résultat"
    assert await person.answer("") == {}
    result = heard(await told(slack))
    for words in ("Ouvrez-le", "vous avez tous les droits", "beaucoup s’en serviraient", "pas un conseil juridique"):
        assert words in result
    assert "Demandez d’abord" not in result


async def test_a_question_that_does_not_apply_is_not_asked(slack_and_bot: Both) -> None:
    slack, bot = slack_and_bot
    person = Person(slack, bot)
    await person.open(START)
    await answered(person, "data", ("us", "others"))
    assert "Question 3 sur 3" in asked(person.view)
    await person.answer("Que d'autres <s'en> servent & les corrigent")
    assert "Demandez d’abord" in heard(await told(slack))


async def test_the_way_back_keeps_what_was_answered(slack_and_bot: Both) -> None:
    slack, bot = slack_and_bot
    person = Person(slack, bot)
    await person.open(START)
    await answered(person, "software", ("us",))
    await bot.running.delivery.idle()
    back = await person.press("Question précédente")
    assert "Question 2 sur 4" in asked(back)
    chosen = next(block["element"] for block in back["blocks"] if block["type"] == "input")["initial_options"]
    assert [option["value"] for option in chosen] == ["us"]
    await bot.running.delivery.idle()
    await person.press("Question précédente")
    await person.answer("data")
    assert "Question 2 sur 3" in asked(person.view)
    await answered(person, ("us",), "")
    assert "Ouvrez-le" in heard(await told(slack))


async def test_who_closes_the_form_goes_on_where_they_stopped_also_after_a_restart(
    guide: Decider, slack: SlackDouble, tmp_path: Path
) -> None:
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    async with http_bot(settings, guide) as before:
        person = Person(slack, before)
        await person.open(START)
        await answered(person, "software", ("us",))
        await before.running.delivery.idle()
    async with http_bot(settings, guide) as after:
        person = Person(slack, after)
        form = await person.open(START)
        assert "Vous reprenez là où vous en étiez" in asked(form)
        assert "Question 3 sur 4" in asked(form)
        await answered(person, "3", "")
        assert "Ouvrez-le" in heard(await told(slack))
        form = await person.open(START)
        assert "Question 1 sur 4" in asked(form)
        await answered(person, "data")
        await after.running.delivery.idle()
        form = await person.press("Recommencer")
        assert "Question 1 sur 4" in asked(form)


async def test_in_a_channel_the_result_is_private_until_it_is_shared(slack_and_bot: Both) -> None:
    slack, bot = slack_and_bot
    person = Person(slack, bot)
    await person.open(START, "block_actions_ephemeral")
    await answered(person, "data", ("us",), "Servir à tous")
    await slack.until(lambda: len(slack.workspace.ephemeral) == 1)
    private = slack.workspace.ephemeral[0]
    assert (private["channel"], private["user"]) == (CHANNEL, "U0CHAMPION")
    assert slack.messages(CHANNEL) == []
    pressed = button(private, "Partager dans le canal")
    url = slack.response_url(CHANNEL, "U0CHAMPION")
    changes = {f"actions.0.{name}": value for name, value in pressed.items()}
    await bot.take(payload("block_actions_ephemeral", {**changes, "response_url": url}))
    await slack.until(lambda: len(slack.responses(url)) == 1)
    shared = slack.responses(url)[0]
    assert shared["response_type"] == "in_channel"
    assert "Ouvrez-le" in heard(shared)
    assert "<@U0CHAMPION>" in heard(shared)
    assert "Servir à tous" not in json.dumps(shared, ensure_ascii=False)


async def test_the_result_is_kept_as_markdown_with_the_files_to_begin_with(slack_and_bot: Both) -> None:
    slack, bot = slack_and_bot
    person = Person(slack, bot)
    await person.open(START)
    await answered(person, "software", ("us",), "12", "# Servir <à tous>")
    pressed = button(await told(slack), "Garder")
    await bot.take(
        payload(
            "block_actions_message",
            {"container.channel_id": DIRECT, "channel.id": DIRECT}
            | {f"actions.0.{name}": value for name, value in pressed.items()},
        )
    )
    await slack.until(lambda: len(slack.files) == 2)
    result, readme = (text.decode() for text in slack.uploads.values())
    assert result.startswith("# Ouvrir, ou pas encore\n")
    assert "- **Combien d’équipes s’en serviraient" in result
    assert "\\# Servir \\<à tous\\>" in result
    assert readme.startswith("# Notre projet\n")


async def test_the_answers_go_into_the_note_to_a_mentor_which_can_be_changed(slack_and_bot: Both) -> None:
    slack, bot = slack_and_bot
    person = Person(slack, bot)
    await person.open(START)
    await answered(person, "software", ("others",), "", "Servir à tous")
    message = await told(slack)
    pressed = button(message, "En parler à un mentor")
    await bot.take(
        payload(
            "block_actions_message",
            {"container.channel_id": DIRECT, "channel.id": DIRECT, "trigger_id": "1.mentor"}
            | {f"actions.0.{name}": value for name, value in pressed.items()},
        )
    )
    await slack.until(lambda: len(slack.called("views.open")) == 2)
    form = slack.workspace.surfaces.modals[-1]
    note = next(block["element"] for block in form["blocks"] if block.get("block_id") == "note")
    assert "Servir à tous" in note["initial_value"]
    assert "Demandez d’abord" in note["initial_value"].replace("'", "’")
    assert note["type"] == "plain_text_input"
    assert len(slack.messages(DIRECT)) == 1  # nobody was asked yet


async def test_nobody_else_gets_what_a_persons_buttons_hold(slack_and_bot: Both) -> None:
    slack, bot = slack_and_bot
    person = Person(slack, bot)
    await person.open(START)
    await answered(person, "software", ("us",), "12", "Un secret")
    await told(slack)
    other = Person(slack, bot, "U0JURIST")
    common = {"language": "fr", "questionnaire": NAME, "result": 1}
    where = {"container.channel_id": "D0JURIST", "channel.id": "D0JURIST"}
    for number, intent in enumerate((ShowResult(**common), KeepResult(**common), ShareResult(**common)), 1):
        await other.click(intent, **where)
        await slack.until(lambda count=number: len(slack.messages("D0JURIST")) >= min(count, 2))
    await bot.running.delivery.idle()
    assert slack.files == []
    assert "Un secret" not in json.dumps(slack.messages("D0JURIST"), ensure_ascii=False)
    assert "n’est plus là" in heard(slack.messages("D0JURIST")[0])
    assert len(slack.messages(DIRECT)) == 1


async def test_it_is_in_my_data_and_forgotten_with_the_rest(slack_and_bot: Both) -> None:
    slack, bot = slack_and_bot
    person = Person(slack, bot)
    await person.open(START)
    await answered(person, "data", ("us",), "Servir à tous")
    await told(slack)
    await person.open(START)
    await answered(person, "software")
    await bot.running.delivery.idle()
    await person.click(ShowMyData(language="fr"))
    await slack.until(lambda: len(slack.files) == 1)
    kept = json.loads(list(slack.uploads.values())[-1].decode())["questionnaires"]
    assert kept[NAME]["answers"] == {"kind": ["software"]}
    assert kept[f"{NAME}:1"]["answers"]["hope"] == ["Servir à tous"]
    await person.click(ForgetMe(language="fr", sure=True))
    await told(slack, 2)
    await person.click(ShowMyData(language="fr"))
    await slack.until(lambda: len(slack.files) == 2)
    assert "questionnaires" not in json.loads(list(slack.uploads.values())[-1].decode())
    form = await person.open(START)
    assert "Question 1 sur 4" in asked(form)


async def test_a_command_and_the_home_tab_start_it(slack_and_bot: Both) -> None:
    slack, bot = slack_and_bot
    url = slack.response_url(CHANNEL, "U0CHAMPION")
    await bot.take(payload("slash_command", {"text": "Premier pas", "response_url": url}))
    await slack.until(lambda: len(slack.responses(url)) == 1)
    assert "deux minutes" in heard(slack.responses(url)[0])
    button(slack.responses(url)[0], "Commencer")
    await bot.take(payload("app_home_opened_home"))
    await slack.until(lambda: bool(slack.workspace.surfaces.homes))
    home = next(iter(slack.workspace.surfaces.homes.values()))
    pressed = button({"blocks": home["blocks"]}, "Ouvrir, ou pas encore")
    changes = {f"actions.0.{name}": value for name, value in pressed.items()}
    await bot.take(payload("block_actions_home", {**changes, "trigger_id": "1.home"}))
    await slack.until(lambda: len(slack.workspace.surfaces.modals) == 1)
    assert "Question 1 sur 4" in asked(slack.workspace.surfaces.modals[0])
