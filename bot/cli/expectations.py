"""What to expect of a knowledge that is well: what its questions are compared by, and what few examples mean."""

from collections.abc import Iterator

from bot.features.answering.corpus import corpus
from bot.knowledge import Knowledge
from bot.knowledge.problem import counted
from bot.languages import manners
from bot.search.corpus import COMPARED
from bot.search.words.models import AUTO, NONE, model_name

ENOUGH = 10
RIGHT_FIRST = "about 50 % with 1 example, 70 % with 3, 80 % with 5 and 85 % with 10"
"""By words alone, on the val split of clinc-k10; see "With few examples" in docs/matching.md."""


def expectations(knowledge: Knowledge, model: str) -> Iterator[str]:
    """`model`: see PASSEUR_MODEL. One line a subject, none an entry: there may be hundreds."""
    examples = sum(len(document.examples) for document in corpus(knowledge).documents)
    yield _compared(model, examples)
    if examples > COMPARED:
        yield (
            f"There are {examples:,} examples, more than {COMPARED:,}: entries are looked up as a whole, without a "
            "classifier, and fewer questions are answered at once."
        )
    few = list(_few(knowledge))
    if few:
        count, entry, language = min(few)
        entries = len({entry for _, entry, _ in few})
        yield (
            f"{counted(entries, 'entry has', 'entries have')} fewer than {ENOUGH} example questions in a language "
            f"(the fewest: '{entry}', {count} in {manners(language).english}). On public question sets the right entry "
            f"comes first in {RIGHT_FIRST}; with three or fewer, expect choices more often than answers."
        )


def _compared(model: str, examples: int) -> str:
    name = model_name(model, examples)
    if name:
        return f"Questions are compared in words and in meaning, by {name} (PASSEUR_MODEL={model})."
    missing = ", and no encoder is installed" if model == AUTO else ""
    return f"Questions are compared in words alone (PASSEUR_MODEL={model or NONE}{missing})."


def _few(knowledge: Knowledge) -> Iterator[tuple[int, str, str]]:
    for entry in knowledge.own.values():
        for language in knowledge.organisation.languages:
            count = len(entry.wording(language).questions)
            if count < ENOUGH:
                yield count, entry.id, language
