"""What a form carries from question to question fits into Slack's private metadata, or `passeur check` says so."""

from typing import Any

import pytest

from bot.features.questionnaires.form import taken
from bot.features.questionnaires.intents import AnswerStep
from bot.knowledge.checks.questionnaire_state import CARRIED, longest_state
from bot.knowledge.questionnaires.schema import Questionnaire
from bot.knowledge.questionnaires.step import QuestionStep
from bot.messages.buttons import encode

BOTH = {"fr": "Un", "en": "One"}
CHOICES = [{"id": f"choice-{number}", "label": BOTH} for number in range(9)]
KINDS: dict[str, dict[str, Any]] = {
    "text": {"answer": "text"},
    "number": {"answer": "number", "min": -999_999_999, "max": 999_999_999},
    "one": {"options": CHOICES},
    "several": {"answer": "several", "options": CHOICES},
}
MOST = {"text": 9, "number": 40, "one": 40, "several": 20}
"""Steps of each kind: as many as a questionnaire may have, or as fit."""
SAID: dict[str, tuple[str | tuple[str, ...], ...]] = {
    "text": ("x" * 400, '"' * 400, "\n" * 2 + "\\" * 400, "é" * 400, "a\x07" * 200),
    "number": ("-999999999", "999999999", "jsp"),
    "one": tuple(one["id"] for one in CHOICES),
    "several": ((*(one["id"] for one in CHOICES), "unknown"),),
}


def questionnaire(kind: str, count: int) -> Questionnaire:
    steps = [{"id": f"step-{number}", "ask": BOTH, **KINDS[kind]} for number in range(count)]
    outcome = {"id": "end", "title": BOTH, "text": BOTH, "otherwise": True}
    whole = {"id": "longest", "title": BOTH, "intro": BOTH, "steps": steps, "outcomes": [outcome]}
    return Questionnaire.model_validate(whole, context={"languages": ("fr", "en")})


@pytest.mark.parametrize(("kind", "said"), [(kind, said) for kind, every in SAID.items() for said in every])
def test_the_longest_answers_that_are_allowed_fit(kind: str, said: str | tuple[str, ...]) -> None:
    longest = questionnaire(kind, MOST[kind])
    assert longest_state(longest) <= CARRIED
    answers = {step.id: _taken(step, said) for step in longest.steps}
    carried = AnswerStep(language="fr", questionnaire=longest.id, step=longest.steps[-1].id, answers=answers)
    assert len(encode(carried)[1]) <= longest_state(longest)


def test_one_more_text_is_too_much() -> None:
    assert longest_state(questionnaire("text", MOST["text"] + 1)) > CARRIED


def _taken(step: QuestionStep, said: str | tuple[str, ...]) -> tuple[str, ...]:
    found = taken(step, AnswerStep(language="fr", questionnaire="longest", step=step.id, answer=said))
    assert isinstance(found, tuple)
    assert not hasattr(found, "block")
    return found
