"""Sure only of what it read: acronyms, single words, greetings around a word, words of no language, near misses."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.features.answering.decide import Decider
from bot.features.answering.decision import Asker, Decision
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import REPLY_KINDS
from bot.search.text import acronyms, without_greeting

FOLDER = Path(__file__).parent
LOOK_ALIKES = yaml.safe_load((FOLDER / "acronyms.yaml").read_text(encoding="utf-8"))
CASES = yaml.safe_load((FOLDER / "matching.yaml").read_text(encoding="utf-8"))


def decided(decider: Decider, text: str, memory: Memory, locale: str | None) -> Decision:
    return decider.decide(Question(text=text), memory, Asker(locale=locale))


@pytest.mark.parametrize("text", [text for texts in LOOK_ALIKES.values() for text in texts])
def test_an_acronym_is_not_taken_for_another(decider: Decider, text: str) -> None:
    for said in (text, text.lower()):
        decision = decided(decider, said, Memory(), None)
        assert REPLY_KINDS.get(type(decision.replies[0])) in ("choices", "hand_off"), decision.matches[:2]


def test_there_are_look_alikes_enough() -> None:
    assert sum(map(len, LOOK_ALIKES.values())) >= 50


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.get('after', '')} {case['says']} {case.get('locale')}")
def test_one_line_gets_what_it_deserves(decider: Decider, case: dict[str, Any]) -> None:
    """Of the entries alone: tests/licences says what the facts about licences answer before them."""
    decider, memory = replace(decider, reads=None), Memory()
    if "after" in case:
        memory = decided(decider, case["after"], memory, case.get("locale")).memory
    decision = decided(decider, case["says"], memory, case.get("locale"))
    reply = decision.replies[0]
    outcome = REPLY_KINDS.get(type(reply), "note")
    if case.get("outcome") == "not sure":
        assert outcome != "answer", decision.matches[:3]
    elif "outcome" in case:
        assert outcome == case["outcome"], decision.matches[:3]
    if "any" in case:
        offered = {getattr(reply, "entry", None), *getattr(reply, "entries", ())}
        assert offered & set(case["any"]), (reply, decision.matches[:3])
    assert reply.language == case.get("language", reply.language)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Bonjour AGPL", "AGPL"),
        ("bonjour, la licence ?", "la licence"),
        ("Salut ! Merci d'avance pour la licence", "pour la licence"),
        ("hi there", ""),
        ("bonjour à tous", ""),
        ("merci beaucoup", ""),
        ("licence", ""),
        ("", ""),
    ],
)
def test_a_greeting_is_taken_off(text: str, rest: str) -> None:
    assert without_greeting(text) in (rest, "d'avance " + rest)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("un schéma SQL", {"sql"}),
        ("our APIs and SDKs", {"apis", "sdks"}),
        ("QUELLE LICENCE POUR NOS DONNEES", set()),
        ("sql", set()),
        ("SQL", set()),
    ],
)
def test_capitals_among_other_words_are_an_acronym(text: str, found: set[str]) -> None:
    assert acronyms(text) == found
