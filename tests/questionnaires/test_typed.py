"""Answers as people type them in a terminal: in words, wrongly, out of range."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.features.questionnaires.form import taken
from bot.features.questionnaires.intents import AnswerStep
from bot.knowledge.questionnaires.condition import UNKNOWN
from bot.knowledge.questionnaires.step import QuestionStep
from tests.cases import cases


@pytest.mark.parametrize("case", cases(Path(__file__).with_name("typed.yaml")))
def test_what_is_typed_is_understood(case: dict[str, Any]) -> None:
    command = ["questionnaire", case["questionnaire"], "--lang", "fr"]
    result = CliRunner().invoke(app, command, input="\n".join(case["typed"]))
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split())
    assert {words: said.count(words) for words in case["says"]} == case["says"]


@pytest.mark.parametrize("kind", ["text", "number"])
@pytest.mark.parametrize("said", ["", "Je ne sais pas", "jsp", "I don't know.", "idk", "?", "aucune idée"])
def test_who_does_not_know_may_say_so_where_words_or_figures_are_wanted(kind: str, said: str) -> None:
    step = QuestionStep.model_validate(
        {"id": "team", "ask": {"fr": "Qui ?", "en": "Who?"}, "answer": kind}, context={"languages": ("fr", "en")}
    )
    assert taken(step, AnswerStep(language="fr", questionnaire="q", step="team", answer=said)) == (UNKNOWN,)
