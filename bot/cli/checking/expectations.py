"""What to expect of a knowledge that is well: what its questions are compared by, and what few examples mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.features.answering.corpus import corpus
from bot.knowledge import Knowledge
from bot.search.corpus import COMPARED
from bot.search.words.models import AUTO, NONE, model_name

ENOUGH = 10
"""By words alone, on the val split of clinc-k10; see "With few examples" in docs/matching.md."""


@dataclass(frozen=True)
class FewExamples:
    """`entries`: those with fewer than `enough` questions in a language; then the one with the fewest."""

    entries: int
    entry: str
    count: int
    language: str
    enough: int = ENOUGH


@dataclass(frozen=True)
class Expectations:
    """`model`: what is wanted (PASSEUR_MODEL); `name`: what compares meanings, if anything; `lacking`: it is not there.

    `examples`: how many there are, of which `compared` at most have a classifier.
    """

    model: str
    name: str | None
    lacking: bool
    examples: int
    compared: int
    few: FewExamples | None


def expectations(knowledge: Knowledge, model: str) -> Expectations:
    """`model`: see PASSEUR_MODEL."""
    examples = sum(len(document.examples) for document in corpus(knowledge).documents)
    name = model_name(model, examples)
    few = list(_few(knowledge))
    fewest = None
    if few:
        count, entry, language = min(few)
        fewest = FewExamples(len({entry for _, entry, _ in few}), entry, count, language)
    return Expectations(model or NONE, name, model == AUTO and not name, examples, COMPARED, fewest)


def _few(knowledge: Knowledge) -> Iterator[tuple[int, str, str]]:
    for entry in knowledge.own.values():
        for language in knowledge.organisation.languages:
            count = len(entry.wording(language).questions)
            if count < ENOUGH:
                yield count, entry.id, language
