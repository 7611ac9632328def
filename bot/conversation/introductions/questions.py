"""Where a need came from in; what two people who don't know each other could talk about first, out."""

from collections.abc import Iterable, Iterator

from bot.knowledge.schema import Entry, Knowledge
from bot.knowledge.shapes import Language

MOST = 3


def first_questions(
    knowledge: Knowledge, language: Language, entry: str | None, topics: Iterable[str]
) -> tuple[str, ...]:
    """The titles that ask something: of the answer, or else of the first one on a topic, then of those that go on.

    None when there is no such answer: one about mentoring leads to no conversation.
    """
    first = knowledge.entries.get(entry or "")
    if first is None or _mentoring(first, knowledge):
        first = next((found for topic in topics for found in _asking(knowledge, language, topic)), None)
    queue, seen = [first] if first else [], [first]
    asked: list[str] = []
    while queue and len(asked) < MOST:
        found = queue.pop(0)
        if (title := found.wording(language).title).endswith("?"):
            asked.append(title)
        going_on = [knowledge.entries[name] for name in found.next if name in knowledge.entries]
        fresh = [entry for entry in going_on if entry not in seen and not _mentoring(entry, knowledge)]
        queue, seen = [*queue, *fresh], [*seen, *fresh]
    return tuple(asked)


def _asking(knowledge: Knowledge, language: Language, topic: str) -> Iterator[Entry]:
    """The entries on this topic whose titles ask something."""
    for entry in knowledge.entries.values():
        asks = entry.wording(language).title.endswith("?")
        if asks and topic in entry.topics and not _mentoring(entry, knowledge):
            yield entry


def _mentoring(entry: Entry, knowledge: Knowledge) -> bool:
    return bool(set(entry.sections) & set(knowledge.organisation.mentoring))
