"""What maintainers decided on gaps, as edits of the knowledge."""

from datetime import datetime

from bot.knowledge.editing.entries import EntryDraft, ExampleEdit, KnowledgeEdit, OutOfScopeEdit, ReviewEdit
from bot.storage.transaction import Transaction


async def edits_of(transaction: Transaction, now: datetime) -> list[tuple[int | None, KnowledgeEdit]]:
    """Each with the number of the oldest question that it was decided for; None when none is kept any more."""
    decided, asked = (await transaction.gaps.decisions(now)).values(), await transaction.gaps.questions(now)
    numbers = {one.decision: one.id for one in sorted(asked, key=lambda one: one.id, reverse=True)}
    edits: list[tuple[int | None, KnowledgeEdit]] = []
    for one in decided:
        if one.verdict == "entry" and one.entry and one.words:
            edits.append((numbers.get(one.id), ExampleEdit(one.entry, one.language, one.words)))
        elif one.verdict == "new" and one.words:
            edits.append((numbers.get(one.id), EntryDraft(one.language, one.words, one.answer)))
        elif one.verdict == "out_of_scope" and one.words:
            edits.append((numbers.get(one.id), OutOfScopeEdit(one.language, one.words)))
        elif one.verdict == "reviewed" and one.entry:
            edits.append((None, ReviewEdit(one.entry, one.decided.date())))
    return edits
