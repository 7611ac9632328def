"""What a follow-up, such as « et après ? » or « oui », asks of the conversation in which it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.features.answering.compose import Composer
from bot.features.answering.decision import Asker, Decision
from bot.features.answering.followup import FollowUp, Move, sibling_for
from bot.features.answering.intents import Pick, SeekMentor, Vote
from bot.features.answering.memory import Memory
from bot.features.answering.offering import Offering
from bot.features.answering.passages import marked
from bot.features.answering.replies import AskedOfAnswer, Note, SmallTalk
from bot.features.intents import Intent
from bot.knowledge.schema import Entry
from bot.knowledge.shapes import Language
from bot.languages import phrasebook

ASKED: Mapping[Move, AskedOfAnswer] = {
    Move.WHY: "why",
    Move.SOURCE: "source",
    Move.LINK: "link",
    Move.EXAMPLE: "example",
    Move.DATE: "date",
}
"""What each of these moves asks about the answer just shown."""
ALONG = (Move.NEXT, Move.PREVIOUS, Move.SHORTER, Move.LONGER, Move.AGAIN, Move.DOUBT, *ASKED)
"""Moves that need an answer to go on from, where choices leave it open."""
THANKS = "thanks"
"""The small talk that answers thanks."""


@dataclass(frozen=True)
class Continuation:
    """Needs no matcher: everything is in the memory of the conversation and in the knowledge."""

    compose: Composer

    def of(self, follow: FollowUp, memory: Memory, asker: Asker) -> Decision | Intent | None:
        """What the words ask: decided, or an offer that they take up; None when they are a question after all."""
        language = self.compose.spoken(asker.forced or follow.language or memory.language or "")
        last = self._last(memory)
        match follow.move:
            case Move.YES | Move.CHOICE if not memory.offers:
                return None
            case Move.YES if memory.question and len(memory.offers) > 1:
                picks = tuple(offer.entry for offer in memory.offers if isinstance(offer, Pick))
                return self.compose.choices(
                    picks, memory.question, language, memory, again=True, keep=not memory.others
                )
            case Move.YES:
                offer: Intent = memory.offers[0]
                return offer.model_copy(update={"language": language})
            case Move.CHOICE | Move.OTHER | Move.ALL:
                return self._chosen(follow, language, memory, asker)
            case Move.STOP:
                return Decision((Note(language, "declined"),), memory.model_copy(update={"offers": (), "question": ""}))
            case Move.THANKS:
                return self._thanked(language, memory, asker)
            case Move.NO if memory.question and memory.offers and isinstance(memory.offers[0], Pick):
                return self.compose.hand_off(memory.question, language, memory, asker.speaking_of(memory))
            case Move.NO:
                return Decision((Note(language, "declined"),), memory.model_copy(update={"offers": ()}))
            case Move.TRANSLATE:
                return self._translate(follow.into, last, memory, asker)
        picks = tuple(offer.entry for offer in memory.offers if isinstance(offer, Pick))
        if memory.question and picks and follow.move in ALONG:
            return self.compose.choices(picks, memory.question, language, memory, again=True, keep=not memory.others)
        if memory.question and follow.move is Move.DOUBT:  # nothing was answered that could be doubted
            return replace(
                self.compose.hand_off(memory.question, language, memory, asker.speaking_of(memory)), keep=None
            )
        return self._onward(follow, last, language, memory, asker) if last else None

    def _onward(
        self, follow: FollowUp, last: Entry, language: Language, memory: Memory, asker: Asker
    ) -> Decision | None:
        match follow.move:
            case Move.SHORTER | Move.LONGER | Move.AGAIN:
                short = follow.move is not Move.LONGER
                return self.compose.answer(last, language, memory, asker, short=short, text=memory.asked)
            case Move.WHY | Move.SOURCE | Move.LINK | Move.EXAMPLE | Move.DATE:
                return self._about(ASKED[follow.move], last, language, memory, asker)
            case Move.DOUBT:
                return self.compose.vote(Vote(entry=last.id, language=language, helpful=False), memory, asker, "doubt")
            case Move.WHO:
                return self.compose.seek(SeekMentor(language=language, entry=last.id), language, memory, asker)
            case Move.FACET:
                sibling = sibling_for(follow.facet, last, self.compose.knowledge)
                return self.compose.answer(sibling, language, memory, asker) if sibling else None
            case Move.NEXT:
                offered = Offering(self.compose.knowledge, asker).only(last.next)
                following = self._along(last, 1) or next((e for e in offered if e not in memory.trail), None)
                return self._go(following, Note(language, "no_next"), memory, asker)
            case Move.PREVIOUS:
                came_from = memory.trail[-1] if memory.trail and not self._path(last) else None
                return self._go(self._along(last, -1) or came_from, Note(language, "no_previous"), memory, asker)
        return None

    def _chosen(self, follow: FollowUp, language: Language, memory: Memory, asker: Asker) -> Decision | Intent | None:
        """What is picked of the list that stands, or of the one of which something else was picked."""
        if follow.move is Move.CHOICE:
            picked = tuple(Pick(entry=entry, language=language) for entry in memory.listed) if follow.instead else ()
            offers = picked or memory.offers
            return offers[follow.choice] if -len(offers) <= follow.choice < len(offers) else None
        open_to = tuple(offer.entry for offer in memory.offers if isinstance(offer, Pick)) if memory.question else ()
        if follow.move is Move.ALL:
            first = self.compose.knowledge.entries.get(open_to[0]) if open_to else None
            asked = memory.question
            return self.compose.answer(first, language, memory, asker, text=asked, also=open_to[1:]) if first else None
        rest = tuple(entry for entry in memory.listed if entry != (open_to[0] if open_to else memory.entry))
        if len(rest) == 1:
            return Pick(entry=rest[0], language=language)
        asked = memory.question or memory.asked
        return self.compose.choices(rest, asked, language, memory, again=True, keep=not memory.others) if rest else None

    def _thanked(self, language: Language, memory: Memory, asker: Asker) -> Decision:
        people = Offering(self.compose.knowledge, asker).mentors
        known = THANKS in self.compose.knowledge.small_talk
        return Decision((SmallTalk(language, THANKS, people) if known else Note(language, "declined"),), memory)

    def _about(self, of: AskedOfAnswer, last: Entry, language: Language, memory: Memory, asker: Asker) -> Decision:
        markers = phrasebook(language).follow_ups.passages.get(of, ())
        return self.compose.passage(
            last, marked(last.wording(language).answer, markers), language, memory, asker, of=of
        )

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
                self.compose.hand_off(memory.question, language, memory, asker.speaking_of(memory)), keep=None
            )
        return self.compose.answer(last, language, memory, asker) if last else None

    def _last(self, memory: Memory) -> Entry | None:
        """What the conversation is about: the likeliest of the choices that stand open, or the last answer."""
        first = memory.offers[0] if memory.offers and memory.question else None
        return self.compose.knowledge.entries.get(first.entry if isinstance(first, Pick) else memory.entry or "")

    def _path(self, last: Entry) -> tuple[str, ...]:
        """The entries of the ordered path that holds this one."""
        paths = self.compose.knowledge.organisation.paths
        return next((path.entries for path in paths if path.ordered and last.id in path.entries), ())

    def _along(self, last: Entry, step: int) -> str | None:
        path = self._path(last)
        place = path.index(last.id) + step if path else -1
        return path[place] if 0 <= place < len(path) else None
