"""The third language in Slack, with the real program and over real HTTP; test_third_language.py runs this file.

It needs a process of its own, since the languages are found once, and PASSEUR_LANGUAGES before anything is imported.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.app.deciding import decider_of
from bot.settings import Settings, read
from tests.double import SlackDouble
from tests.introductions.test_slack import submit, words
from tests.signed import payload
from tests.slack.bots import HttpBot, http_bot, settings_for
from tests.slack.test_listeners import DIRECT, button, click, said

WHERE = {"container.channel_id": DIRECT, "channel.id": DIRECT}
AUTHOR = {"event.user": "U0CHAMPION", "event.channel": DIRECT}
Met = tuple[SlackDouble, HttpBot]


@pytest_asyncio.fixture
async def met(tmp_path: Path) -> AsyncIterator[Met]:
    slack = SlackDouble()
    async with slack:
        settings: Settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
        async with http_bot(settings, decider_of(read())) as bot:
            yield slack, bot
    assert slack.violations == []


async def told(met: Met, text: str, number: int) -> dict[str, Any]:
    """The answer to a direct message, the `number`th of the bot."""
    slack, bot = met
    stamped = {"event.ts": f"1790000200.{number:06}", "event_id": f"Ev0EXAMPLE{number}"}
    await bot.take(payload("message_im", {**AUTHOR, **stamped, "event.text": text}))
    await slack.until(lambda: len(slack.messages(DIRECT)) == number)
    return slack.messages(DIRECT)[-1]


async def home(met: Met) -> dict[str, Any]:
    slack, bot = met
    await bot.take(payload("app_home_opened_home"))
    homes = slack.workspace.surfaces.homes
    await slack.until(lambda: "U0CHAMPION" in homes)
    return homes["U0CHAMPION"]


async def test_it_answers_helps_greets_and_translates(met: Met) -> None:
    for number, (text, expected) in enumerate(
        (
            ("xx trains xx", "xxanswer trains"),
            ("en français", "franswer gares"),
            ("in xxish", "xxanswer trains"),
            ("help", "Xxhelp"),
            ("xxhello", "Xxwelcome!"),
        ),
        1,
    ):
        answer = said(await told(met, text, number))
        assert expected in answer
        assert ("xxend" in answer) == (not expected.startswith("fr"))


async def test_what_lies_between_two_entries_gets_choices(met: Met) -> None:
    slack, bot = met
    slack.workspace.people["U0CHAMPION"] = "xx-XX"
    choices = await told(met, "xxtrains or xxboats", 1)
    assert "Did you mean… xxend" in said(choices)
    button(choices, "None of these xxend")
    await bot.take(click(choices, "Xxboats", **WHERE))
    await slack.until(lambda: len(slack.messages(DIRECT)) == 2)
    assert "xxanswer boats" in said(slack.messages(DIRECT)[1])


async def test_home_changes_to_it_and_its_form_is_sent(met: Met) -> None:
    slack, bot = met
    french = await home(met)
    button(french, "Devenir mentor")
    await bot.take(pressed(french, "Xxinto"))
    await slack.until(lambda: len(slack.called("views.publish")) == 2)
    front = slack.workspace.surfaces.homes["U0CHAMPION"]
    assert "Language: English xxend" in said(front)
    button(front, "En français")
    await bot.take(pressed(front, "Become a mentor xxend"))
    await slack.until(lambda: bool(slack.workspace.surfaces.modals))
    form = slack.workspace.surfaces.modals[0]
    assert form["title"]["text"] == "Become a mentor xxend"
    labels = {block["block_id"]: block["label"]["text"] for block in form["blocks"] if block["type"] == "input"}
    assert all(label.endswith("xxend") for label in labels.values())
    await bot.take(submit(form, offer(form)))
    await slack.until(lambda: bool(slack.messages(DIRECT)) and bool(slack.messages("C0MAINTAIN")))
    assert "xxend" in said(slack.messages(DIRECT)[0])
    assert "xxend" in said(slack.messages("C0MAINTAIN")[0])


def pressed(view: dict[str, Any], label: str) -> dict[str, Any]:
    at = {"actions.0.action_ts": label, "trigger_id": f"1.{label}"}
    return payload("block_actions_home", {**at, **{f"actions.0.{key}": v for key, v in button(view, label).items()}})


def offer(form: dict[str, Any]) -> dict[str, Any]:
    """What a person puts into each field: the first option, or some words."""
    filled: dict[str, Any] = {}
    for block in form["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            first = element.get("options", [None])[0]
            several = (
                {"selected_options": [first]} if "multi" in element["type"] or "checkboxes" in element["type"] else {}
            )
            one = {"selected_option": first} if first else words("Xxsomething")
            filled[block["block_id"]] = {**(several or one), "type": element["type"]}
    return filled
