"""python -m benchmarks.ablations DATA: what each part of the matcher adds, one left out at a time.

Asked are the val splits, and of the shipped knowledge the development questions, which are taken out of its examples.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from benchmarks.data import Asked, QuestionSet, question_sets
from benchmarks.peers import passeur
from benchmarks.quality import quality
from bot.features.answering.corpus import corpus
from bot.knowledge.load import load
from bot.search import text
from bot.search.corpus import Corpus, Example
from bot.search.evaluation.questions import read_questions
from bot.search.learn import cross_validation
from bot.search.scoring.ranking_features import RANKING_FEATURES, RankingFeature
from bot.search.words import expansion, repair
from bot.search.words.encoders import encoder_of

MOST = 1_500
PARTS = ("nothing", "typo repair", "vocabulary", "general synonym classes", "classifier", "bm25", "characters", "words",
         "ratio")  # fmt: skip
ROOT = Path(__file__).parents[1]


@contextmanager
def without(part: str) -> Iterator[None]:
    if part == "typo repair":
        with patch.object(repair.Speller, "repair", lambda _self, tokens, _language, _kept=(): list(tokens)):
            yield
    elif part == "general synonym classes":
        with patch.object(expansion, "_general_classes", list):
            yield
    elif part == "classifier":
        with patch.object(cross_validation, "CLASSIFIED", 0):
            yield
    else:
        yield


def features_without(part: str) -> tuple[RankingFeature, ...]:
    return tuple(feature for feature in RANKING_FEATURES if feature.name != part or part == "classifier")


def shipped() -> QuestionSet:
    """The shipped knowledge without any example that is a development question; these are what is asked."""
    knowledge = load([ROOT / "knowledge"])
    files = sorted((ROOT / "tests/questions/development").glob("*.yaml"))
    questions = [placed.question for placed in read_questions(files)]
    answering = {s: [e.id for e in knowledge.answering(s)] for s in knowledge.sections}
    asked = [
        Asked(q.q, tuple(i for e in q.expect for i in (e, *answering.get(e, ()))), "clean", q.kind or "in")
        for q in questions
    ]
    gone = {text.folded(question.q) for question in questions}

    def kept(examples: tuple[Example, ...]) -> tuple[Example, ...]:
        return tuple(example for example in examples if text.folded(example.text) not in gone)

    whole = corpus(knowledge)
    documents = tuple(d._replace(examples=kept(d.examples)) for d in whole.documents)
    rest = replace(whole, documents=documents, out_of_scope=kept(whole.out_of_scope))
    return QuestionSet("shipped knowledge", rest, asked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", help="a static embedding model, for one more row: with its feature")
    arguments = parser.parse_args()
    for one in (*question_sets(arguments.data, "val"), shipped()):
        _print(one, arguments.model)


def _print(one: QuestionSet, model: str | None) -> None:
    step = max(1, sum(question.kind == "in" for question in one.asked) // MOST)
    asked = [question for i, question in enumerate(one.asked) if question.kind != "in" or i % step == 0]
    print(f"\n{one.name}\n\n| without | top-1 clean | typo | AUROC far | near |\n|---|---|---|---|---|")
    for part in PARTS:
        bare = replace(one.corpus, synonyms={}, abbreviations={}) if part == "vocabulary" else one.corpus
        if part == "vocabulary" and bare == one.corpus:
            continue
        with without(part):
            _print_row(part, bare, asked, features=features_without(part))
    if model:
        _print_row("nothing, and with the model of meaning", one.corpus, asked, model)


def _print_row(
    part: str,
    corpus: Corpus,
    asked: list[Asked],
    model: str | None = None,
    features: tuple[RankingFeature, ...] = RANKING_FEATURES,
) -> None:
    ranker = passeur(corpus, encoder_of(model, 0) if model else None, features)
    found = {v: quality(ranker, of) for v in ("clean", "typo") if (of := [q for q in asked if q.variant == v])}
    clean, typo = found["clean"], found.get("typo")
    figures = clean.top1, typo.top1 if typo else None, clean.far, clean.near
    print(f"| {part} |", " | ".join("" if value is None else f"{value:.3f}" for value in figures), "|", flush=True)


if __name__ == "__main__":
    main()
