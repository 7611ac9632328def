"""python -m benchmarks.edits: how many replies change when one example is added to another entry than theirs.

Each edit puts one development question as an example to the entry that it is about, and fits the knowledge again. Asked
are the other development questions, of other entries; a reply is an answer, its choices, or a hand-off.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.ablations import shipped
from benchmarks.data import Asked
from bot.search.corpus import Corpus, Example
from bot.search.matcher import Matcher
from bot.search.rank import LIKELY
from bot.search.words.encoders import encoder_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--model", default="none", help="see PASSEUR_MODEL")
    arguments = parser.parse_args()
    one = shipped()
    encoder = encoder_of(arguments.model, sum(len(document.examples) for document in one.corpus.documents))
    before = Matcher.fit(one.corpus, encoder=encoder)
    replies = _replies(before, one.asked)
    inside = [place for place, question in enumerate(one.asked) if question.expected]
    drawn = np.random.default_rng(1).permutation(inside)[: arguments.edits].tolist()
    print("| added to | threshold | replies changed | another first |\n|---|---|---|---|")
    print(f"| nothing | {before.answer_at:.4f} | | |", flush=True)
    shares = []
    for place in drawn:
        added = one.asked[place]
        after = Matcher.fit(_with(one.corpus, added), encoder=encoder)
        others = [i for i, question in enumerate(one.asked) if not set(question.expected) & set(added.expected)]
        changed = _replies(after, one.asked)
        shares.append(sum(changed[i] != replies[i] for i in others) / len(others))
        first = sum(changed[i][1][:1] != replies[i][1][:1] for i in others) / len(others)
        print(f"| {added.expected[0]} | {after.answer_at:.4f} | {shares[-1]:.2%} | {first:.2%} |", flush=True)
    print(f"| mean | | {np.mean(shares):.2%} | |\n| worst | | {max(shares):.2%} | |")


def _with(corpus: Corpus, added: Asked) -> Corpus:
    """The corpus with the question as an example of the first entry that it expects."""
    documents = tuple(
        d._replace(examples=(*d.examples, Example(added.text, corpus.languages[0]))) if d.id == added.expected[0] else d
        for d in corpus.documents
    )
    return replace(corpus, documents=documents)


def _replies(matcher: Matcher, asked: Sequence[Asked]) -> list[tuple[str, tuple[str, ...]]]:
    """What is done with each question, and the entries that are shown for it."""
    found = []
    for question in asked:
        ranking = matcher.rank(question.text)
        matches = ranking.matches
        if matches and matches[0].probability >= matcher.answer_at:
            found.append(("answer", (matches[0].id,)))
        elif matches and ranking.first_three >= matcher.choices_at:
            likely = [match.id for match in matches if match.probability >= LIKELY / 4]
            found.append(("choices", tuple(likely[:3])))
        else:
            found.append(("nothing", ()))
    return found


if __name__ == "__main__":
    main()
