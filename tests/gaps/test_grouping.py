"""What asks the same stands together, the most asked first; cases in grouping.yaml."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from bot.features.answering.decide import Decider
from bot.features.gaps.grouping import gaps, judged
from bot.features.gaps.values import GapDecision, GapVerdict, KeptQuestion

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CASES = yaml.safe_load((Path(__file__).parent / "grouping.yaml").read_text("utf-8"))


def kept(number: int, text: str, language: str = "fr", **more: Any) -> KeptQuestion:
    person = more.pop("person", f"p{number}")
    return KeptQuestion(number, person, text, language, None, NOW, NOW + timedelta(days=9), **more)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_asks_the_same_stands_together(decider: Decider, case: Mapping[str, Any]) -> None:
    texts = [text for group in case["groups"] for text in group]
    asked = [kept(number, text, case["language"]) for number, text in enumerate(texts, 1)]
    found = gaps(decider, asked[::-1], {})
    assert {frozenset(one.text for one in gap.questions) for gap in found} == set(map(frozenset, case["groups"]))
    people = [gap.people for gap in found]
    assert people == sorted(people, reverse=True)


def test_one_person_counts_once_and_why_is_told(decider: Decider) -> None:
    asked = [
        kept(1, "où est la cantine", person="p"),
        kept(2, "c'est où la cantine ?", person="p"),
        kept(3, "quelle licence choisir ?"),
        kept(4, "la licence du wifi ?", kind="not_helpful", entry="licence-data"),
        kept(5, "", kind="error", entry="licence-data"),
        kept(6, "", kind="doubt", entry="licence-data"),
    ]
    found = {gap.number: judged(decider, gap) for gap in gaps(decider, asked, {})}
    assert [(number, found[number].people, found[number].why) for number in sorted(found)] == [
        (1, 1, "nothing_near"), (3, 1, "answered"), (4, 1, "not_helpful"), (5, 2, "error"),
    ]  # fmt: skip
    assert [number for number, gap in found.items() if not gap.open] == [3]


def test_what_was_decided_holds_for_who_asks_the_same_later(decider: Decider) -> None:
    decision = GapDecision(7, "ignored", "fr", None, None, None, NOW, NOW + timedelta(days=9))
    asked = [kept(1, "où est la cantine", decision=7), kept(2, "c'est où la cantine ?")]
    (gap,) = gaps(decider, asked, {7: decision})
    assert (gap.decision, gap.open) == (decision, False)
    (gap,) = gaps(decider, asked, {})  # what was decided has expired
    assert gap.open


@pytest.mark.parametrize(
    ("verdict", "reopened"),
    [(verdict, verdict == "answered") for verdict in get_args(GapVerdict)],
)
def test_whoever_asks_after_an_answer_by_hand_still_waits(
    decider: Decider, verdict: GapVerdict, *, reopened: bool
) -> None:
    decision = GapDecision(7, verdict, "fr", None, None, None, NOW, NOW + timedelta(days=9))
    asked = [kept(1, "où est la cantine", decision=7, told=NOW), kept(2, "c'est où la cantine ?")]
    (gap,) = gaps(decider, asked, {7: decision})
    assert (gap.decision is None, gap.undecided) == (reopened, reopened)
    (gap,) = gaps(decider, [asked[0], replace(asked[1], told=NOW)], {7: decision})  # heard of it since
    assert (gap.decision, gap.undecided) == (decision, False)


def test_what_was_asked_again_is_new_whatever_its_number(decider: Decider) -> None:
    asked = [
        replace(kept(1, "où est la cantine"), asked=NOW + timedelta(hours=1)),
        kept(2, "combien de temps dure le parking ?"),
    ]
    assert [gap.number for gap in gaps(decider, asked, {})] == [1, 2]


def test_without_words_only_what_is_said_of_one_answer_stands_together(decider: Decider) -> None:
    entries = ("licence-data", None, "licence-software", "licence-data", None)
    asked = [kept(number, " ", kind="error", entry=entry) for number, entry in enumerate(entries, 1)]
    asked.append(kept(6, "où est la cantine", entry="licence-data"))
    found = gaps(decider, asked, {})
    assert {tuple(one.id for one in gap.questions) for gap in found} == {(1, 4), (2, 5), (3,), (6,)}
