"""python -m benchmarks.curve QUESTIONS...: how good the shipped knowledge is with N examples an entry and language.

The examples are drawn by lot, once for each seed; what was asked for real stays as it is. Asked are the questions of
the files that are named.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.features.answering.corpus import SMALL_TALK, corpus
from bot.knowledge.load import load
from bot.knowledge.schema import Knowledge
from bot.search.corpus import Corpus, Example
from bot.search.evaluation.questions import LabelledQuestion, read_questions
from bot.search.matcher import Matcher
from bot.search.words.encoders import encoder_of

ROOT = Path(__file__).parents[1]
ALL = 0
FIGURES = ("right first", "answered right", "answered wrong", "handed off")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--examples", type=int, nargs="+", default=[3, 6, 12, ALL], help="0 for all")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--model", default="none", help="see PASSEUR_MODEL")
    arguments = parser.parse_args()
    knowledge = load([ROOT / "knowledge"])
    asked = [placed.question for placed in read_questions(arguments.questions) if placed.question.expect]
    whole = corpus(knowledge)
    print(f"| examples | {' | '.join(FIGURES)} |\n|---|{'---|' * len(FIGURES)}")
    for most in arguments.examples:
        seeds = range(1 if most == ALL else arguments.seeds)
        found = np.array([_figures(knowledge, _fewer(whole, most, seed), arguments.model, asked) for seed in seeds])
        means, spread = found.mean(axis=0), found.std(axis=0)
        told = (f"{mean:.3f} ± {off:.3f}" for mean, off in zip(means, spread, strict=True))
        print(f"| {most or 'all'} | {' | '.join(told)} |", flush=True)


def _fewer(whole: Corpus, most: int, seed: int) -> Corpus:
    """At most so many examples an entry and language; small talk keeps its own, as every knowledge has it."""
    dice = np.random.default_rng(seed)

    def drawn(examples: Sequence[Example]) -> tuple[Example, ...]:
        own: list[Example] = []
        for language in whole.languages:
            spoken = [example for example in examples if example.language == language]
            own += [spoken[i] for i in sorted(dice.permutation(len(spoken))[:most].tolist())]
        return tuple(own)

    documents = (
        d if most == ALL or d.id.startswith(SMALL_TALK) else d._replace(examples=drawn(d.examples))
        for d in whole.documents
    )
    return replace(whole, documents=tuple(documents))


def _figures(knowledge: Knowledge, of: Corpus, model: str, asked: Sequence[LabelledQuestion]) -> list[float]:
    """The shares of FIGURES, in their order."""
    encoder = encoder_of(model, sum(len(document.examples) for document in of.documents))
    matcher, counts = Matcher.fit(of, encoder=encoder), np.zeros(len(FIGURES))
    for question in asked:
        wanted = {entry.id for name in question.expect for entry in knowledge.answering(name)} | set(question.expect)
        ranking = matcher.rank(question.q)
        matches = ranking.matches
        right = bool(matches) and matches[0].id in wanted
        sure = matches[0].probability if matches else 0.0
        answered = sure >= matcher.answer_at
        counts += (
            right,
            answered and right,
            answered and not right,
            not answered and ranking.first_three < matcher.choices_at,
        )
    return [float(share) for share in counts / len(asked)]


if __name__ == "__main__":
    main()
