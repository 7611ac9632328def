"""Questions that the recognition was never tuned to: how many are right, and that none misleads on compatibility."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.features.answering.decide import Decider
from tests.licences.asking import outcome, said_to

HELD_OUT: dict[str, list[list[Any]]] = yaml.safe_load(
    Path(__file__).with_name("held-out.yaml").read_text(encoding="utf-8")
)
SENSES = {"mix", "both"}
CLOSING = {"close", "link"}


def verdict(expected: list[str], got: tuple[str, ...]) -> str:
    """right, asked (which one is meant), entry (a sure one instead), missed (choices or a person), other (another fact
    of the same licence), wrong."""
    wanted, licences = expected[0], expected[1:]
    if wanted == "none" and got[0] in ("none", "entry"):
        return "right"
    if wanted == "any" and got[0] != "none":
        return "right"
    if wanted == "none":
        return "wrong"
    if got[0] in ("none", "entry"):
        return "missed" if got[0] == "none" else "entry"
    if wanted in SENSES and got[0] in SENSES:
        same = set(got[1:]) == set(licences)
        return "right" if same and (got[0] == "both" or wanted == "both" or list(got[1:]) == licences) else "wrong"
    if wanted in SENSES or got[0] in SENSES:
        return "asked" if got[0] == "ask" else "wrong"
    if got[0] == "ask":
        return "right" if wanted == "ask" else "asked"
    if "unknown" in (got[0], wanted) or "ask" in (got[0], wanted):
        return "right" if got[0] == wanted else "wrong"
    if set(got[1:]) != set(licences):
        return "wrong"
    close = {got[0], wanted} <= CLOSING
    return "right" if got[0] == wanted or close else "other"


@pytest.mark.parametrize("language", HELD_OUT)
def test_most_questions_are_understood_and_none_is_answered_about_another_licence(
    language: str, decider: Decider
) -> None:
    counted = Counter(verdict(wanted, outcome(said_to(decider, text))) for text, *wanted in HELD_OUT[language])
    asked = counted.total()
    assert counted["wrong"] <= asked * 0.02, counted
    assert counted["right"] + counted["entry"] >= asked * 0.9, counted
