"""The knowledge in; titles, facts, buttons and names of what it holds, ready to be shown."""

from dataclasses import dataclass
from typing import Any

from bot.conversation.asks import Pick
from bot.conversation.commands import COMMANDS
from bot.knowledge.schema import Entry, Knowledge
from bot.knowledge.shapes import Language
from bot.messages.language import typographic
from bot.messages.parts import Button
from bot.messages.words import USUAL, Keeping, Words, filled


@dataclass(frozen=True)
class Catalogue:
    """Replies name entries and topics by id; this knows them."""

    knowledge: Knowledge
    keeping: Keeping = USUAL

    def title(self, entry: str, language: Language) -> str:
        return typographic(self.knowledge.entries[entry].wording(language).title, language)

    def facts(self, entry: Entry, language: Language, short: bool = False) -> dict[str, Any]:
        """What the templates of an entry know of it."""
        wording = entry.wording(language)
        organisation = self.knowledge.organisation
        source = entry.source
        document = organisation.documents.get(source.document) if source else None
        return {
            "title": typographic(wording.title, language),
            "answer": filled(
                wording.short or _first_and_last(wording.answer) if short else wording.answer,
                organisation,
                language,
                self.keeping,
            ),
            "document": document.get(language) if document else source and source.document,
            "part": source.part.get(language) if source and source.part else None,
            "reviewed": entry.reviewed,
        }

    def picks(self, entries: tuple[str, ...], language: Language) -> tuple[Button, ...]:
        return tuple(
            Button(self.title(entry, language), Pick(entry=entry, language=language))
            for entry in entries
            if entry in self.knowledge.entries
        )

    def commands(self, entry: Entry, language: Language) -> tuple[Button, ...]:
        """What can be clicked under an answer besides; nobody can offer help where no channel takes offers."""
        words, reachable = Words("answer", language), self.knowledge.organisation.channels.maintainers is not None
        return tuple(
            Button(words.label(name), COMMANDS[name](language=language))
            for name in entry.buttons
            if reachable or name != "become_mentor"
        )

    def topics(self, topics: tuple[str, ...], language: Language) -> tuple[str, ...]:
        """By their names; those that no file has any more are left out."""
        known = self.knowledge.topics
        return tuple(typographic(known[topic].get(language), language) for topic in topics if topic in known)


def _first_and_last(answer: str) -> str:
    """An entry without a short form says its first paragraph, and the last, which tells what to do."""
    paragraphs = [paragraph for paragraph in answer.split("\n\n") if paragraph.strip()]
    return "\n\n".join(dict.fromkeys((paragraphs[0], paragraphs[-1])))
