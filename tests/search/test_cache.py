"""What the cache promises: the same matcher again, or none; never a wrong one."""

import dataclasses
from pathlib import Path

import pytest

from bot.search.corpus import Corpus
from bot.search.matcher import Matcher, prepared


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
