"""Who is proposed to an asker, in which order and for which reasons: every case is a line of tests/proposals."""

import dataclasses
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot.features.answering import mentors
from bot.features.introductions.values import MentorStatus
from bot.knowledge.people import Introductions
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import ByLanguage
from tests.cases import cases
from tests.introductions.directory import TOPICS, decider, mentor

FOLDER = Path(__file__).parent / "proposals"
TODAY = date(2026, 11, 23)
SECTIONS = {
    "step-find-people": ByLanguage(fr="Trouver ceux qui font", en="Find the doers"),
    "step-open-inside": ByLanguage(fr="Ouvrir en interne", en="Open inside"),
}


def standing(name: str, facts: dict[str, Any]) -> MentorStatus:
    """A fictional mentor as a line of the file says."""
    facts = dict(facts)
    asked = facts.pop("asked", None)
    how = {key: facts.pop(key) for key in ("open", "hidden", "expired") if key in facts}
    if "consent" in facts and facts["consent"] is not None:
        facts["consent"] = {"date": facts["consent"], "how": "example"}
    if facts.get("kind") == "external":
        facts |= {"slack": None, "email": f"{name}@example.org"}
    last = datetime.combine(asked, time(9), UTC) if asked else None
    return MentorStatus(mentor(name, **facts), last_asked=last, **how)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return dataclasses.replace(decider().knowledge, topics=TOPICS, sections=SECTIONS)


@pytest.mark.parametrize("case", cases(FOLDER / "order.yaml"))
@pytest.mark.parametrize("turned", [False, True], ids=["as written", "turned"])
def test_the_order_and_the_reasons(case: dict[str, Any], turned: bool, knowledge: Knowledge) -> None:
    there = [standing(name, facts) for name, facts in case["mentors"].items()]
    sought = dict(case["sought"])
    language = sought.pop("language", "fr")
    found = mentors.suggest(knowledge, language, reversed(there) if turned else there, **sought)
    assert [suggestion.mentor.id for suggestion in found] == case["proposed"]
    for suggestion in found:
        for reason, wanted in case.get("reasons", {}).get(suggestion.mentor.id, {}).items():
            given = getattr(suggestion, reason)
            assert (list(given) if isinstance(wanted, list) else given) == wanted, reason


@pytest.mark.parametrize("case", cases(FOLDER / "askable.yaml"))
def test_who_may_be_proposed(case: dict[str, Any]) -> None:
    one = standing("mentor", case["mentor"])
    rules = Introductions(**case.get("rules", {}))
    found = mentors.askable((one,), "U0ASKER", case.get("barred", ()), TODAY, rules)
    assert bool(found) is case["proposed"]
