"""python -m benchmarks.ablations DATA: what each part of the matcher adds, one left out at a time, on the val split."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np

from benchmarks.data import QuestionSet, question_sets
from benchmarks.peers import passeur
from benchmarks.quality import quality
from bot.search import matcher, signals
from bot.search.learn import rehearsal
from bot.search.words import concepts, repair

MOST = 1_500


@contextmanager
def without(part: str) -> Iterator[None]:
    if part == "typo repair":
        with patch.object(repair.Speller, "repair", lambda self, tokens, language: list(tokens)):
            yield
    elif part == "general notions":
        with patch.object(concepts.Concepts, "carried", lambda self, stems, language: []):
            yield
    elif part == "classifier":
        with patch.object(rehearsal, "CLASSIFIED", 0):
            yield
    elif part in signals.NAMES:
        with patch.object(matcher, "candidates", _blinded(part)), patch.object(rehearsal, "candidates", _blinded(part)):
            yield
    else:
        yield


def _blinded(part: str):  # type: ignore[no-untyped-def]
    real, column = signals.candidates, signals.NAMES.index(part)

    def blind(*arguments, **named):  # type: ignore[no-untyped-def]
        found = real(*arguments, **named)
        table = np.array(found.table)
        table[:, column] = 0.0
        return found._replace(table=table)

    return blind


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    for one in question_sets(parser.parse_args().data, "val"):
        _print(one)


def _print(one: QuestionSet) -> None:
    step = max(1, sum(question.kind == "in" for question in one.asked) // MOST)
    asked = [question for i, question in enumerate(one.asked) if question.kind != "in" or i % step == 0]
    print(f"\n{one.name}\n\n| without | top-1 clean | typo | AUROC far, clean |\n|---|---|---|---|")
    for part in ("nothing", "typo repair", "general notions", "classifier", "bm25", "characters", "words", "ratio"):
        with without(part):
            ranker = passeur(one.corpus)
            clean, typo = (quality(ranker, [q for q in asked if q.variant == variant]) for variant in ("clean", "typo"))
        print(f"| {part} | {clean.top1:.3f} | {typo.top1:.3f} | {clean.far or 0:.3f} |", flush=True)


if __name__ == "__main__":
    main()
