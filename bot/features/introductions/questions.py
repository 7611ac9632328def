"""What two people who don't know each other could talk about first: questions of the answers that the note is about."""

from collections.abc import Iterable, Iterator, Sequence

from bot.knowledge.schema import Entry, Knowledge
from bot.knowledge.shapes import Language

MOST = 3


def first_questions(
    knowledge: Knowledge,
    language: Language,
    entry: str | None,
    topics: Iterable[str],
    about: Sequence[str] = (),
    named: Sequence[str] = (),
) -> tuple[str, ...]:
    """The titles that ask something: of what the note is about, then of answers that go on from there.

    `about`: the entries that the note is about, the likeliest first; `named`: the topics that it names. A note that
    says nothing of its subject leaves it to the `entry` from which the need came, or else to its `topics`. None when
    there is no such answer: one about mentoring leads to no conversation.
    """
    likely = [knowledge.entries[name] for name in about if name in knowledge.entries]
    # A note that says « aidez-moi » resembles what the bot says of its help.
    helping = knowledge.organisation.help
    queue = [entry for entry in likely if helping not in entry.sections and not _mentoring(entry, knowledge)]
    queue += _first_on(knowledge, language, named)
    if not queue:
        first = knowledge.entries.get(entry or "")
        usable = first is not None and not _mentoring(first, knowledge)
        queue = [first] if first is not None and usable else _first_on(knowledge, language, topics)
    asked: dict[str, None] = {}
    seen: set[str] = set()
    while queue and len(asked) < MOST:
        found = queue.pop(0)
        if found.id in seen:
            continue
        seen.add(found.id)
        if (title := found.wording(language).title).endswith("?"):
            asked[title] = None
        going_on = [knowledge.entries[name] for name in found.next if name in knowledge.entries]
        queue += [entry for entry in going_on if not _mentoring(entry, knowledge)]
    return tuple(asked)


def _first_on(knowledge: Knowledge, language: Language, topics: Iterable[str]) -> list[Entry]:
    """The first entry on one of these topics whose title asks something."""
    return next(([found] for topic in topics for found in _asking(knowledge, language, topic)), [])


def _asking(knowledge: Knowledge, language: Language, topic: str) -> Iterator[Entry]:
    """The entries on this topic whose titles ask something: first what is suggested, then what stands in a path."""
    listed = {name for path in knowledge.organisation.paths for name in path.entries}
    for entry in sorted(knowledge.entries.values(), key=lambda e: (e.id not in knowledge.prompts, e.id not in listed)):
        asks = entry.wording(language).title.endswith("?")
        if asks and topic in entry.topics and not _mentoring(entry, knowledge):
            yield entry


def _mentoring(entry: Entry, knowledge: Knowledge) -> bool:
    return entry.needs == "mentors" or bool(set(entry.sections) & set(knowledge.organisation.mentoring))
