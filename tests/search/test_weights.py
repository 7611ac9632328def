"""Weights and thresholds of the matcher: every case is a line of tests/search/weights."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.search.corpus import Corpus
from bot.search.index import indexed
from bot.search.learn.calibration import fitted_calibration, out_of_scope_expected
from bot.search.learn.cross_validation import training
from bot.search.learn.real_questions import out_of_scope_predictions
from bot.search.learn.thresholds import Rehearsed, fitted_thresholds
from bot.search.scoring.ranking_features import RANKING_FEATURES, Telling
from bot.search.words.analyser import analysed_example
from bot.search.words.expansion import query_expansion
from bot.search.words.lexicon import ALPHABET, Lexicon
from bot.search.words.repair import Speller
from tests.cases import cases

FOLDER = Path(__file__).parent / "weights"
KINDS = ("right", "wrong", "outside", "made")
KNOWS_NOTHING = Lexicon(
    ("fr", "en"), np.zeros(0, np.uint64), np.zeros((0, 2), np.uint8), np.zeros((2, ALPHABET**3), np.float32)
)


@pytest.mark.parametrize("case", cases(FOLDER / "repairs.yaml"))
def test_what_a_mistyped_word_is_read_as(case: dict[str, Any]) -> None:
    read = Speller(case["words"], KNOWS_NOTHING).repair([case["typed"]], case.get("language", "fr"))
    assert " ".join(read) == case["read"]


@pytest.mark.parametrize("case", cases(FOLDER / "thresholds.yaml"))
def test_from_where_on_a_question_is_answered(case: dict[str, Any]) -> None:
    kinds = [(of["p"], kind) for kind in KINDS for of in case.get(kind, []) for _ in range(of["times"])]
    rehearsed = Rehearsed(
        np.array([p for p, _ in kinds]),
        np.array([kind == "right" for _, kind in kinds], bool),
        np.array([kind in ("right", "wrong") for _, kind in kinds], bool),
        np.array([kind == "outside" for _, kind in kinds], bool),
        np.array([of.get("counts", 1.0) for kind in KINDS for of in case.get(kind, []) for _ in range(of["times"])]),
    )
    found = fitted_thresholds(rehearsed, case["accepted"], case.get("examples_an_entry", 10))
    low, high = case["between"]
    assert low - 1e-6 <= found.answer_at <= high + 1e-6
    assert found.choices_at == 0.4


def test_one_more_question_moves_the_threshold_by_little() -> None:
    dice = np.random.default_rng(1)
    right = np.arange(2000) % 10 > 0
    sure = np.where(right, dice.beta(4, 1.5, 2000), dice.beta(1.5, 4, 2000))
    every, some = np.ones(2000, bool), np.zeros(2000, bool)
    all_of_them = Rehearsed(sure, right, every, some, np.ones(2000))
    whole = fitted_thresholds(all_of_them, 0.02, 10).answer_at
    without = [
        fitted_thresholds(Rehearsed(*(np.delete(part, i) for part in all_of_them)), 0.02, 10).answer_at
        for i in np.flatnonzero(~right)[:100]
    ]
    assert np.abs(np.array(without) - whole).max() < 0.006


@pytest.mark.parametrize("case", cases(FOLDER / "out-of-scope.yaml"))
def test_what_a_question_beyond_the_knowledge_counts(case: dict[str, Any], corpus: Corpus) -> None:
    expansion = query_expansion(corpus)
    index, queries = indexed(corpus.documents, lambda e: analysed_example(e.text, e.language, expansion))
    beyond = [analysed_example(f"où est la cantine {n}", "fr", expansion) for n in range(case["questions"])]
    trained = training(index, queries, RANKING_FEATURES, lambda share: None)
    found = list(out_of_scope_predictions(trained, beyond, case["made"]))
    assert [one.weight for one in found] == pytest.approx([case["each"]] * case["questions"])
    assert not any(one.in_scope for one in found)


@pytest.mark.parametrize("case", cases(FOLDER / "calibration.yaml"))
def test_how_sure_one_is_when_nothing_tells(case: dict[str, Any]) -> None:
    half = case["asked"] // 2
    right = np.array([1.0] * int(case["right"] * half))
    right = np.append(right, np.zeros(2 * half - len(right)))
    in_scope = np.repeat([1.0, 0.0], half)
    facts, expected = np.zeros((2 * half, 2)), out_of_scope_expected(case["entries"])
    tellings = [Telling(0.0, 1.0, 0.5), Telling(0.0, 1.0, 0.0)]
    found = fitted_calibration(facts, tellings, right, in_scope, np.ones(2 * half), expected)
    low, high = case["between"]
    assert low <= found.probability(np.zeros(2)) <= high


def test_what_usually_tells_does_so_where_no_example_can_be_left_out() -> None:
    """Out-of-scope stand-ins alone prove nothing of the questions in scope: what is usual holds."""
    tellings = [Telling(0.3, 0.2, 1.0)]
    none, stand_ins = np.zeros(0), np.zeros(300)
    usual = fitted_calibration(np.zeros((0, 1)), tellings, none, none, none, 0.3)
    found = fitted_calibration(np.full((300, 1), 0.5), tellings, stand_ins, stand_ins, np.ones(300), 0.3)
    for value in (0.1, 0.5, 0.9):
        assert found.probability(np.array([value])) == pytest.approx(usual.probability(np.array([value])))
    assert found.weights[0] == pytest.approx(5.0)
