"""Each questionnaire as a person goes through it: back, away and on again, to a result that is shared and handed on."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.features.answering.decide import Decider
from bot.knowledge.questionnaires.schema import Questionnaire
from tests.demo.browser import Browser, plain
from tests.demo.test_journey import SHOTS, over_socket, page

GUIDES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("guides.yaml").read_text(encoding="utf-8"))
PERSON = {"fr": "U0CHAMPION", "en": "U0DEVELOPER"}
WORDS = {
    "fr": {
        "start": "Commencer", "back": "Question précédente", "later": "Continuer plus tard", "go_on": "Reprendre",
        "resumed": "Vous reprenez là où vous en étiez", "share": "Partager dans le canal", "shared": "Partagé par",
        "mentor": "En parler à un mentor", "note": "J'ai répondu au questionnaire", "cancel": "Annuler",
    },
    "en": {
        "start": "Start", "back": "Previous question", "later": "Go on later", "go_on": "Go on",
        "resumed": "You go on where you stopped", "share": "Share in the channel", "shared": "Shared by",
        "mentor": "Talk to a mentor about it", "note": "I have answered the questionnaire", "cancel": "Cancel",
    },
}  # fmt: skip
__all__ = ["page"]


@pytest.mark.parametrize("language", WORDS)
async def test_each_questionnaire_from_the_command_to_a_mentor(
    language: str, program: Path, decider: Decider, tmp_path: Path, page: Browser
) -> None:
    async with over_socket(program, decider, tmp_path) as place:
        page.open(place)
        page.as_person(PERSON[language])
        for guide in GUIDES:
            questionnaire = decider.knowledge.questionnaires[guide["questionnaire"]]
            await asyncio.to_thread(_goes_through, page, questionnaire, guide, language)


def _goes_through(page: Browser, questionnaire: Questionnaire, guide: dict[str, Any], language: str) -> None:
    words, command = WORDS[language], f"/passeur {guide['command'][language]}"
    _presses(page, command, words["start"])
    _answers(page, questionnaire, guide["answers"], language)
    page.choose(words["back"])
    page.send_step()
    page.send_step()  # what was answered first still is
    page.screenshot(SHOTS / f"{questionnaire.id}-{language}-form.png")
    page.leave_form(words["later"])
    _presses(page, command, words["go_on"])
    assert words["resumed"] in page.form()
    while _answers(page, questionnaire, guide["answers"], language):
        pass
    outcome = questionnaire.outcome(guide["outcome"])
    assert outcome is not None
    page.sees(outcome.title.get(language))
    page.screenshot(SHOTS / f"{questionnaire.id}-{language}-result.png")
    page.click(words["share"])
    page.sees(words["shared"])
    page.screenshot(SHOTS / f"{questionnaire.id}-{language}-shared.png")
    page.click(words["mentor"])
    assert words["note"] in page.typed()
    page.screenshot(SHOTS / f"{questionnaire.id}-{language}-mentor.png")
    page.leave_form(words["cancel"])


def _presses(page: Browser, command: str, label: str) -> None:
    """The button with this label in what the command is answered."""
    page.say("open-source", command)
    page.newest(label)
    page.click(label)


def _answers(page: Browser, questionnaire: Questionnaire, answers: dict[str, str], language: str) -> bool:
    """Answer the question that the form asks; whether it goes on."""
    form = page.form()
    step = next((step for step in questionnaire.steps if plain(step.ask.get(language)) in form), None)
    assert step is not None, form
    given = answers.get(step.id, step.options[0].id if step.options else "")
    if step.options:
        page.choose(*(plain(one.label.get(language)) for one in step.options if one.id in given.split(", ")))
    else:
        page.fill(step.ask.get(language), given)
    return page.send_step()
