"""Weights and thresholds of the matcher: every case is a line of tests/search/weights."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from bot.search.corpus import Corpus
from bot.search.index import indexed
from bot.search.learn.calibration import fitted_calibration, out_of_scope_expected
from bot.search.learn.cross_validation import out_of_scope_predictions, training
from bot.search.learn.thresholds import fitted_thresholds
from bot.search.scoring.ranking_features import RANKING_FEATURES
from bot.search.words.analyser import analysed_example
from bot.search.words.expansion import query_expansion
from bot.search.words.lexicon import ALPHABET, Lexicon
from bot.search.words.repair import Speller

FOLDER = Path(__file__).parent / "weights"
KNOWS_NOTHING = Lexicon(
    ("fr", "en"), np.zeros(0, np.uint64), np.zeros((0, 2), np.uint8), np.zeros((2, ALPHABET**3), np.float32)
)


def cases(name: str) -> list[Any]:
    found = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in found]


@pytest.mark.parametrize("case", cases("repairs"))
def test_what_a_mistyped_word_is_read_as(case: dict[str, Any]) -> None:
    read = Speller(case["words"], KNOWS_NOTHING).repair([case["typed"]], case.get("language", "fr"))
    assert " ".join(read) == case["read"]


@pytest.mark.parametrize("case", cases("thresholds"))
def test_from_where_on_a_question_is_answered(case: dict[str, Any]) -> None:
    kinds = [(p, kind) for kind in ("right", "wrong", "outside", "made") for p in case.get(kind, [])]
    found = fitted_thresholds(
        np.array([p for p, _ in kinds]),
        np.array([kind == "right" for _, kind in kinds]),
        np.array([kind in ("right", "wrong") for _, kind in kinds]),
        np.array([kind == "outside" for _, kind in kinds]),
        case["accepted"],
    )
    assert found == pytest.approx((case["answer_at"], 0.2), abs=1e-6)
    asked = len(case["right"]) + len(case.get("wrong", []))
    answered = [p for p in case.get("wrong", []) if found.answer_at <= p < 0.999]
    assert len(answered) <= case["accepted"] * asked


@pytest.mark.parametrize("case", cases("out-of-scope"))
def test_what_a_question_beyond_the_knowledge_counts(case: dict[str, Any], corpus: Corpus) -> None:
    expansion = query_expansion(corpus)
    index, queries = indexed(corpus.documents, lambda e: analysed_example(e.text, e.language, expansion))
    beyond = [analysed_example(f"où est la cantine {n}", "fr", expansion) for n in range(case["questions"])]
    trained = training(index, queries, RANKING_FEATURES, lambda share: None)
    found = list(out_of_scope_predictions(trained, beyond, case["made"]))
    assert [one.weight for one in found] == pytest.approx([case["each"]] * case["questions"])
    assert not any(one.in_scope for one in found)


@pytest.mark.parametrize("case", cases("calibration"))
def test_how_sure_one_is_when_nothing_tells(case: dict[str, Any]) -> None:
    right = np.array([1.0] * case["right"] + [0.0] * (20 - case["right"]))
    in_scope = np.array([1.0] * 10 + [0.0] * 10)
    facts, expected = np.zeros((20, 2)), out_of_scope_expected(case["entries"])
    found = fitted_calibration(facts, np.ones(2), right, in_scope, np.ones(20), expected)
    assert found.probability(np.zeros(2)) == pytest.approx(case["probability"], abs=0.005)
