"""The knowledge in; titles, facts, buttons and names of what it holds, ready to be shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.features.answering.intents import Pick
from bot.features.feature import FeatureTable
from bot.features.questionnaires.intents import StartQuestionnaire
from bot.features.table import FEATURES
from bot.knowledge.questionnaires.schema import Questionnaire
from bot.knowledge.schema import Entry, Knowledge
from bot.knowledge.shapes import ByLanguage, Language
from bot.messages.language import typographic
from bot.messages.markdown import Markdown
from bot.messages.parts import Button
from bot.messages.renamed import as_named_now
from bot.messages.words import USUAL, Keeping, TemplateBlocks, environment, filled


@dataclass(frozen=True)
class Catalogue:
    """Replies name entries and topics by id; this knows them."""

    knowledge: Knowledge
    keeping: Keeping = USUAL
    features: FeatureTable = FEATURES

    def title(self, entry: str, language: Language) -> str:
        return typographic(self.knowledge.entries[entry].wording(language).title, language)

    def words(self, template: str, language: Language) -> TemplateBlocks:
        """A template's words, which may name what the organisation's answers are about."""
        made = environment(self.features.templates)
        return TemplateBlocks(template, language, self._own_words, made, about=self.about(language))

    @cached_property
    def _own_words(self) -> Mapping[str, ByLanguage]:
        return as_named_now(self.knowledge.words)

    def about(self, language: Language) -> str:
        """The subject, as it stands after « sur » or "about"; empty where organisation.yaml names none."""
        about = self.knowledge.organisation.about
        return about.get(language) if about else ""

    def filled(self, text: str, language: Language, *, mentors: bool = False) -> Markdown:
        """A text of the knowledge with the facts that it names put in. `mentors`: there are some to propose."""
        facts = {
            "organisation": self.knowledge.organisation,
            "offices": self.offices(language) if "offices" in text else {},
            "about": self.about(language),
            "keeping": self.keeping,
            "mentors": mentors,
            "mentoring": self.knowledge.mentoring,
        }
        return filled(text, language, facts)

    def offices(self, language: Language) -> dict[str, Markdown]:
        """How each office of the directory is named, after « avec » or "with", and how it is reached."""
        words = self.words("answer", language)
        return {
            role: Markdown(
                words(
                    "reached",
                    office=office.name.get(language) if office.name else Markdown(words("office", role=role)),
                    channel=office.channel,
                    email=office.email,
                    delay=office.delay,
                )
            )
            for role, office in self.knowledge.organisation.directory
        }

    def facts(self, entry: Entry, language: Language, *, short: bool = False, mentors: bool = False) -> dict[str, Any]:
        """What the templates of an entry know of it."""
        wording = entry.wording(language)
        source = entry.source
        document = self.knowledge.organisation.documents.get(source.document) if source else None
        answer = self.filled(wording.short or wording.answer if short else wording.answer, language, mentors=mentors)
        return {
            "title": typographic(wording.title, language),
            "answer": _first_and_last(answer) if short and not wording.short else answer,
            "document": document.get(language) if document else source and source.document,
            "part": source.part.get(language) if source and source.part else None,
            "reviewed": entry.reviewed,
            "links": [{"title": link.title.get(language), "url": link.url} for link in entry.links],
        }

    def picks(self, entries: tuple[str, ...], language: Language) -> tuple[Button, ...]:
        return tuple(
            Button(self.title(entry, language), Pick(entry=entry, language=language))
            for entry in entries
            if entry in self.knowledge.entries
        )

    def commands(self, entry: Entry, language: Language) -> tuple[Button, ...]:
        """What can be clicked under an answer besides; nobody can offer help where no channel takes offers."""
        words, reachable = self.words("answer", language), self.knowledge.organisation.channels.maintainers is not None
        return tuple(
            Button(words.label(name), self.features.commands.called(name, language))
            for name in entry.buttons
            if reachable or name != "become_mentor"
        )

    def guides_from(self, entry: Entry, language: Language) -> tuple[Button, ...]:
        """The questionnaires that are started below this entry's answer."""
        questionnaires = self.knowledge.questionnaires.values()
        return self.guides((one for one in questionnaires if entry.id in one.starts.entries), language)

    def guides(self, questionnaires: Iterable[Questionnaire], language: Language) -> tuple[Button, ...]:
        """A button that starts each of these questionnaires, or goes on where the person stopped."""
        return tuple(
            Button(
                typographic(one.title.get(language), language),
                StartQuestionnaire(language=language, questionnaire=one.id),
            )
            for one in questionnaires
        )

    def topics(self, topics: tuple[str, ...], language: Language) -> tuple[str, ...]:
        """By their names; those that no file has any more are left out."""
        return tuple(typographic(name, language) for name in self.knowledge.topic_names(topics, language).values())


def _first_and_last(answer: Markdown) -> Markdown:
    """An entry without a short form says its first paragraph, and the last, which tells what to do."""
    paragraphs = [paragraph for paragraph in answer.split("\n\n") if paragraph.strip()]
    return Markdown("\n\n".join(dict.fromkeys((*paragraphs[:1], *paragraphs[-1:]))))
