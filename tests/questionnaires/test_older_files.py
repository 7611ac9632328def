"""Answers that were kept of an older file: those that today's steps do not take are asked again."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.features.feature import FeatureContext
from bot.features.forms import FormStep
from bot.features.questionnaires.handlers import offered, shown, started
from bot.features.questionnaires.intents import OfferQuestionnaire, ShowResult, StartQuestionnaire
from bot.knowledge import Knowledge, load
from bot.knowledge.questionnaires.schema import Questionnaire
from bot.messages.render import Renderer
from bot.settings import shipped

CASES = yaml.safe_load(Path(__file__).with_name("older-files.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shipped_ones() -> Knowledge:
    return load([shipped()])


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["change"])
def test_what_was_kept_of_an_older_file_does_no_harm(case: dict[str, object], shipped_ones: Knowledge) -> None:
    questionnaire = Questionnaire.model_validate(CASES["questionnaire"])
    knowledge = replace(shipped_ones, questionnaires={**shipped_ones.questionnaires, questionnaire.id: questionnaire})
    answers = case["kept"]
    kept = {"older": {"answers": answers, "step": "hope"}, "older:1": {"answers": answers, "day": "2026-11-01"}}
    context = FeatureContext("U0CHAMPION", datetime(2026, 11, 28, tzinfo=UTC), kept, knowledge=knowledge)
    common = {"language": "en", "questionnaire": "older"}
    (form,) = started(StartQuestionnaire(**common), context).replies
    assert isinstance(form, FormStep)
    assert form.intent.step == case["asks"]  # type: ignore[attr-defined]
    replies = [*offered(OfferQuestionnaire(**common), context).replies]
    replies += shown(ShowResult(**common, result=1), context).replies
    render = Renderer(knowledge)
    for reply in replies:
        assert render.parts(reply)  # type: ignore[arg-type]
