"""What a conversation keeps for the maintainers; cases in kept.yaml."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.features.answering.decide import Decider
from bot.features.answering.decision import Asker
from bot.features.answering.intents import NoneOfThese, Pick, Question, Vote
from bot.features.answering.memory import Memory
from bot.features.answering.replies import Choices
from bot.features.intents import Intent

CASES = yaml.safe_load((Path(__file__).parent / "kept.yaml").read_text("utf-8"))


def intent(turn: Mapping[str, Any], choices: Choices | None) -> Intent:
    if "say" in turn:
        return Question(text=turn["say"])
    if "vote" in turn:
        return Vote(entry=turn["vote"], language="fr", helpful=False)
    assert choices is not None
    if "none" in turn:
        return NoneOfThese(language="fr", text=choices.text)
    return Pick(entry=choices.entries[turn["pick"] - 1], language="fr")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_went_wrong_is_kept_with_its_question(decider: Decider, case: Mapping[str, Any]) -> None:
    memory, choices = Memory(), None
    asker = Asker(user="U0EXAMPLE", keep=not case.get("others", False), alone=True)
    kept: list[list[str | None]] = []
    for turn in case["turns"]:
        decision = decider.decide(intent(turn, choices), memory, asker)
        memory = decision.memory
        choices = next((reply for reply in decision.replies if isinstance(reply, Choices)), choices)
        if decision.keep:
            kept.append(list(decision.keep))
    places = {"first": 0, "second": 1, "third": 2}
    wanted = [
        [kind, text, choices.entries[places[entry]] if choices and entry in places else entry]
        for kind, text, entry in case["kept"]
    ]
    assert kept == wanted
