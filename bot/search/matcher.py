"""A corpus in; a matcher out that ranks a question's entries with the probability of being right."""

import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from bot.search import text
from bot.search.corpus import Corpus, Document, Example
from bot.search.rank import Explanation, Match, Ranking, SharedWord, Signal

Progress = Callable[[str, float], None]
Floats = NDArray[np.float64]

VERSION = "light-1"
BM25_WEIGHT, CHARACTER_WEIGHT, RATIO_WEIGHT = 4.3, 12.7, 2.2
CANDIDATES = 12
LANGUAGE_OF_LOCALE = {"fr": "fr", "en": "en"}


class Matcher:
    def __init__(self, corpus: Corpus, wrong_accepted: float) -> None:
        self.corpus = corpus
        self.wrong_accepted = wrong_accepted
        self.answer_at = 0.7
        self.choices_at = 0.3
        self.documents = sorted(corpus.documents, key=lambda document: document.id)
        self.ids = [document.id for document in self.documents]
        self.examples = [
            [example for example in document.examples if text.words(example.text)] for document in self.documents
        ]
        self.folded = [[text.folded(example.text) for example in examples] for examples in self.examples]
        self._count_words()
        self._count_grams()

    @classmethod
    def fit(cls, corpus: Corpus, *, wrong_accepted: float = 0.02, progress: Progress | None = None) -> "Matcher":
        matcher = cls(corpus, wrong_accepted)
        if progress is not None:
            progress("fitted", 1.0)
        return matcher

    def _count_words(self) -> None:
        counts = [Counter(s for e in examples for s in _stems(e)) for examples in self.examples]
        lengths = [sum(c.values()) or 1 for c in counts]
        average = sum(lengths) / max(1, len(lengths))
        df = Counter(word for c in counts for word in c)
        n = len(counts)
        self.idf = {word: math.log(1 + (n - f + 0.5) / (f + 0.5)) for word, f in df.items()}
        self.bm25: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, c in enumerate(counts):
            for word, tf in c.items():
                weight = tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * lengths[i] / average))
                self.bm25[word].append((i, self.idf[word] * weight))

    def _count_grams(self) -> None:
        counts = [Counter(g for f in fs for g in text.character_grams(f, 2, 5)) for fs in self.folded]
        df = Counter(g for c in counts for g in c)
        n = len(counts)
        self.gram_idf = {g: math.log((1 + n) / (1 + f)) + 1 for g, f in df.items()}
        self.grams: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, c in enumerate(counts):
            weights = {g: (1 + math.log(tf)) * self.gram_idf[g] for g, tf in c.items()}
            norm = math.sqrt(sum(w * w for w in weights.values())) or 1.0
            for g, w in weights.items():
                self.grams[g].append((i, w / norm))

    def _signals(self, question: str, language: str) -> tuple[Floats, Floats, Floats]:
        folded = text.folded(question)
        bm25, characters = np.zeros(len(self.ids)), np.zeros(len(self.ids))
        question_stems = set(_stems(Example(question, language)))
        most = sum(self.idf.get(s, 6.0) for s in question_stems) or 1.0
        for stem in question_stems:
            for i, weight in self.bm25.get(stem, ()):
                bm25[i] += weight / most
        grams = {g: 1 + math.log(tf) for g, tf in Counter(text.character_grams(folded, 2, 5)).items()}
        norm = math.sqrt(sum((w * self.gram_idf.get(g, 6.0)) ** 2 for g, w in grams.items())) or 1.0
        for g, w in grams.items():
            for i, weight in self.grams.get(g, ()):
                characters[i] += w * self.gram_idf[g] * weight / norm
        rough = BM25_WEIGHT * bm25 + CHARACTER_WEIGHT * characters
        ratio = np.zeros(len(self.ids))
        for i in np.argsort(-rough, kind="stable")[:CANDIDATES]:
            ratio[i] = max((fuzz.ratio(folded, f) for f in self.folded[i]), default=0.0) / 100
        return bm25, characters, ratio

    def rank(
        self, question: str, *, language: str | None = None, locale: str | None = None, limit: int = 5
    ) -> Ranking:
        spoken, sure = self._language(question, language, locale)
        if not text.folded(question) or not self.ids:
            return Ranking(question, spoken, sure, ())
        bm25, characters, ratio = self._signals(question, spoken)
        score = BM25_WEIGHT * bm25 + CHARACTER_WEIGHT * characters + RATIO_WEIGHT * ratio
        share = np.exp(score - score.max())
        probabilities = share / share.sum() * min(1.0, 2.0 * float(characters.max()))
        order = np.argsort(-probabilities, kind="stable")[:limit]
        return Ranking(question, spoken, sure, tuple(self._match(question, int(i), probabilities[i]) for i in order))

    def _match(self, question: str, entry: int, probability: float) -> Match:
        folded = text.folded(question)
        best = max(
            zip(self.examples[entry], self.folded[entry], strict=True),
            key=lambda pair: fuzz.token_set_ratio(folded, pair[1]) + fuzz.ratio(folded, pair[1]),
            default=(Example("", "fr"), ""),
        )[0]
        return Match(self.ids[entry], float(probability), best.text, best.language)

    def _language(self, question: str, forced: str | None, locale: str | None) -> tuple[str, bool]:
        languages = self.corpus.languages
        if forced is not None:
            return forced, True
        prior = LANGUAGE_OF_LOCALE.get((locale or "")[:2].lower(), languages[0])
        evidence = {lang: 0.0 for lang in languages}
        for word in text.words(question):
            for examples in self.examples:
                for example in examples:
                    if word in example.text.lower().split():
                        evidence[example.language] = evidence.get(example.language, 0.0) + 1.0
        best = max(languages, key=lambda lang: (evidence[lang], lang == prior))
        return best, evidence[best] > 1.5 * (sum(evidence.values()) - evidence[best])

    def explain(
        self, question: str, *, language: str | None = None, locale: str | None = None, limit: int = 5
    ) -> Explanation:
        ranking = self.rank(question, language=language, locale=locale, limit=limit)
        if not ranking.matches:
            return Explanation(ranking, (), (), (), None, 0.0)
        top = self.ids.index(ranking.matches[0].id)
        mine = set(_stems(Example(question, ranking.language)))
        theirs = {s for e in self.examples[top] for s in _stems(e)}
        shared = sorted((SharedWord(s, round(self.idf[s], 3)) for s in mine & theirs), key=lambda s: -s.weight)
        values = self._signals(question, ranking.language)
        signals = tuple(
            Signal(n, float(v[top])) for n, v in zip(("bm25", "characters", "ratio"), values, strict=True)
        )
        runner_up = ranking.matches[1] if len(ranking.matches) > 1 else None
        margin = ranking.matches[0].probability - (runner_up.probability if runner_up else 0.0)
        return Explanation(ranking, (), tuple(shared), signals, runner_up, margin)

    def save(self, path: Path) -> None:
        content = json.dumps({"corpus": asdict(self.corpus), "wrong_accepted": self.wrong_accepted})
        digest = hashlib.sha256(content.encode()).hexdigest()
        half_written = path.with_suffix(".part")
        half_written.write_text(json.dumps({"version": VERSION, "digest": digest, "content": content}))
        half_written.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Matcher | None":
        try:
            outer = json.loads(path.read_text())
            if outer["version"] != VERSION:
                return None
            if outer["digest"] != hashlib.sha256(outer["content"].encode()).hexdigest():
                return None
            inner = json.loads(outer["content"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return cls(_corpus(inner["corpus"]), inner["wrong_accepted"])


def prepared(
    corpus: Corpus, cache: Path | None, *, wrong_accepted: float = 0.02, progress: Progress | None = None
) -> Matcher:
    """The matcher of this corpus, from the cache when it was fitted before."""
    if cache is None:
        return Matcher.fit(corpus, wrong_accepted=wrong_accepted, progress=progress)
    key = hashlib.sha256(json.dumps([VERSION, asdict(corpus), wrong_accepted], sort_keys=True).encode()).hexdigest()
    path = cache / f"matcher-{key[:32]}.json"
    matcher = Matcher.load(path)
    if matcher is None:
        matcher = Matcher.fit(corpus, wrong_accepted=wrong_accepted, progress=progress)
        cache.mkdir(parents=True, exist_ok=True)
        matcher.save(path)
    return matcher


def _stems(example: Example) -> list[str]:
    return text.stems(text.words(example.text), example.language)


def _examples(rows: list[list[str]]) -> tuple[Example, ...]:
    return tuple(Example(*row) for row in rows)


def _corpus(content: dict[str, object]) -> Corpus:
    documents: list[list[object]] = content["documents"]  # type: ignore[assignment]
    return Corpus(
        documents=tuple(
            Document(str(i), _examples(e), _examples(t), _examples(b))  # type: ignore[arg-type]
            for i, e, t, b in documents
        ),
        out_of_scope=_examples(content["out_of_scope"]),  # type: ignore[arg-type]
        languages=tuple(content["languages"]),  # type: ignore[arg-type]
    )
