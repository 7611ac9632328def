"""python -m benchmarks.search DATA: one table of our matcher and its peers, quality first, then speed and memory."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks.data import QuestionSet, question_sets
from benchmarks.peers import available
from benchmarks.quality import Quality, quality
from benchmarks.speed import measured_alone


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder of question sets: kb.yaml, val.jsonl, test.jsonl")
    parser.add_argument("--split", default="test", choices=("val", "test"))
    parser.add_argument("--only", action="append", help="only this ranker; may be repeated")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000], help="examples, for the speed"
    )
    arguments = parser.parse_args()
    sets = question_sets(arguments.data, arguments.split)
    if not sets:
        parser.error(f"'{arguments.data}' holds no kb.yaml.")
    chosen = arguments.only or list(available())
    for one in sets:
        _print_quality(one, chosen)
    for size in arguments.sizes:
        _print_speed(sets, size, chosen)


def _print_quality(one: QuestionSet, chosen: Sequence[str]) -> None:
    print(f"\n{one.name}\n")
    print("| ranker | variant | top-1 | AUROC far | AUROC near | wrong among surest 80 % | calibration error |")
    print("|---|---|---|---|---|---|---|")
    for name in chosen:
        ranker = available()[name](one.corpus)
        for variant in ("clean", "typo"):
            asked = [question for question in one.asked if question.variant == variant]
            print(f"| {name} | {variant} | {_row(quality(ranker, asked))} |", flush=True)


def _row(found: Quality) -> str:
    return " | ".join("" if value is None else f"{value:.3f}" for value in found)


def _print_speed(sets: Sequence[QuestionSet], size: int, chosen: Sequence[str]) -> None:
    print(f"\n{size:,} examples\n")
    print("| ranker | fit, s | median, µs | p99, µs | memory, MiB | median to WRatio |")
    print("|---|---|---|---|---|---|")
    names = ["rapidfuzz WRatio", *(name for name in chosen if name != "rapidfuzz WRatio")]
    yardstick = 0.0
    for name in names:
        if size > 20_000 and name.endswith(("regression", "SVC", "centroid")):
            continue
        speed = measured_alone(name, sets, size)
        yardstick = yardstick or speed.median_us
        figures = f"{speed.fit_seconds:.1f} | {speed.median_us:,.0f} | {speed.p99_us:,.0f} | {speed.memory_mib:,.0f}"
        print(f"| {name} | {figures} | {speed.median_us / yardstick:.4f} |", flush=True)


if __name__ == "__main__":
    main()
