"""An ask, the memory of its conversation and the asker in; what to say, and what to remember, out. Pure."""

from dataclasses import dataclass

from bot.conversation import followup, mentors
from bot.conversation.asks import (
    Ask, Forward, NoneOfThese, OpenConversation, OpenHome, Pick, Question, SeekMentor, Share, ShowHelp, Vote,
)
from bot.conversation.corpus import SMALL_TALK
from bot.conversation.followup import FollowUp, Move
from bot.conversation.memory import Memory
from bot.conversation.replies import (
    Answer, Choices, ForMaintainers, HandOff, Help, Home, Note, Prompts, Reply, Shared, SmallTalk,
)
from bot.knowledge.schema import Entry, Knowledge, Language
from bot.search.matcher import Matcher
from bot.search.rank import Match, Ranking

CHOICES = 3
NEAR = 0.15
"""How likely an entry must be for its topics to be offered in a hand-off."""


@dataclass(frozen=True)
class Asker:
    """`user`: the Slack id, if any. `forced`: reply in this language whatever the question's. `language`: the one chosen
    on the Home tab. `addressed`: whether the words were meant for the bot for certain. `share`: the place is private, in a channel."""

    user: str | None = None
    forced: Language | None = None
    language: Language | None = None
    locale: str | None = None
    addressed: bool = True
    share: bool = False


@dataclass(frozen=True)
class Decision:
    """`keep`: a question to keep for the maintainers. `learn`: a language to remember. `matches`: entries, best first."""

    replies: tuple[Reply, ...]
    memory: Memory
    keep: str | None = None
    vote: Vote | None = None
    learn: Language | None = None
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True)
class Decider:
    """The knowledge and the matcher fitted on it, with the one function that decides."""

    knowledge: Knowledge
    matcher: Matcher

    def decide(self, ask: Ask, memory: Memory, asker: Asker) -> Decision:
        language = self._language(ask, memory, asker)
        match ask:
            case Question(text=text):
                return self._question(text, memory, asker)
            case Pick(entry=entry):
                return self._entry(entry, language, memory, asker)
            case NoneOfThese():
                return self._hand_off(memory.question, language, memory, ())
            case SeekMentor():
                return self._seek(ask, language, memory, asker)
            case Vote(helpful=helpful):
                return Decision((Note(language, "helpful" if helpful else "not_helpful"),), memory, vote=ask)
            case Forward():
                return self._forward(language, memory, asker)
            case Share(entry=entry):
                known = entry in self.knowledge.entries
                return Decision((Shared(language, entry, asker.user or "") if known else Note(language, "gone"),), memory)
            case ShowHelp():
                return self._help(language, memory)
            case OpenHome(path=path, entry=entry, remember=remember):
                return Decision((Home(language, path, entry),), memory, learn=language if remember else None)
            case OpenConversation():
                return Decision((Prompts(language, self.knowledge.organisation.prompts),), memory)

    def _question(self, text: str, memory: Memory, asker: Asker) -> Decision:
        follow = followup.read(text, self.knowledge.vocabulary.facets, memory.language) if memory.entry or memory.offers else None
        followed = self._follow(follow, text, memory, asker) if follow else None
        if followed:
            return followed
        prior = memory.language or asker.language or asker.locale or self.knowledge.organisation.languages[0]
        ranking = self.matcher.rank(text, language=asker.forced, locale=prior, limit=8)
        language = self._spoken(ranking.language)
        entries = tuple(match for match in ranking.matches if not match.id.startswith(SMALL_TALK))[:5]
        if not ranking.matches:
            return self._help(language, memory) if asker.addressed else Decision((), memory)
        if self._is_small_talk(ranking):
            talk = SmallTalk(language, ranking.matches[0].id.removeprefix(SMALL_TALK))
            return Decision((talk,) if asker.addressed else (), memory, matches=entries)
        best = entries[0] if entries else None
        if best and best.probability >= self.matcher.answer_at:
            return self._sure(best, text, language, memory, asker, entries)
        if not asker.addressed:
            return Decision((), memory)
        likely = tuple(match.id for match in entries if match.probability >= self.matcher.choices_at / 4)[:CHOICES]
        if best and best.probability >= self.matcher.choices_at:
            return self._choices(likely, text, language, memory, entries)
        return self._hand_off(text, language, memory, entries)

    def _is_small_talk(self, ranking: Ranking) -> bool:
        top = ranking.matches[0]
        return top.id.startswith(SMALL_TALK) and top.probability >= self.matcher.choices_at

    def _sure(
        self, best: Match, text: str, language: Language, memory: Memory, asker: Asker, entries: tuple[Match, ...]
    ) -> Decision:
        entry = self.knowledge.entries[best.id]
        if self.knowledge.organisation.help in entry.sections:
            return self._help(language, memory, entries)
        return self._answer(entry, language, memory, asker, matched=best.matched, text=text, matches=entries)

    def _entry(self, entry: str, language: Language, memory: Memory, asker: Asker) -> Decision:
        known = self.knowledge.entries.get(entry)
        if known is None:
            return Decision((Note(language, "gone"),), memory)
        return self._answer(known, language, memory, asker)

    def _answer(
        self, entry: Entry, language: Language, memory: Memory, asker: Asker, *, matched: str | None = None,
        text: str = "", short: bool = False, matches: tuple[Match, ...] = (), about: Entry | None = None,
    ) -> Decision:
        found = None
        if self.knowledge.is_mentoring(entry):
            about = about or (self.knowledge.entries.get(memory.entry) if memory.entry else None)
            topics, steps = mentors.sought(about) if about else ((), ())
            named = mentors.topics_named(text, self.knowledge)
            found = mentors.suggest(
                self.knowledge, language, topics=named or topics, steps=() if named else steps, text=text, asker=asker.user
            )
        reply = Answer(language, entry.id, matched, short, entry.next[:CHOICES], found, asker.share)
        offers = tuple(Pick(entry=other, language=language) for other in reply.next)
        return Decision((reply,), memory.answered(entry.id, offers, language), matches=matches)

    def _choices(
        self, entries: tuple[str, ...], text: str, language: Language, memory: Memory, matches: tuple[Match, ...] = (),
        again: bool = False,
    ) -> Decision:
        offers = tuple(Pick(entry=entry, language=language) for entry in entries)
        kept = memory.model_copy(update={"offers": offers, "question": text, "language": language})
        return Decision((Choices(language, entries, again),), kept, matches=matches)

    def _hand_off(self, text: str, language: Language, memory: Memory, matches: tuple[Match, ...]) -> Decision:
        near = [t for match in matches[:2] if match.probability >= NEAR for t in self.knowledge.entries[match.id].topics]
        named = mentors.topics_named(text, self.knowledge)
        topics = tuple(dict.fromkeys((*named, *near)))[:CHOICES]
        offers = (SeekMentor(language=language, topic=topics[0] if named else None),)
        kept = memory.model_copy(update={"offers": offers, "question": text, "language": language})
        reply = HandOff(language, topics, self.knowledge.organisation.channels.maintainers)
        return Decision((reply,), kept, keep=text or None, matches=matches)

    def _help(self, language: Language, memory: Memory, matches: tuple[Match, ...] = ()) -> Decision:
        entry = self.knowledge.answering(self.knowledge.organisation.help)[0]
        prompts = self.knowledge.organisation.prompts[:CHOICES]
        offers = tuple(Pick(entry=other, language=language) for other in prompts)
        return Decision((Help(language, entry.id, prompts),), memory.answered(entry.id, offers, language), matches=matches)

    def _seek(self, ask: SeekMentor, language: Language, memory: Memory, asker: Asker) -> Decision:
        about = self.knowledge.entries.get(ask.entry or "")
        named = self.knowledge.topics[ask.topic].get(language) if ask.topic in self.knowledge.topics else ""
        for section in self.knowledge.organisation.mentoring:
            for entry in self.knowledge.answering(section):
                return self._answer(entry, language, memory, asker, text=named, about=about, short=True)
        return self._hand_off(memory.question, language, memory, ())

    def _forward(self, language: Language, memory: Memory, asker: Asker) -> Decision:
        if not memory.question or asker.user is None:
            return Decision((Note(language, "nothing_to_forward"),), memory)
        replies = (Note(language, "forwarded"), ForMaintainers(language, memory.question, asker.user))
        return Decision(replies, memory.model_copy(update={"question": ""}))

    def _follow(self, follow: FollowUp, text: str, memory: Memory, asker: Asker) -> Decision | None:
        """What the words ask of this conversation; None when they ask nothing of it, and are a question after all."""
        language = self._spoken(asker.forced or follow.language or memory.language or "")
        last = self._last(memory)
        match follow.move:
            case Move.YES | Move.CHOICE | Move.NO if not memory.offers:
                return None
            case Move.YES if memory.question and len(memory.offers) > 1:
                picks = tuple(offer.entry for offer in memory.offers if isinstance(offer, Pick))
                return self._choices(picks, memory.question, language, memory, again=True)
            case Move.YES:
                return self.decide(memory.offers[0], memory, asker)
            case Move.CHOICE:
                return self.decide(memory.offers[follow.choice], memory, asker) if follow.choice < len(memory.offers) else None
            case Move.NO if memory.question and isinstance(memory.offers[0], Pick):
                return self._hand_off(memory.question, language, memory, ())
            case Move.NO:
                return Decision((Note(language, "declined"),), memory.model_copy(update={"offers": ()}))
            case Move.ENGLISH | Move.FRENCH:
                return self._translate("en" if follow.move is Move.ENGLISH else "fr", last, memory, asker)
        return self._onward(follow, last, language, memory, asker, text) if last else None

    def _onward(
        self, follow: FollowUp, last: Entry, language: Language, memory: Memory, asker: Asker, text: str
    ) -> Decision | None:
        match follow.move:
            case Move.SHORTER | Move.LONGER:
                return self._answer(last, language, memory, asker, short=follow.move is Move.SHORTER, text=text)
            case Move.WHO:
                return self._seek(SeekMentor(language=language, entry=last.id), language, memory, asker)
            case Move.FACET:
                other = self._for_facet(last, follow.facet)
                return self._answer(other, language, memory, asker) if other else None
            case Move.NEXT:
                other = self._along(last, 1) or next((e for e in last.next if e not in memory.trail), None)
                return self._entry(other, language, memory, asker) if other else Decision((Note(language, "no_next"),), memory)
            case Move.PREVIOUS:
                other = self._along(last, -1) or (memory.trail[-1] if memory.trail else None)
                if other is None:
                    return Decision((Note(language, "no_previous"),), memory)
                return self._entry(other, language, memory, asker)
        return None

    def _translate(self, language: Language, last: Entry | None, memory: Memory, asker: Asker) -> Decision | None:
        if self._spoken(language) != language:
            return None
        picks = tuple(offer.entry for offer in memory.offers if isinstance(offer, Pick))
        if memory.question:
            return self._choices(picks, memory.question, language, memory) if picks else None
        return self._answer(last, language, memory, asker) if last else None

    def _last(self, memory: Memory) -> Entry | None:
        """What the conversation is about: the likeliest of the choices that stand open, or the last answer."""
        first = memory.offers[0] if memory.offers and memory.question else None
        return self.knowledge.entries.get(first.entry if isinstance(first, Pick) else memory.entry or "")

    def _along(self, last: Entry, step: int) -> str | None:
        """The neighbour of an entry on the ordered path that holds it."""
        for path in self.knowledge.organisation.paths:
            if path.ordered and last.id in path.entries:
                place = path.entries.index(last.id) + step
                return path.entries[place] if 0 <= place < len(path.entries) else None
        return None

    def _for_facet(self, last: Entry, facet: str) -> Entry | None:
        """The entry about this kind of resource that is nearest to the last one: they share a topic besides the kind."""
        shared = [
            (len(common), entry)
            for entry in self.knowledge.entries.values()
            if entry.facet == facet and (common := (set(entry.topics) & set(last.topics)) - {facet, last.facet})
        ]
        return max(shared, key=lambda pair: pair[0])[1] if shared else None

    def _spoken(self, language: str) -> Language:
        """This language where the organisation speaks it, else its first."""
        spoken = self.knowledge.organisation.languages
        return next((known for known in spoken if known == language), spoken[0])

    def _language(self, ask: Ask, memory: Memory, asker: Asker) -> Language:
        named = getattr(ask, "language", None)
        return self._spoken(named or asker.forced or memory.language or asker.language or (asker.locale or "")[:2])
