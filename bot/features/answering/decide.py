"""Decides what to say to an intent, and what to remember of the conversation. Pure."""

import re
from dataclasses import dataclass, replace

from bot.features.answering import commands, followup
from bot.features.answering.compose import CHOICES, Composer
from bot.features.answering.corpus import SMALL_TALK
from bot.features.answering.decision import Asker, Decision
from bot.features.answering.elsewhere import ReadsQuestions, elsewhere
from bot.features.answering.followup import Move
from bot.features.answering.intents import (
    Forward,
    NoneOfThese,
    OpenConversation,
    OpenHome,
    Pick,
    Question,
    SeekMentor,
    Share,
    ShowHelp,
    Vote,
)
from bot.features.answering.memory import Memory
from bot.features.answering.offering import WITHOUT, Offering
from bot.features.answering.onward import Continuation
from bot.features.answering.quoting import quoting
from bot.features.answering.replies import (
    Note,
    Shared,
    SmallTalk,
)
from bot.features.answering.thread import is_call, question_above
from bot.features.feature import Heard
from bot.features.intents import Intent
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language
from bot.search.matcher import Matcher
from bot.search.rank import Match, Ranking
from bot.search.text import without_greeting

SENTENCE, MOST_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+"), 8
FEW_WORDS, LONGEST_SHOWN = 3, 90


@dataclass(frozen=True)
class Decider:
    """The knowledge and the matcher fitted on it, with the one function that decides.

    `reads`: reads what other features answer; None where the entries alone are asked.
    """

    knowledge: Knowledge
    matcher: Matcher
    reads: ReadsQuestions | None = None

    @property
    def compose(self) -> Composer:
        return Composer(self.knowledge)

    def decide(self, ask: Intent, memory: Memory, asker: Asker) -> Decision:
        language = self._language(ask, memory, asker)
        if asker.access == "none" and not isinstance(self._commanded(ask, asker), ForgetMe | ShowMyData):
            return self.refuse(ask, asker, memory)
        memory = memory if isinstance(ask, Question) else self.compose.unasked(memory)
        match ask:
            case Question(text=text):
                return self._in_thread(text, memory, asker) or self._question(text, memory, asker)
            case Pick(entry=entry):
                return self.compose.entry(entry, language, memory, asker)
            case NoneOfThese(text=text, keep=keep):
                return self.compose.hand_off(text, language, memory, replace(asker, keep=keep and asker.keep))
            case SeekMentor():
                return self.compose.seek(ask, language, memory, asker.speaking_of(memory))
            case Vote():
                return self.compose.vote(ask, memory, asker)
            case Forward():
                return self.compose.forward(ask, memory, asker)
            case Share(entry=entry):
                known = Offering(self.knowledge, asker).only((entry,))
                return Decision(
                    (Shared(language, entry, asker.user or "") if known else Note(language, "gone"),), memory
                )
            case ShowHelp():
                return self.compose.help(language, memory, asker)
            case OpenHome():
                return self.compose.home(ask, language, memory, asker)
            case OpenConversation():
                return self.compose.prompts(language, memory, asker)
            case _:
                return Decision((), memory, ask=ask)

    def refuse(self, ask: Intent, asker: Asker, memory: Memory = Memory()) -> Decision:  # noqa: B008 - frozen
        """To somebody who may not have what they ask for: why, and what they may have instead."""
        language = self._language(ask, memory, asker)
        if asker.access != "none":
            missing = WITHOUT[asker.access]
            return self.compose.hand_off("", language, memory, asker, missing=missing)
        unasked = isinstance(ask, OpenHome | OpenConversation) or asker.addressed == "hardly"
        return Decision(() if unasked else (Note(language, "members_only"),), memory)

    def about(self, text: str, language: Language) -> tuple[str, ...]:
        """The entries that somebody's text is about, the likeliest first: as a whole, or one of its sentences."""
        if self.matcher is None:  # knowledge that only introduces people, as in tests
            return ()
        likely: dict[str, float] = {}
        for said in dict.fromkeys((text, *SENTENCE.split(text)[:MOST_SENTENCES])):
            matches = _entries(self.matcher.rank(said, locale=language, limit=8)) if said.strip() else ()
            for match in matches:
                likely[match.id] = max(match.probability, likely.get(match.id, 0.0))
        found = [name for name, probability in likely.items() if probability >= self.matcher.choices_at]
        return tuple(sorted(found, key=lambda name: -likely[name])[:CHOICES])

    def _in_thread(self, text: str, memory: Memory, asker: Asker) -> Decision | None:
        """The question above, when the bot was called into a thread by words that ask nothing of their own."""
        if not asker.above or not is_call(text):
            return None
        prior = memory.language or asker.language or asker.locale

        def ranked(said: str) -> Ranking:
            return self.matcher.rank(said, language=asker.forced, locale=prior, limit=8)

        found = question_above(
            asker.above,
            certain=lambda said: self._is_sure(_entries(ranked(said))),
            small_talk=lambda said: self._is_small_talk(ranked(said)),
        )
        if found is None:
            return None
        own = found.user is not None and found.user == asker.user
        decision = self._question(found.text, memory, replace(asker, above=None, keep=own and asker.keep))
        return replace(decision, replies=tuple(quoting(reply, found, own=own) for reply in decision.replies))

    def _commanded(self, ask: Intent, asker: Asker) -> Intent | None:
        """The command that a person's own words are, when they are for the bot."""
        own = asker.user is not None and asker.keep and asker.addressed != "hardly"
        return commands.read(ask.text) if own and isinstance(ask, Question) else None

    def _question(self, text: str, memory: Memory, asker: Asker) -> Decision:
        command = self._commanded(Question(text=text), asker)
        if command and (done := self.compose.command(command, self._language(command, memory, asker), memory, asker)):
            return done
        begun = asker.addressed != "hardly" and (memory.entry or memory.offers or memory.question)
        follow = followup.read(text, self.knowledge.vocabulary.facets, memory.language) if begun else None
        if follow is None or follow.move not in (Move.YES, Move.NO, Move.CHOICE):
            memory = self.compose.unasked(memory)
        if follow and (followed := Continuation(self.compose).of(follow, memory, asker)):
            return followed if isinstance(followed, Decision) else self.decide(followed, memory, asker)
        prior = memory.language or asker.language or asker.locale or self.knowledge.organisation.languages[0]
        ranking = self.matcher.rank(text, language=asker.forced, locale=prior, limit=8)
        language = self.compose.spoken(
            ranking.language if ranking.language_sure else memory.language or ranking.language
        )
        return self._ranked(ranking, text, language, memory, replace(asker, locale=prior))

    def _ranked(self, ranking: Ranking, text: str, language: Language, memory: Memory, asker: Asker) -> Decision:
        entries = _entries(ranking)
        if asker.addressed == "hardly" and not self._is_sure(entries):
            return Decision((), memory.model_copy(update={"crowd": True}))
        sure, people = entries[0].matched if self._is_sure(entries) else None, Offering(self.knowledge, asker).mentors
        heard = Heard(text, language, self.knowledge, sure, people)
        if self.reads is not None and (told := elsewhere(self.reads, heard, memory, asker, entries)):
            return told
        if not ranking.matches:  # a picture, emojis: said to the bot, or among people
            if asker.above is not None:
                return Decision((Note(language, "no_question_above"),), memory)
            helping = asker.addressed == "certainly"
            return self.compose.help(language, memory, asker) if helping else Decision((), memory)
        if self._is_small_talk(ranking) and (rest := without_greeting(text)) and self._asks(rest, asker):
            return self._question(rest, memory, replace(asker, language=self.compose.spoken(ranking.language)))
        if self._is_small_talk(ranking):
            talk = SmallTalk(language, ranking.matches[0].id.removeprefix(SMALL_TALK), people)
            return Decision((talk,) if asker.addressed == "certainly" else (), memory, matches=entries)
        if self._is_sure(entries):
            return self._sure(entries[0], text, language, memory, asker, entries)
        calling = is_call(text)
        if asker.addressed == "perhaps" and (calling or "?" not in text):
            return Decision((), memory)
        if calling:  # kept, « une idée ? » would tell nobody anything
            return Decision((Note(language, "what_question" if asker.above is None else "no_question_above"),), memory)
        return self._unsure(ranking, text, language, memory, asker)

    def _unsure(self, ranking: Ranking, text: str, language: Language, memory: Memory, asker: Asker) -> Decision:
        """Choices where one may be right, or several together, or where a subject is named; else a person."""
        entries = _entries(ranking)
        offered = Offering(self.knowledge, asker).only(match.id for match in entries)
        open_to = tuple(match for match in entries if match.id in offered)
        likely = tuple(match.id for match in open_to if match.probability >= self.matcher.choices_at / 4)[:CHOICES]
        if likely and self._may_be_right(open_to, text):
            return self.compose.choices(likely, text, language, memory, entries, keep=asker.keep)
        if ranking.subject and offered and entries[0].id in offered:
            return self.compose.choices(offered[:CHOICES], text, language, memory, entries, keep=asker.keep)
        return self.compose.hand_off(text, language, memory, asker, entries)

    def _may_be_right(self, entries: tuple[Match, ...], text: str) -> bool:
        """One of the choices: the first, or for a few words the first together when they are about as likely."""
        least = self.matcher.choices_at
        near = [match.probability for match in entries[:CHOICES] if match.probability >= least / 2]
        together = len(text.split()) <= FEW_WORDS and sum(near) >= 2 * least
        return entries[0].probability >= least or together

    def _asks(self, rest: str, asker: Asker) -> bool:
        """Whether what stands beside a greeting names or asks something, unlike « bonjour à tous »."""
        ranking = self.matcher.rank(rest, language=asker.forced, locale=asker.locale, limit=8)
        entries = _entries(ranking)
        if not ranking.matches or self._is_small_talk(ranking):
            return False
        return self._is_sure(entries) or ranking.subject or (bool(entries) and self._may_be_right(entries, rest))

    def _recognised(self, best: Match, language: Language) -> str | None:
        """The example to show as what was understood: in the reply's language, and short."""
        return best.matched if best.language == language and len(best.matched) <= LONGEST_SHOWN else None

    def _is_sure(self, entries: tuple[Match, ...]) -> bool:
        return bool(entries) and entries[0].probability >= self.matcher.answer_at

    def _is_small_talk(self, ranking: Ranking) -> bool:
        """Among many words a question may hide, so that it must be sure; few need be likely only."""
        top = ranking.matches[0]
        few = len(ranking.question.split()) <= FEW_WORDS
        return (
            top.id.startswith(SMALL_TALK)
            and not ranking.unread
            and top.probability >= (self.matcher.choices_at if few else self.matcher.answer_at)
        )

    def _sure(
        self, best: Match, text: str, language: Language, memory: Memory, asker: Asker, entries: tuple[Match, ...]
    ) -> Decision:
        entry = self.knowledge.entries[best.id]
        if entry == self.knowledge.helping:
            return self.compose.help(language, memory, asker, entries)
        return self.compose.answer(
            entry, language, memory, asker, matched=self._recognised(best, language), text=text, matches=entries
        )

    def _language(self, ask: Intent, memory: Memory, asker: Asker) -> Language:
        named = getattr(ask, "language", None)
        return self.compose.spoken(
            named or asker.forced or memory.language or asker.language or (asker.locale or "")[:2]
        )


def _entries(ranking: Ranking) -> tuple[Match, ...]:
    """The likeliest entries, small talk left out."""
    return tuple(match for match in ranking.matches if not match.id.startswith(SMALL_TALK))[:5]
