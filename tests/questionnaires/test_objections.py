"""« Pourquoi pas la GPL ? », typed while the licence adviser asks, after it and before it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.features.feature import FeatureContext, Heard
from bot.features.questionnaires.feature import FEATURE
from bot.features.questionnaires.handlers import why_not_named
from bot.features.questionnaires.intents import AskWhyNotNamed
from bot.features.questionnaires.progress import begun, finished, progress
from bot.knowledge.load import load
from bot.knowledge.questionnaires.walk import walked
from bot.knowledge.schema import Knowledge
from bot.messages.plain import text
from bot.messages.render import Renderer

CASES = yaml.safe_load(Path(__file__).with_name("objections.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


@cache
def knowledge() -> Knowledge:
    return load([Path(__file__).parents[2] / "knowledge"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_why_not_is_answered_from_the_advisers_reasons(case: Mapping[str, Any]) -> None:
    assert FEATURE.reads is not None
    intent = FEATURE.reads(Heard(case["text"], "fr", knowledge(), lambda: case.get("sure")))
    assert getattr(intent, "outcome", "none") == case["outcome"]
    if "says" not in case:
        return
    assert isinstance(intent, AskWhyNotNamed)
    (reply,) = why_not_named(intent, FeatureContext("U0EXAMPLE", NOW, _kept(case), knowledge=knowledge())).replies
    assert case["says"] in _plain(text(Renderer(knowledge()).parts(reply)))


def _kept(case: Mapping[str, Any]) -> dict[str, Any]:
    """Of a person who gave these answers."""
    adviser = knowledge().questionnaires["licence"]
    answers = {step: (answer,) for step, answer in case.get("answers", {}).items()}
    if not answers:
        return {}
    walk = walked(adviser, answers)
    if walk.step is not None:
        return begun(adviser, answers, walk.step.id)
    return {
        key: value for key, value in finished(adviser, answers, NOW.date(), progress(adviser, {}))[1].items() if value
    }


def _plain(said: str) -> str:
    return said.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
