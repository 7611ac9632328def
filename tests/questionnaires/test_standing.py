"""Home and the offer say where somebody stands; a mentor of that step is proposed first, where nobody else reads."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from bot.features.answering.intents import OpenHome
from bot.features.forms import FormStep
from bot.features.introductions.intents import Introduce, Send
from bot.features.questionnaires.intents import AnswerStep, OfferQuestionnaire, StartQuestionnaire
from bot.features.teams.intents import LeaveTeam, OpenTeam, ShowTeam
from bot.knowledge.questionnaires.step import QuestionStep
from bot.messages.parts import Button, Buttons
from bot.storage import Store
from tests.double import SlackDouble
from tests.introductions.bench import Bench
from tests.introductions.directory import MENTORS, mentor
from tests.questionnaires.person import DIRECT, Person
from tests.questionnaires.test_team import PATH, on_the_path
from tests.signed import payload
from tests.slack.bots import Bot

CASES = yaml.safe_load((Path(__file__).parent / "standing.yaml").read_text(encoding="utf-8"))
STEPS = ("step-1", "step-1bis", "step-2", "step-2bis", "step-3", "step-4")
CHAMPION, NOVICE = "U0CHAMPION", "U0NOVICE"


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    """With a mentor for each step, whom no topic tells apart."""
    store = await Store.open("sqlite://")
    bench = on_the_path(store)
    of_steps = tuple(
        mentor(step, slack=f"U0STEP{number}", topics=("licences",), steps=(step,)) for number, step in enumerate(STEPS)
    )
    decider = bench.passeur.decider
    knowledge = replace(decider.knowledge, mentors=(*MENTORS, *of_steps))
    bench.passeur = replace(bench.passeur, decider=replace(decider, knowledge=knowledge))
    yield bench
    await store.close()


def unsure(step: QuestionStep) -> tuple[str, ...]:
    return ("Cartothèque",) if step.id == "team" else ("unknown",)


async def finish(bench: Bench, answers: dict[str, str]) -> None:
    given = {step.id: (answers[step.id],) if step.id in answers else unsure(step) for step in PATH.steps}
    last = PATH.steps[-1].id
    answer = given.pop(last)[0]
    await bench.ask(CHAMPION, AnswerStep(language="fr", questionnaire="path", step=last, answers=given, answer=answer))


def words(bench: Bench, reply: Any) -> str:
    parts = bench.passeur.renderer.parts(reply)
    said = "\n".join(getattr(part, "markdown", getattr(part, "text", "")) for part in parts)
    return said.replace("\u00a0", " ").replace("\u202f", " ").replace("**", "").replace("'", "’")


def pressed(bench: Bench, reply: Any, label: str) -> Button:
    rows = (part for part in bench.passeur.renderer.parts(reply) if isinstance(part, Buttons))
    return next(one for row in rows for one in row.buttons if one.label.replace("\u00a0", " ") == label)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
async def test_where_somebody_stands(case: dict[str, Any], bench: Bench) -> None:
    await finish(bench, case["answers"])
    for language in ("fr", "en"):
        (home,) = await bench.ask(CHAMPION, OpenHome(language=language, remember=True))
        (offer,) = await bench.ask(CHAMPION, OfferQuestionnaire(language=language, questionnaire="path"))
        for shown in (words(bench, home), words(bench, offer)):
            for said in case[language]:
                assert said in shown
            for said in case.get("not", ()):
                assert said not in shown
    ask = pressed(bench, home, "Talk to a mentor").ask
    assert isinstance(ask, Introduce)
    assert ask.steps == (case["mentor"],)
    (form,) = await bench.ask(CHAMPION, ask)
    assert isinstance(form, FormStep)
    assert isinstance(form.intent, Send)
    assert form.intent.candidates[0] == case["mentor"]


async def test_who_has_no_result_reads_nothing_of_it(bench: Bench) -> None:
    (home,) = await bench.ask(CHAMPION, OpenHome(language="fr"))
    assert "Où vous en êtes" not in words(bench, home)


async def test_a_teammate_sees_the_same_until_they_leave(bench: Bench) -> None:
    await finish(bench, CASES[1]["answers"])
    note, invitation = await bench.ask(
        CHAMPION, ShowTeam(language="fr", questionnaire="path", people=(NOVICE, CHAMPION))
    )
    assert f"<@{NOVICE}>, et à personne d’autre" in words(bench, note)
    assert "Cartothèque" in words(bench, invitation.reply)  # type: ignore[union-attr]
    (own,) = await bench.ask(CHAMPION, OpenHome(language="fr"))
    assert f"Montré à <@{NOVICE}>" in words(bench, own)
    (home,) = await bench.ask(NOVICE, OpenHome(language="en", remember=True))
    assert f"<@{CHAMPION}> shows it to you" in words(bench, home)
    for said in CASES[1]["en"]:
        assert said in words(bench, home)
    await finish(bench, CASES[2]["answers"])
    (home,) = await bench.ask(NOVICE, OpenHome(language="en", remember=True))
    assert CASES[2]["en"][0] in words(bench, home)
    leave = pressed(bench, home, "Show it no more").ask
    assert isinstance(leave, LeaveTeam)
    await bench.ask(NOVICE, leave)
    (home,) = await bench.ask(NOVICE, OpenHome(language="en", remember=True))
    assert "Cartothèque" not in words(bench, home)


async def test_the_form_in_slack_chooses_colleagues(slack_and_bot: tuple[SlackDouble, Bot]) -> None:
    slack, bot = slack_and_bot
    person = Person(slack, bot)
    await person.open(StartQuestionnaire(language="fr", questionnaire="path"))
    for value in ("Cartothèque", *["unknown"] * 9):
        await person.answer(value)
    await slack.until(lambda: len(slack.messages(DIRECT)) >= 1)
    view = await person.open(OpenTeam(language="fr", questionnaire="path"))
    element = next(block["element"] for block in view["blocks"] if block["type"] == "input")
    assert element["type"] == "multi_users_select"
    state = {element["action_id"]: {element["action_id"]: {"type": element["type"], "selected_users": ["U0JURIST"]}}}
    changes = {f"view.{name}": view[name] for name in ("callback_id", "private_metadata", "id", "blocks")}
    await bot.acknowledged(payload("view_submission", {**changes, "view.state": {"values": state}}))
    await slack.until(lambda: len(slack.messages("D0JURIST")) == 1)
    await bot.running.delivery.idle()
    view = await person.open(OpenTeam(language="fr", questionnaire="path"))
    element = next(block["element"] for block in view["blocks"] if block["type"] == "input")
    assert element["initial_users"] == ["U0JURIST"]
