"""An ask, the memory of its conversation and the asker in; what to say, and what to remember, out. Pure."""

from dataclasses import dataclass, replace

from bot.conversation import followup
from bot.conversation.asks import (
    Forward,
    NoneOfThese,
    OpenConversation,
    OpenHome,
    Pick,
    Question,
    SeekMentor,
    Share,
    ShowHelp,
    Talk,
    Vote,
)
from bot.conversation.compose import CHOICES, Composer
from bot.conversation.corpus import SMALL_TALK
from bot.conversation.decision import Asker, Decision
from bot.conversation.followup import FollowUp, Move
from bot.conversation.memory import Memory
from bot.conversation.replies import Home, Note, Prompts, Shared, SmallTalk
from bot.knowledge.schema import Entry, Knowledge
from bot.knowledge.shapes import LANGUAGES, Language
from bot.search.matcher import Matcher
from bot.search.rank import Match, Ranking
from bot.search.text import folded

ALONG = (Move.NEXT, Move.PREVIOUS, Move.SHORTER, Move.LONGER)
"""Moves that need an answer to go on from, where choices leave it open."""
SHORTEST_NOTION, MOST_NAMED, FEW_WORDS, LONGEST_SHOWN = 4, 2, 3, 90


@dataclass(frozen=True)
class Decider:
    """The knowledge and the matcher fitted on it, with the one function that decides."""

    knowledge: Knowledge
    matcher: Matcher

    @property
    def compose(self) -> Composer:
        return Composer(self.knowledge)

    def decide(self, ask: Talk, memory: Memory, asker: Asker) -> Decision:
        language = self._language(ask, memory, asker)
        match ask:
            case Question(text=text):
                return self._question(text, memory, asker)
            case Pick(entry=entry):
                return self.compose.entry(entry, language, memory, asker)
            case NoneOfThese(text=text, keep=keep):
                return self.compose.hand_off(text, language, memory, replace(asker, keep=keep and asker.keep))
            case SeekMentor():
                return self.compose.seek(ask, language, memory, _with_keep(asker, memory))
            case Vote():
                return self.compose.vote(ask, memory)
            case Forward():
                return self.compose.forward(ask, memory, asker)
            case Share(entry=entry):
                known = entry in self.knowledge.entries
                return Decision(
                    (Shared(language, entry, asker.user or "") if known else Note(language, "gone"),), memory
                )
            case ShowHelp():
                return self.compose.help(language, memory)
            case OpenHome(path=path, entry=entry, remember=remember):
                return Decision(
                    (Home(language, path, entry, asker.mine),), memory, learn=language if remember else None
                )
            case OpenConversation():
                return Decision((Prompts(language, self.knowledge.organisation.prompts),), memory)

    def _question(self, text: str, memory: Memory, asker: Asker) -> Decision:
        begun = asker.addressed != "hardly" and (memory.entry or memory.offers)
        follow = followup.read(text, self.knowledge.vocabulary.facets, memory.language) if begun else None
        if follow and (followed := self._follow(follow, text, memory, asker)):
            return followed
        prior = memory.language or asker.language or asker.locale or self.knowledge.organisation.languages[0]
        ranking = self.matcher.rank(text, language=asker.forced, locale=prior, limit=8)
        language = self.compose.spoken(
            ranking.language if ranking.language_sure else memory.language or ranking.language
        )
        entries = tuple(match for match in ranking.matches if not match.id.startswith(SMALL_TALK))[:5]
        if asker.addressed == "hardly" and not self._is_sure(entries):
            return Decision((), memory.model_copy(update={"crowd": True}))
        if not ranking.matches:  # a picture, emojis: said to the bot, or among people
            return self.compose.help(language, memory) if asker.addressed == "certainly" else Decision((), memory)
        if self._is_small_talk(ranking):
            talk = SmallTalk(language, ranking.matches[0].id.removeprefix(SMALL_TALK))
            return Decision((talk,) if asker.addressed == "certainly" else (), memory, matches=entries)
        if self._is_sure(entries):
            return self._sure(entries[0], text, language, memory, asker, entries)
        if asker.addressed == "perhaps" and "?" not in text:
            return Decision((), memory)
        likely = tuple(match.id for match in entries if match.probability >= self.matcher.choices_at / 4)[:CHOICES]
        if entries and entries[0].probability >= self.matcher.choices_at:
            return self.compose.choices(likely, text, language, memory, entries, keep=asker.keep)
        if entries and self._names_a_subject(text):
            near = tuple(match.id for match in entries[:CHOICES])
            return self.compose.choices(near, text, language, memory, entries, keep=asker.keep)
        return self.compose.hand_off(text, language, memory, asker, entries)

    def _names_a_subject(self, text: str) -> bool:
        """One or two words that stand in titles, such as « licence », say too little for an answer, not nothing."""
        words = folded(text).split()
        titles = (entry.wording(lang).title for entry in self.knowledge.entries.values() for lang in LANGUAGES)
        known = {word for title in titles for word in folded(title).split() if len(word) >= SHORTEST_NOTION}
        return 0 < len(words) <= MOST_NAMED and all(word in known for word in words)

    def _recognised(self, best: Match, language: Language) -> str | None:
        """The example to show as what was understood: in the reply's language, and short."""
        return best.matched if best.language == language and len(best.matched) <= LONGEST_SHOWN else None

    def _is_sure(self, entries: tuple[Match, ...]) -> bool:
        return bool(entries) and entries[0].probability >= self.matcher.answer_at

    def _is_small_talk(self, ranking: Ranking) -> bool:
        """Among many words a question may hide, so that it must be sure; few need be likely only."""
        top = ranking.matches[0]
        few = len(ranking.question.split()) <= FEW_WORDS
        return top.id.startswith(SMALL_TALK) and top.probability >= (
            self.matcher.choices_at if few else self.matcher.answer_at
        )

    def _sure(
        self, best: Match, text: str, language: Language, memory: Memory, asker: Asker, entries: tuple[Match, ...]
    ) -> Decision:
        entry = self.knowledge.entries[best.id]
        if self.knowledge.organisation.help in entry.sections:
            return self.compose.help(language, memory, entries)
        return self.compose.answer(
            entry, language, memory, asker, matched=self._recognised(best, language), text=text, matches=entries
        )

    def _follow(self, follow: FollowUp, text: str, memory: Memory, asker: Asker) -> Decision | None:
        """What the words ask of this conversation; None when they ask nothing of it, and are a question after all."""
        language = self.compose.spoken(asker.forced or follow.language or memory.language or "")
        last = self._last(memory)
        match follow.move:
            case Move.YES | Move.CHOICE | Move.NO if not memory.offers:
                return None
            case Move.YES if memory.question and len(memory.offers) > 1:
                picks = tuple(offer.entry for offer in memory.offers if isinstance(offer, Pick))
                return self.compose.choices(
                    picks, memory.question, language, memory, again=True, keep=not memory.others
                )
            case Move.YES:
                offer = memory.offers[0].model_copy(update={"language": language})
                return self.decide(offer, memory, asker)
            case Move.CHOICE:
                known = follow.choice < len(memory.offers)
                return self.decide(memory.offers[follow.choice], memory, asker) if known else None
            case Move.NO if memory.question and isinstance(memory.offers[0], Pick):
                return self.compose.hand_off(memory.question, language, memory, _with_keep(asker, memory))
            case Move.NO:
                return Decision((Note(language, "declined"),), memory.model_copy(update={"offers": ()}))
            case Move.ENGLISH | Move.FRENCH:
                return self._translate("en" if follow.move is Move.ENGLISH else "fr", last, memory, asker)
        picks = tuple(offer.entry for offer in memory.offers if isinstance(offer, Pick))
        if memory.question and picks and follow.move in ALONG:
            return self.compose.choices(picks, memory.question, language, memory, again=True, keep=not memory.others)
        return self._onward(follow, last, language, memory, asker, text) if last else None

    def _onward(
        self, follow: FollowUp, last: Entry, language: Language, memory: Memory, asker: Asker, text: str
    ) -> Decision | None:
        match follow.move:
            case Move.SHORTER | Move.LONGER:
                return self.compose.answer(last, language, memory, asker, short=follow.move is Move.SHORTER, text=text)
            case Move.WHO:
                return self.compose.seek(SeekMentor(language=language, entry=last.id), language, memory, asker)
            case Move.FACET:
                sibling = self._for_facet(last, follow.facet)
                return self.compose.answer(sibling, language, memory, asker) if sibling else None
            case Move.NEXT:
                following = self._along(last, 1) or next((e for e in last.next if e not in memory.trail), None)
                return self._go(following, Note(language, "no_next"), memory, asker)
            case Move.PREVIOUS:
                came_from = memory.trail[-1] if memory.trail and not self._path(last) else None
                return self._go(self._along(last, -1) or came_from, Note(language, "no_previous"), memory, asker)
        return None

    def _go(self, entry: str | None, otherwise: Note, memory: Memory, asker: Asker) -> Decision:
        if entry is None:
            return Decision((otherwise,), memory)
        return self.compose.entry(entry, otherwise.language, memory, asker)

    def _translate(self, language: Language, last: Entry | None, memory: Memory, asker: Asker) -> Decision | None:
        if self.compose.spoken(language) != language:
            return None
        picks = tuple(offer.entry for offer in memory.offers if isinstance(offer, Pick))
        if memory.question and picks:
            return self.compose.choices(picks, memory.question, language, memory, keep=not memory.others)
        if memory.question:
            return replace(
                self.compose.hand_off(memory.question, language, memory, _with_keep(asker, memory)), keep=None
            )
        return self.compose.answer(last, language, memory, asker) if last else None

    def _last(self, memory: Memory) -> Entry | None:
        """What the conversation is about: the likeliest of the choices that stand open, or the last answer."""
        first = memory.offers[0] if memory.offers and memory.question else None
        return self.knowledge.entries.get(first.entry if isinstance(first, Pick) else memory.entry or "")

    def _path(self, last: Entry) -> tuple[str, ...]:
        """The entries of the ordered path that holds this one."""
        paths = self.knowledge.organisation.paths
        return next((path.entries for path in paths if path.ordered and last.id in path.entries), ())

    def _along(self, last: Entry, step: int) -> str | None:
        path = self._path(last)
        place = path.index(last.id) + step if path else -1
        return path[place] if 0 <= place < len(path) else None

    def _for_facet(self, last: Entry, facet: str) -> Entry | None:
        """The entry about this kind of resource that is nearest to the last one: a topic is shared besides the kind."""
        shared = [
            (len(common), entry)
            for entry in self.knowledge.entries.values()
            if entry.facet == facet and (common := (set(entry.topics) & set(last.topics)) - {facet, last.facet})
        ]
        return max(shared, key=lambda pair: pair[0])[1] if shared else None

    def _language(self, ask: Talk, memory: Memory, asker: Asker) -> Language:
        named = getattr(ask, "language", None)
        return self.compose.spoken(
            named or asker.forced or memory.language or asker.language or (asker.locale or "")[:2]
        )


def _with_keep(asker: Asker, memory: Memory) -> Asker:
    """The asker, whose words the remembered question may not be."""
    return replace(asker, keep=asker.keep and not memory.others)
