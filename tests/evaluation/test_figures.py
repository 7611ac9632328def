"""The figures of nine predictions worked out by hand, and what must hold of any."""

import dataclasses
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search.evaluation import measures
from bot.search.evaluation.figures import FIGURES, drawn
from bot.search.evaluation.judged import judge
from bot.search.evaluation.outcomes import OUTCOMES, Prediction
from bot.search.evaluation.report import Confusion, report
from tests.evaluation.made import NINE, made

BY_HAND = {
    "top1": 2 / 5,
    "top3": 4 / 5,
    "mrr": (1 + 1 / 2 + 1 / 2 + 0 + 1) / 5,
    "answered_right": 2 / 5,
    "wrong": 1 / 5,
    "choices_right": 1 / 5,
    "choices_wrong": 0,
    "handed_off": 1 / 5,
    "small_talk": 0,
    "right_offered": 3 / 5,
    "oos_answered": 1 / 4,
    "oos_choices": 1 / 4,
    "oos_handed_off": 1 / 4,
    "oos_other": 1 / 4,
    "near_answered": 1 / 2,
    "near_choices": 1 / 2,
    "near_handed_off": 0,
    "near_other": 0,
    "far_answered": 0,
    "far_choices": 0,
    "far_handed_off": 1 / 2,
    "far_other": 1 / 2,
    "auroc": (4 + 4 + 4 + 3 + 0.5) / 20,
    "auroc_near": (2 + 2 + 2 + 1 + 0) / 10,
    "auroc_far": (2 + 2 + 2 + 2 + 0.5) / 10,
    "ece": (0.1 + 0.8 + 0.3 + 0.5 + (0.1 + 0.1) + 0.6 + 0.2 + 0.3) / 9,
    "aurc": (0 + 1 / 2 + 1 / 3 + 2 / 4 + 3 / 5) / 5,
    "risk80": 2 / 4,
}


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_each_figure_is_the_one_worked_out_by_hand(figure: measures.Judged) -> None:
    assert report(NINE, 10).figures[figure.name].value == pytest.approx(BY_HAND[figure.name])


def test_shares_say_how_many_of_how_many() -> None:
    figures = report(NINE, 10).figures
    assert (figures["wrong"].count, figures["wrong"].of) == (1, 5)
    assert (figures["near_answered"].count, figures["near_answered"].of) == (1, 2)


def test_the_help_entry_answers_what_expects_its_section_and_nothing_else() -> None:
    asked = [made("q", [expect], "help", ("help", 0.9), shown=1) for expect in ("bot-help", "a")]
    assert [p.verdict for p in asked] == ["answered_right", "wrong"]


def test_help_and_small_talk_do_not_answer_a_question_out_of_scope() -> None:
    asked = [made("q", [], outcome, ("help", 0.9), shown=1) for outcome in ("help", "small_talk")]
    assert [p.verdict for p in asked] == ["oos_other", "oos_other"]


def test_choices_are_right_only_when_the_right_one_is_offered() -> None:
    first = made("q", ["c"], "choices", ("a", 0.4), ("b", 0.3), ("c", 0.2), shown=2)
    assert first.verdict == "choices_wrong"
    assert first.rank == 3


def test_what_nothing_measures_has_no_value() -> None:
    figures = report(NINE[:5], 10).figures
    assert {n for n in figures if figures[n].value is None} == {
        n for n in figures if n.startswith(("oos", "near", "far", "auroc"))
    }


def test_questions_out_of_scope_alone_can_be_reported() -> None:
    found = report(NINE[5:], 10)
    assert found.risk == ()
    assert found.figures["top1"].value is None
    assert found.figures["oos_answered"].value == 0.25


def test_a_question_without_any_entry_counts_as_the_least_probable() -> None:
    found = report((*NINE, made("", ["a"], "help")), 10).figures
    assert found["top1"].value == pytest.approx(2 / 6)
    assert found["auroc"].value == pytest.approx(15.5 / 24)


def test_groups_are_formed_by_label_and_by_expected_section() -> None:
    groups = {(g.label, g.value): g for g in report(NINE, 10).groups}
    assert [groups["lang", name].n for name in ("fr", "en")] == [6, 3]
    assert groups["style", "short"].figures["right_offered"].value == 1.0
    assert groups["section", "z"].n == 1
    assert groups["kind", "near"].figures["oos_answered"].value == 0.5


def test_a_label_that_names_each_question_forms_no_groups() -> None:
    asked = tuple(made(str(i), ["a"], "hand_off", number=str(i), half=str(i % 2)) for i in range(50))
    assert {g.label for g in report(asked, 10).groups} == {"section", "half"}


def test_confusions_count_what_was_ranked_first_and_what_was_answered() -> None:
    twice = (*NINE, made("wrong again", ["section-a"], "hand_off", ("b", 0.1)))
    found = report(twice, 10).confusions
    assert found[0] == Confusion("section-a", "b", 2, 1)
    assert Confusion("nothing", "b", 1, 1) in found
    assert Confusion("a | z", "c", 1, 0) in found
    assert not [c for c in found if c.expected == "nothing" and c.got == "c"]


def test_every_miss_is_listed_the_worst_first_with_what_was_said_instead() -> None:
    misses = report(NINE, 10).misses
    assert [m.q for m in misses] == ["near, answered", "wrong", "near, offered", "sent on"]
    assert (misses[1].instead, misses[1].first, misses[1].matched, misses[1].rank) == (("b",), "b", "about b", 2)


def test_a_report_is_plain_json() -> None:
    text = json.dumps(dataclasses.asdict(report(NINE, 10)), allow_nan=False)
    assert json.loads(text)["figures"]["top1"]["value"] == pytest.approx(0.4)


def test_an_interval_is_that_of_the_binomial_distribution() -> None:
    asked = tuple(made(str(i), ["a"], "answer", ("a" if i < 80 else "b", 0.5), shown=1) for i in range(100))
    found = report(asked).figures["top1"]
    deviation = math.sqrt(0.8 * 0.2 / 100)
    assert found.low == pytest.approx(0.8 - 1.96 * deviation, abs=0.015)
    assert found.high == pytest.approx(0.8 + 1.96 * deviation, abs=0.015)


def test_an_interval_stays_open_where_all_agree() -> None:
    found = report(NINE).figures
    assert (found["choices_wrong"].low, found["choices_wrong"].high) == (0, pytest.approx(1 - 0.025 ** (1 / 5)))
    all_right = report(tuple(made(str(i), ["a"], "answer", ("a", 0.5), shown=1) for i in range(20))).figures["top1"]
    assert (all_right.low, all_right.high) == (pytest.approx(0.025 ** (1 / 20)), 1)


def test_the_same_questions_give_the_same_intervals() -> None:
    assert report(NINE).figures == report(NINE).figures


def test_each_resample_holds_as_many_questions_as_there_are() -> None:
    counts = np.concatenate(list(drawn(5000, 1000)))
    assert counts.shape == (1000, 5000)
    assert (counts.sum(axis=1) == 5000).all()
    assert counts.mean() == 1


PROBABILITIES = st.floats(0, 1) | st.sampled_from([0.0, 0.2, 0.5, 1.0])


@st.composite
def predictions(draw: st.DrawFn) -> tuple[Prediction, ...]:
    def one(q: str) -> Prediction:
        expect = draw(st.sampled_from([["a"], ["b"], ["a", "b"], []]))
        pairs = sorted(
            draw(st.lists(st.tuples(st.sampled_from("abc"), PROBABILITIES), max_size=5)), key=lambda p: -p[1]
        )
        labels = {} if expect else {"kind": draw(st.sampled_from(["near", "far"]))}
        return made(q, expect, draw(st.sampled_from(OUTCOMES)), *pairs, shown=draw(st.integers(0, 3)), **labels)

    return tuple(one(str(number)) for number in range(draw(st.integers(1, 12))))


@settings(max_examples=60, deadline=None)
@given(predictions())
def test_every_figure_and_interval_lies_between_0_and_1(asked: tuple[Prediction, ...]) -> None:
    for found in report(asked, 20).figures.values():
        assert found.value is None or 0 <= found.value <= 1 + 1e-9
        assert found.value is None or -1e-9 <= found.low <= found.high <= 1 + 1e-9  # type: ignore[operator]


@settings(max_examples=60, deadline=None)
@given(predictions(), st.randoms())
def test_the_order_of_questions_does_not_matter(asked: tuple[Prediction, ...], random: object) -> None:
    shuffled = list(asked)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for figure in FIGURES:
        ones = np.ones((1, len(asked)))
        first, second = figure.of(judge(asked), ones)[0], figure.of(judge(shuffled), ones)[0]
        assert first == pytest.approx(second, nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(predictions())
def test_counting_a_question_twice_is_asking_it_twice(asked: tuple[Prediction, ...]) -> None:
    counts = np.ones((1, len(asked)))
    counts[0, 0] = 2
    for figure in FIGURES:
        twice = figure.of(judge((*asked, asked[0])), np.ones((1, len(asked) + 1)))[0]
        assert figure.of(judge(asked), counts)[0] == pytest.approx(twice, nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(PROBABILITIES, min_size=1), st.lists(PROBABILITIES, min_size=1))
def test_auroc_counts_the_pairs_in_the_right_order(inside: list[float], outside: list[float]) -> None:
    asked = [made("q", ["a"], "hand_off", ("a", p)) for p in inside]
    asked += [made("q", [], "hand_off", ("a", p)) for p in outside]
    pairs = [1.0 if i > o else 0.5 if i == o else 0.0 for i in inside for o in outside]
    assert report(tuple(asked), 5).figures["auroc"].value == pytest.approx(sum(pairs) / len(pairs))


def test_a_perfect_order_has_an_auroc_of_1_and_a_reversed_one_of_0() -> None:
    high, low = made("q", ["a"], "answer", ("a", 0.9), shown=1), made("q", [], "hand_off", ("a", 0.1))
    assert report((high, low), 5).figures["auroc"].value == 1
    reversed_ = made("q", ["a"], "hand_off", ("a", 0.1)), made("q", [], "answer", ("a", 0.9), shown=1)
    assert report(reversed_, 5).figures["auroc"].value == 0
