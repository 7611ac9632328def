"""What is read as a question about a licence, and when an entry answers it better."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.features.answering.decide import Decider
from bot.features.feature import Heard
from bot.features.licences.reading import read
from bot.knowledge.schema import Knowledge, Organisation
from tests.licences.asking import outcome, replied

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("reading.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['says']} {case.get('sure', '')}")
def test_a_question_is_read_or_left_to_the_entries(case: dict[str, Any], facts: Decider) -> None:
    intent = read(Heard(case["says"], "fr", facts.knowledge, lambda: case.get("sure")))
    got = ("none",) if intent is None else outcome(replied(intent, facts.knowledge))
    assert got == tuple(case["understood"])


def test_a_knowledge_without_facts_offers_nothing() -> None:
    assert read(Heard("c'est quoi la licence MIT ?", "fr", Knowledge({}, Organisation(name="Example")))) is None
