"""Composes the replies, and the memory that goes with them; one function an outcome."""

from dataclasses import dataclass, replace

from bot.features.answering import mentors
from bot.features.answering.decision import Asker, Decision, KeptKind, ToKeep
from bot.features.answering.intents import Forward, OpenHome, Pick, SeekMentor, ShowHelp, Vote
from bot.features.answering.memory import Memory
from bot.features.answering.offering import Offering
from bot.features.answering.replies import (
    AboutAnswer,
    Answer,
    AskedOfAnswer,
    Choices,
    ForMaintainers,
    HandOff,
    Help,
    Home,
    Missing,
    Note,
    Prompts,
)
from bot.features.commands import CommandRule
from bot.features.intents import Intent
from bot.features.questionnaires.station import steps_of
from bot.knowledge.schema import Entry, Knowledge
from bot.knowledge.shapes import Language
from bot.search.rank import Match
from bot.search.text import folded

CHOICES = 3
NEAR = 0.15
"""How likely an entry must be for its topics to be offered in a hand-off."""


@dataclass(frozen=True)
class Composer:
    """Needs the knowledge alone."""

    knowledge: Knowledge

    def entry(self, entry: str, language: Language, memory: Memory, asker: Asker) -> Decision:
        known = self.knowledge.entries.get(entry)
        if known is None:
            return Decision((Note(language, "gone"),), memory)
        return self.answer(known, language, memory, asker)

    def answer(  # noqa: PLR0913 - what was asked, by whom, and what became of it so far
        self,
        entry: Entry,
        language: Language,
        memory: Memory,
        asker: Asker,
        *,
        matched: str | None = None,
        text: str = "",
        short: bool = False,
        matches: tuple[Match, ...] = (),
        about: Entry | None = None,
        also: tuple[str, ...] = (),
    ) -> Decision:
        offering = Offering(self.knowledge, asker)
        if missing := offering.missing(entry):
            return self.hand_off(text, language, memory, asker, matches, missing)
        matched = None if matched and folded(matched) == folded(text) else matched
        also = tuple(other for other in offering.only(also) if other != entry.id)
        following = tuple(other for other in offering.only(entry.next) if other not in also)[:CHOICES]
        people = offering.mentors
        reply = Answer(language, entry.id, matched, short, following, share=asker.share, people=people, also=also)
        if self.knowledge.is_mentoring(entry) and people:
            reply = self._with_mentors(reply, about or self._subject(memory), text, asker)
        offers = tuple(Pick(entry=other, language=language) for other in (*reply.also, *reply.next))
        asked, others = text or memory.question or memory.asked, not asker.keep if text else memory.others
        return Decision((reply,), memory.answered(entry.id, offers, language, asked, others=others), matches=matches)

    def passage(  # noqa: PLR0913 - as above
        self,
        entry: Entry,
        passage: int | None,
        language: Language,
        memory: Memory,
        asker: Asker,
        matches: tuple[Match, ...] = (),
        of: AskedOfAnswer = "words",
    ) -> Decision:
        """What the answer just shown says of what is asked about it, or that it says nothing."""
        offering = Offering(self.knowledge, asker)
        reply = AboutAnswer(language, entry.id, of, passage, offering.only(entry.next)[:CHOICES], offering.mentors)
        return Decision((reply,), memory.model_copy(update={"language": language}), matches=matches)

    def _with_mentors(self, reply: Answer, about: Entry | None, text: str, asker: Asker) -> Answer:
        """Those who know the topics that the words name, or else what the last answer was about."""
        topics, steps = mentors.sought(about) if about else ((), steps_of(self.knowledge, asker.mine.stations))
        if named := mentors.topics_named(text, self.knowledge):
            topics, steps = named, ()
        found = mentors.suggest(self.knowledge, reply.language, asker.mentors, topics=topics, steps=steps, text=text)
        own = text if asker.keep else ""
        return replace(reply, mentors=found, about=about.id if about else None, topics=topics, text=own)

    def _subject(self, memory: Memory) -> Entry | None:
        """The last answer that was not itself about finding somebody; none while a question stands open."""
        if memory.question:
            return None
        for name in (memory.entry, *reversed(memory.trail)):
            entry = self.knowledge.entries.get(name or "")
            if entry is not None and not self.knowledge.is_mentoring(entry):
                return entry
        return None

    def choices(  # noqa: PLR0913 - as above
        self,
        entries: tuple[str, ...],
        text: str,
        language: Language,
        memory: Memory,
        matches: tuple[Match, ...] = (),
        *,
        again: bool = False,
        keep: bool = True,
    ) -> Decision:
        offers = tuple(Pick(entry=entry, language=language) for entry in entries)
        update = {"offers": offers, "listed": entries, "question": text, "others": not keep}
        update |= {"elsewhere": "", "language": language}
        return Decision(
            (Choices(language, entries, text, again, keep),), memory.model_copy(update=update), None, matches=matches
        )

    def hand_off(
        self,
        text: str,
        language: Language,
        memory: Memory,
        asker: Asker,
        matches: tuple[Match, ...] = (),
        missing: Missing | None = None,
    ) -> Decision:
        """There is always a next step: a person, what fits least badly, or what else can be asked."""
        offering = Offering(self.knowledge, asker)
        near = [
            t for match in matches[:2] if match.probability >= NEAR for t in self.knowledge.entries[match.id].topics
        ]
        named = mentors.topics_named(text, self.knowledge)
        covered = {topic for status in asker.mentors for topic in status.mentor.topics}
        topics = tuple(topic for topic in dict.fromkeys((*named, *near)) if topic in covered)[:CHOICES]
        seek = SeekMentor(language=language, topic=topics[0] if named and topics else None)
        offers = (seek,) if offering.mentors else ()
        update = {"offers": offers, "question": text, "others": not asker.keep, "elsewhere": "", "language": language}
        keep = ToKeep("hand_off", text) if text and asker.keep and missing is None else None
        likely = offering.only(match.id for match in matches if match.probability >= NEAR)[:CHOICES]
        reply = HandOff(
            language,
            text,
            topics,
            self.knowledge.organisation.channels.maintainers,
            bool(keep),
            people=offering.mentors,
            near=likely,
            examples=() if likely else offering.only(self.knowledge.prompts)[:CHOICES],
            missing=missing,
        )
        return Decision((reply,), memory.model_copy(update=update), keep=keep, matches=matches)

    def out_of_scope(self, text: str, language: Language, memory: Memory, asker: Asker) -> Decision:
        """What the answers are about and some to begin with; no mentor knows what nothing here is about."""
        keep = ToKeep("hand_off", text) if text and asker.keep else None
        channel = self.knowledge.organisation.channels.maintainers
        examples = Offering(self.knowledge, asker).only(self.knowledge.prompts)[:CHOICES]
        reply = HandOff(language, text, (), channel, bool(keep), examples=examples, outside=True)
        return Decision((reply,), memory.leaving(language), keep=keep)

    def help(self, language: Language, memory: Memory, asker: Asker, matches: tuple[Match, ...] = ()) -> Decision:
        offering, entry = Offering(self.knowledge, asker), self.knowledge.helping
        prompts = offering.only(self.knowledge.prompts)[:CHOICES]
        offers = tuple(Pick(entry=other, language=language) for other in prompts)
        reply = Help(language, entry.id, prompts, offering.mentors)
        return Decision((reply,), memory.answered(entry.id, offers, language), matches=matches)

    def home(self, ask: OpenHome, language: Language, memory: Memory, asker: Asker) -> Decision:
        offering = Offering(self.knowledge, asker)
        shown = None if ask.entry in offering.hidden else ask.entry
        reply = Home(language, ask.path, shown, asker.mine, offering.mentors, offering.hidden)
        return Decision((reply,), memory, learn=language if ask.remember else None)

    def prompts(self, language: Language, memory: Memory, asker: Asker) -> Decision:
        return Decision((Prompts(language, Offering(self.knowledge, asker).only(self.knowledge.prompts)),), memory)

    def seek(self, ask: SeekMentor, language: Language, memory: Memory, asker: Asker) -> Decision:
        about = self.knowledge.entries.get(ask.entry or "")
        named = topic.get(language) if (topic := self.knowledge.topics.get(ask.topic or "")) else ""
        text = "" if about else named or memory.question
        entry = self.knowledge.introducing
        if entry is not None and asker.mentors:
            return self.answer(entry, language, memory, asker, text=text, about=about, short=True)
        return self.hand_off(memory.question, language, memory, asker, missing=Offering(self.knowledge, asker).nobody)

    def command(
        self, command: Intent, rule: CommandRule, language: Language, memory: Memory, asker: Asker
    ) -> Decision | None:
        """What a message does whose words are a command; None when it is a question here."""
        if isinstance(command, ShowHelp):
            return self.help(language, memory, asker)
        if (rule.for_maintainers and not asker.maintainers) or (rule.gives_way and self._choosing(memory, rule.name)):
            return None
        if rule.opens_form and asker.access in ("all", "shared") and (about := self._with_button(rule.name)):
            return self.answer(about, language, memory, asker)
        if rule.offers and asker.alone:
            update = {"offers": rule.offers(language), "question": "", "language": language}
            memory = memory.model_copy(update=update)
        return Decision((), memory, ask=command.model_copy(update={"language": language}))

    def unasked(self, memory: Memory) -> Memory:
        """After other words, a mere « oui » no longer erases anything."""
        return memory.model_copy(update={"offers": ()}) if memory.asks_back else memory

    def _choosing(self, memory: Memory, command: str) -> bool:
        """Whether choices stand open to which a command's words answer: none of them has its button."""
        picks = [offer.entry for offer in memory.offers if isinstance(offer, Pick)] if memory.question else []
        entries = [self.knowledge.entries[pick] for pick in picks if pick in self.knowledge.entries]
        return bool(entries) and not any(command in entry.buttons for entry in entries)

    def _with_button(self, command: str) -> Entry | None:
        return next((entry for entry in self.knowledge.entries.values() if command in entry.buttons), None)

    def forward(self, ask: Forward, memory: Memory, asker: Asker) -> Decision:
        if not ask.text or asker.user is None or not self.knowledge.organisation.channels.maintainers:
            return Decision((Note(ask.language, "not_forwarded"),), memory)
        return Decision((ForMaintainers(ask.language, ask.text, asker.user),), memory)

    def vote(self, ask: Vote, memory: Memory, asker: Asker, kind: KeptKind = "not_helpful") -> Decision:
        """`kind`: how it went wrong, when the answer did not help."""
        if ask.helpful:
            return Decision((Note(ask.language, "helpful", ask.entry),), memory, vote=ask)
        people = Offering(self.knowledge, asker).mentors
        offers = (SeekMentor(language=ask.language, entry=ask.entry),) if people else ()
        kept = memory.model_copy(update={"offers": offers, "language": ask.language, "question": ""})
        own = asker.keep and not memory.others and memory.entry == ask.entry
        keep = ToKeep(kind, memory.asked, ask.entry) if own and memory.asked else None
        return Decision((Note(ask.language, "not_helpful", ask.entry, people),), kept, keep=keep, vote=ask)

    def spoken(self, language: str) -> Language:
        """This language where the organisation speaks it, else its first."""
        spoken = self.knowledge.organisation.languages
        return next((known for known in spoken if known == language), spoken[0])
