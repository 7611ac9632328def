"""What the cache promises: the same matcher again, or none; never a wrong one."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.search import cache
from bot.search.corpus import Corpus
from bot.search.matcher import Matcher
from bot.search.prepared import prepared
from bot.search.scoring.ranking_features import RANKING_FEATURES


def test_a_loaded_matcher_ranks_like_the_saved_one(matcher: Matcher, tmp_path: Path) -> None:
    matcher.save(tmp_path / "m.npz")
    loaded = Matcher.load(tmp_path / "m.npz")
    assert loaded is not None
    for question in ("kel lisence pr nos donnés", "who can coach me", "licence pour un jdd", "xyz"):
        assert loaded.rank(question) == matcher.rank(question)
    assert (loaded.answer_at, loaded.choices_at) == (matcher.answer_at, matcher.choices_at)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.95])
def test_a_half_written_file_is_no_matcher(matcher: Matcher, tmp_path: Path, share: float) -> None:
    path = tmp_path / "m.npz"
    matcher.save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert Matcher.load(path) is None


def test_a_flipped_byte_is_no_matcher(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    matcher.save(path)
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)
    assert Matcher.load(path) is None


def foreign(path: Path, change: Callable[[dict[str, Any], dict[str, Any]], None]) -> None:
    """A whole and sound file whose content is not what the code expects."""
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    written = json.loads(arrays.pop("json").tobytes())
    change(written["fitted"], arrays)
    np.savez(path, json=np.frombuffer(json.dumps(written).encode(), np.uint8), **arrays)


def another_type(fitted: dict[str, Any], arrays: dict[str, Any]) -> None:
    fitted["index"]["ids"][0] = 5


def a_field_less(fitted: dict[str, Any], arrays: dict[str, Any]) -> None:
    del fitted["index"]["bm25"]["rarest"]


def an_unknown_feature(fitted: dict[str, Any], arrays: dict[str, Any]) -> None:
    fitted["features"][0] = "os.system"


def an_array_less(fitted: dict[str, Any], arrays: dict[str, Any]) -> None:
    del arrays[fitted["weights"]]


def an_array_of_another_kind(fitted: dict[str, Any], arrays: dict[str, Any]) -> None:
    arrays[fitted["weights"]] = arrays[fitted["weights"]].astype(np.int8)


def an_entry_more_than_examples(fitted: dict[str, Any], arrays: dict[str, Any]) -> None:
    fitted["index"]["examples"]["language"].pop()


@pytest.mark.parametrize(
    "change",
    [another_type, a_field_less, an_unknown_feature, an_array_less, an_array_of_another_kind,
     an_entry_more_than_examples],
)  # fmt: skip
def test_a_foreign_file_is_no_matcher(
    matcher: Matcher, tmp_path: Path, change: Callable[[dict[str, Any], dict[str, Any]], None]
) -> None:
    path = tmp_path / "m.npz"
    matcher.save(path)
    foreign(path, change)
    assert Matcher.load(path) is None


def test_a_file_that_nobody_changed_is_a_matcher(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    matcher.save(path)
    foreign(path, lambda fitted, arrays: None)
    assert Matcher.load(path) is not None


def test_a_matcher_of_other_features_is_fitted_again(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    matcher.save(path)
    assert cache.load_fitted(path, features=RANKING_FEATURES[1:]) is None


def test_an_absent_file_is_no_matcher(tmp_path: Path) -> None:
    assert Matcher.load(tmp_path / "none.npz") is None


def test_the_same_corpus_in_another_order_is_fitted_once(corpus: Corpus, tmp_path: Path) -> None:
    first: list[str] = []
    again: list[str] = []
    prepared(corpus, tmp_path, progress=lambda stage, share: first.append(stage))
    turned = dataclasses.replace(corpus, documents=tuple(reversed(corpus.documents)))
    prepared(turned, tmp_path, progress=lambda stage, share: again.append(stage))
    assert (bool(first), again) == (True, [])
    assert [path.suffix for path in tmp_path.iterdir()] == [".npz"]


def test_another_corpus_or_another_share_of_wrong_is_fitted_anew(corpus: Corpus, tmp_path: Path) -> None:
    prepared(corpus, tmp_path)
    prepared(corpus, tmp_path, wrong_accepted=0.05)
    prepared(dataclasses.replace(corpus, out_of_scope=()), tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
