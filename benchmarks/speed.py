"""Real questions in; larger knowledge recombined from them, and the time and memory that each ranker needs, out."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.data import QuestionSet
from benchmarks.peers import Ranker, available
from bot.search.corpus import Corpus, Document, Example

EXAMPLES_PER_ENTRY = 10
QUESTIONS = 500
SECONDS_PER_RANKER = 6.0


class Speed(NamedTuple):
    fit_seconds: float
    median_us: float
    p99_us: float
    memory_mib: float


def recombined(sets: Sequence[QuestionSet], examples: int, asked: int) -> tuple[Corpus, list[str]]:
    """First halves of real questions with second halves of others, ten an entry, and questions of the same make."""
    texts = [e.text for one in sets for d in one.corpus.documents for e in d.examples]
    texts += [question.text for one in sets for question in one.asked if question.variant == "clean"]
    halves = [(words[: len(words) // 2], words[len(words) // 2 :]) for words in map(str.split, texts)]
    dice = np.random.default_rng(0)

    def sentence() -> str:
        first, second = dice.integers(len(halves), size=2)
        return " ".join(halves[first][0] + halves[second][1])

    documents = tuple(
        Document(f"entry-{i:06d}", tuple(Example(sentence(), "en") for _ in range(EXAMPLES_PER_ENTRY)))
        for i in range(examples // EXAMPLES_PER_ENTRY)
    )
    return Corpus(documents), [sentence() for _ in range(asked)]


def resident_mib() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def measured_alone(ranker: str, sets: Sequence[QuestionSet], examples: int) -> Speed:
    """In a process of its own: what others leave in memory slows some rankers down and hides what each needs."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured_here, ranker, sets, examples).result()


def _measured_here(ranker: str, sets: Sequence[QuestionSet], examples: int) -> Speed:
    return measured(available()[ranker], *recombined(sets, examples, QUESTIONS))


def measured(build: Callable[[Corpus], Ranker], corpus: Corpus, questions: Sequence[str]) -> Speed:
    before, start = resident_mib(), time.perf_counter()
    ranker = build(corpus)
    fit_seconds = time.perf_counter() - start
    for question in questions[:20]:
        ranker(question)
        if time.perf_counter() - start > fit_seconds + SECONDS_PER_RANKER:
            break
    times: list[float] = []
    for question in questions:
        start = time.perf_counter()
        ranker(question)
        times.append(time.perf_counter() - start)
        if sum(times) > SECONDS_PER_RANKER and len(times) >= 5:
            break
    memory = resident_mib() - before
    return Speed(fit_seconds, 1e6 * float(np.median(times)), 1e6 * float(np.quantile(times, 0.99)), memory)
