"""What two people are given to talk about comes from the note, and who asks for a person reads of persons first."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app.directories import Directories
from bot.features.answering.decide import Decider
from bot.features.answering.decision import Asker
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.mentors import listed
from bot.features.introductions.values import Need
from bot.messages import blocks
from bot.messages.render import Renderer

CASES = yaml.safe_load((Path(__file__).parent / "notes.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SEEKING = ["je cherche un mentor sur les licences", "je voudrais parler à un mentor", "I am looking for a mentor"]
FIRST = 400
"""Characters within which the first name stands."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['note'][:40]} {case.get('entry', '')}")
def test_the_first_questions_come_from_the_note(decider: Decider, case: dict[str, Any]) -> None:
    about = {"entry": case.get("entry"), "topics": tuple(case.get("topics", ()))}
    need = Need(id="n", team="T0", asker="U0", language=case.get("language", "fr"), note=case["note"], candidates=(),
                opened=NOW, **about)  # fmt: skip
    directories = Directories(decider.knowledge, lambda team, user: user, about=decider.about)
    asked = directories._questions(need)
    assert case["asks"] in asked
    assert len(asked) == 3


@pytest.mark.parametrize("text", SEEKING)
def test_people_come_before_the_words_about_finding_them(decider: Decider, text: str) -> None:
    mentors = listed(decider.knowledge, NOW.date())
    asker = Asker(user="U0", mentors=mentors, registered=True)
    decision = decider.decide(Question(text=text), Memory(), asker)
    said = blocks.message(Renderer(decider.knowledge).parts(decision.replies[0])).text
    names = [status.mentor.name for status in mentors if status.mentor.name in said]
    assert names
    assert min(said.index(name) for name in names) < FIRST
    title = "Trouver une personne" if "mentor on" not in said and "Trouver" in said else "Find"
    assert said.index(title) > min(said.index(name) for name in names)
