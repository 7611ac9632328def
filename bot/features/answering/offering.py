"""What can be offered to an asker: nothing that this organisation does not have, or that nobody can give now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.features.answering.decision import Access, Asker
from bot.features.answering.replies import Missing
from bot.knowledge.schema import Entry, Knowledge

WITHOUT: Mapping[Access, Missing] = {
    "answers": "membership",
    "unknown": "identity",
    "shared": "privacy",
    "none": "membership",
}
"""Why no mentor is named to somebody, by what they may have."""


@dataclass(frozen=True)
class Offering:
    """Needs the knowledge, and whom it is offered to."""

    knowledge: Knowledge
    asker: Asker

    @property
    def mentors(self) -> bool:
        """Whether somebody can be proposed to them now."""
        return bool(self.asker.mentors and self.knowledge.organisation.mentoring)

    @property
    def nobody(self) -> Missing:
        """Why nobody can be proposed to them, when nobody can."""
        if not (self.asker.registered and self.knowledge.organisation.mentoring):
            return "mentors"
        return WITHOUT.get(self.asker.access, "free_mentors")

    @property
    def hidden(self) -> frozenset[str]:
        """The entries that lead to somebody who is not there: no button names them."""
        return frozenset(name for name, entry in self.knowledge.entries.items() if not self._met(entry))

    def only(self, entries: Iterable[str]) -> tuple[str, ...]:
        """Those of these entries that there are, and that lead somewhere."""
        return tuple(name for name in entries if (entry := self.knowledge.entries.get(name)) and self._met(entry))

    def missing(self, entry: Entry) -> Missing | None:
        """Why an entry that somebody asks for can't be answered as it is written; None when it can."""
        if entry.needs == "maintainers" and not self._reachable:
            return "maintainers"
        if entry.needs != "mentors" or self.mentors:
            return None
        nobody = self.nobody
        return nobody if nobody == "mentors" or self.knowledge.is_mentoring(entry) else None

    def _met(self, entry: Entry) -> bool:
        needs = self.mentors if entry.needs == "mentors" or self.knowledge.is_mentoring(entry) else True
        return needs and (self._reachable or entry.needs != "maintainers")

    @property
    def _reachable(self) -> bool:
        return self.knowledge.organisation.channels.maintainers is not None
