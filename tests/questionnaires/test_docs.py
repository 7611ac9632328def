"""What docs/questionnaires.md teaches works: its example is right, runs in a terminal, and each key is told of."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.knowledge.load import examine
from bot.knowledge.questionnaires.condition import Condition, Expected
from bot.knowledge.questionnaires.schema import (
    Dimension,
    Level,
    Questionnaire,
    QuestionnaireOutcome,
    Starts,
)
from bot.knowledge.questionnaires.step import QuestionStep, StepOption
from bot.knowledge.shapes import Model, keys_of
from bot.languages import known
from bot.settings import shipped
from tests.questionnaires.conftest import NAME, ROOT, example

DOCS = (ROOT / "docs/questionnaires.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An organisation's own folder, with nothing but the example."""
    file = tmp_path / "questionnaires" / f"{NAME}.yaml"
    file.parent.mkdir()
    file.write_text(example(), encoding="utf-8")
    return tmp_path


def test_the_example_has_no_problem(folder: Path) -> None:
    _, problems = examine([shipped(), folder])
    assert [problem for problem in problems if problem.path.name == f"{NAME}.yaml"] == []


@pytest.mark.parametrize("model", [Questionnaire, Starts, QuestionStep, StepOption, QuestionnaireOutcome, Condition])
def test_each_key_is_told_of(model: type[Model]) -> None:
    inner = (*keys_of(Dimension), *keys_of(Level), *keys_of(Expected))
    keys = {*keys_of(model), *inner} - {*known(), "options"} if model is Condition else {*keys_of(model)} - {*known()}
    assert [key for key in keys if f"`{key}`" not in DOCS and f"{key}:" not in DOCS] == []


def questionnaire(folder: Path, *arguments: str, typed: str = "") -> str:
    command = ["questionnaire", *arguments, "--knowledge", str(shipped()), "--knowledge", str(folder)]
    result = CliRunner().invoke(app, command, input=typed)
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_it_is_listed(folder: Path) -> None:
    assert f"{NAME}: Ouvrir, ou pas encore" in questionnaire(folder)


def test_it_is_answered_in_a_terminal(folder: Path) -> None:
    typed = "\n".join(("1", "1", "beaucoup", "12", ":1", "12", "", "1"))
    said = questionnaire(folder, NAME, typed=typed)
    for words in ("Question 3 sur 4", "Écrivez un nombre entier", "Question 4 sur 4", "Ouvrez-le", "Voici README.md"):
        assert words in said
    assert said.count("Question 3 sur 4") == 2  # once, and again after going back; what was no number is told alone
    english = questionnaire(folder, NAME, "--lang", "en", typed="2\n3\n\n")
    assert "Talk to somebody" in english
    assert "not legal advice" in english


def test_one_that_is_not_there_is_told(folder: Path) -> None:
    result = CliRunner().invoke(app, ["questionnaire", "nothing"])
    assert "There is no questionnaire 'nothing'" in str(result.exception)
    assert "licence" in str(result.exception)
