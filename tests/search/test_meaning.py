"""A static embedding model, made here, is loaded by the real code and becomes one more signal."""

from pathlib import Path

import numpy as np
import pytest

from bot.search.corpus import Corpus
from bot.search.matcher import Matcher, prepared
from bot.search.words.meaning import load_encoder

CLOSE = {"dataset": 0, "spreadsheet": 0, "mentor": 1, "guide": 1, "licence": 2, "permit": 2, "rules": 3, "laws": 3}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    model2vec = pytest.importorskip("model2vec")
    tokenizers = pytest.importorskip("tokenizers")
    vocabulary = {word: i for i, word in enumerate(["[UNK]", *CLOSE])}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    vectors = np.zeros((len(vocabulary), 4), np.float32)
    for word, axis in CLOSE.items():
        vectors[vocabulary[word], axis] = 1.0
    folder = tmp_path_factory.mktemp("model")
    model2vec.StaticModel(vectors, tokenizer).save_pretrained(folder)
    return folder


def test_words_of_one_meaning_have_one_vector(model: Path) -> None:
    spreadsheet, dataset, mentor = load_encoder(str(model))(["spreadsheet", "dataset", "mentor"])
    assert np.allclose(spreadsheet, dataset)
    assert float(spreadsheet @ mentor) == pytest.approx(0.0)


def test_a_word_that_no_example_has_is_understood(model: Path, corpus: Corpus, matcher: Matcher) -> None:
    understanding = Matcher.fit(corpus, encoder=load_encoder(str(model)))
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
