"""What an edit changed: the entries that are new, gone or worded otherwise, and which other kinds of file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.knowledge.schema import Entry, Knowledge

ELSEWHERE = ("organisation", "vocabulary", "out_of_scope", "small_talk", "mentors", "topics", "sections", "words",
             "licences", "compatibility")  # fmt: skip
"""The other fields of Knowledge that files hold."""


@dataclass(frozen=True)
class EntryChange:
    """`keys`: what differs, as `fr.answer`, or `fr.questions +2 -1` for a list."""

    id: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class KnowledgeChanges:
    """Ids in the order of the files. `elsewhere`: kinds of file whose content differs."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reworded: tuple[EntryChange, ...] = ()
    elsewhere: tuple[str, ...] = ()

    @property
    def entries(self) -> frozenset[str]:
        return frozenset((*self.added, *self.removed, *(change.id for change in self.reworded)))


def changes(before: Knowledge, after: Knowledge) -> KnowledgeChanges:
    then, now = before.entries, after.entries
    both = [(name, then[name], now[name]) for name in now if name in then]
    differing = [EntryChange(name, tuple(_keys(one, other))) for name, one, other in both if one != other]
    return KnowledgeChanges(
        added=tuple(name for name in now if name not in then),
        removed=tuple(name for name in then if name not in now),
        reworded=tuple(differing),
        elsewhere=tuple(kind for kind in ELSEWHERE if getattr(before, kind) != getattr(after, kind)),
    )


def _keys(before: Entry, after: Entry) -> Iterator[str]:
    one, other = dict(_flat(before.model_dump(mode="json"))), dict(_flat(after.model_dump(mode="json")))
    for key in dict.fromkeys((*one, *other)):
        then, now = one.get(key), other.get(key)
        if then == now:
            continue
        if isinstance(then, list) and isinstance(now, list):
            new, gone = sum(item not in then for item in now), sum(item not in now for item in then)
            counts = ((f" +{new}" if new else "") + (f" -{gone}" if gone else "")) or " (in another order)"
            yield key + counts
        else:
            yield key


def _flat(data: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, value
