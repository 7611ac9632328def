"""Decides what to say to an intent, and what to remember of the conversation. Pure."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from bot.features.answering import followup
from bot.features.answering.asking import QuestionReading
from bot.features.answering.compose import CHOICES, Composer
from bot.features.answering.decision import Asker, Decision, ToKeep
from bot.features.answering.elsewhere import Continues, ReadsQuestions
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
from bot.features.answering.overhearing import worth_saying
from bot.features.answering.quoting import quoting
from bot.features.answering.replies import (
    Note,
    Shared,
)
from bot.features.answering.thread import is_call, question_above
from bot.features.answering.weighing import Weighing, entries_of
from bot.features.commands import NO_COMMANDS, CommandTable
from bot.features.feature import Turn
from bot.features.intents import Intent
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language
from bot.knowledge.version import version_of
from bot.search.matcher import Matcher
from bot.search.rank import LIKELY, Ranking
from bot.search.text import folded

SENTENCE, MOST_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+"), 8


@dataclass(frozen=True)
class Decider:
    """The knowledge and the matcher fitted on it, with the one function that decides.

    `reads`: reads what other features answer, `continues` what goes on from it; None where the entries alone are asked.
    `learning`: there is no matcher yet, and nothing may be decided before one takes this one's place.
    """

    knowledge: Knowledge
    matcher: Matcher
    reads: ReadsQuestions | None = None
    continues: Continues | None = None
    commands: CommandTable = NO_COMMANDS
    learning: bool = False

    @cached_property
    def version(self) -> str:
        """Of the knowledge."""
        return version_of(self.knowledge)

    @property
    def compose(self) -> Composer:
        return Composer(self.knowledge)

    @property
    def weigh(self) -> Weighing:
        return Weighing(self.matcher)

    def decide(self, ask: Intent, memory: Memory, asker: Asker) -> Decision:
        language = self._language(ask, memory, asker)
        if asker.access == "none" and not self._is_for_outsiders(ask, asker):
            return self.refuse(ask, asker, memory)
        memory = memory if isinstance(ask, Question) else self.compose.unasked(memory)
        match ask:
            case Question(text=text):
                return self._in_thread(text, memory, asker) or self._question(text, memory, asker)
            case Pick(entry=entry):
                other = self._other_choice(entry, memory, asker)
                return replace(self.compose.entry(entry, language, memory, asker), keep=other)
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
        unasked = isinstance(ask, OpenHome | OpenConversation) or not asker.called
        return Decision(() if unasked else (Note(language, "members_only"),), memory)

    def about(self, text: str, language: Language) -> tuple[str, ...]:
        """The entries that somebody's text is about, the likeliest first: as a whole, or one of its sentences."""
        if self.matcher is None:  # knowledge that only introduces people, as in tests
            return ()
        likely: dict[str, float] = {}
        for said in dict.fromkeys((text, *SENTENCE.split(text)[:MOST_SENTENCES])):
            matches = entries_of(self.matcher.rank(said, locale=language, limit=8)) if said.strip() else ()
            for match in matches:
                likely[match.id] = max(match.probability, likely.get(match.id, 0.0))
        found = [name for name, probability in likely.items() if probability >= LIKELY]
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
            certain=lambda said: self.weigh.is_sure(entries_of(ranked(said))),
            small_talk=lambda said: self.weigh.is_small_talk(ranked(said)),
        )
        if found is None:
            return None
        own = found.user is not None and found.user == asker.user
        decision = self._question(found.text, memory, replace(asker, above=None, keep=own and asker.keep))
        return replace(decision, replies=tuple(quoting(reply, found, own=own) for reply in decision.replies))

    def _is_for_outsiders(self, ask: Intent, asker: Asker) -> bool:
        """Whether it is a command that anybody may give."""
        command = self._commanded(ask, asker)
        return command is not None and self.commands.rule(command).for_outsiders

    def _commanded(self, ask: Intent, asker: Asker) -> Intent | None:
        """The command that a person's own words are, when they are for the bot."""
        own = asker.user is not None and asker.keep and asker.called
        return self.commands.read(ask.text) if own and isinstance(ask, Question) else None

    def _question(self, text: str, memory: Memory, asker: Asker) -> Decision:
        command = self._commanded(Question(text=text), asker)
        if command:
            rule, language = self.commands.rule(command), self._language(command, memory, asker)
            if done := self.compose.command(command, rule, language, memory, asker):
                return done
        begun = asker.called and (memory.entry or memory.offers or memory.question or memory.elsewhere)
        if memory.crowd and asker.addressed != "certainly" and not folded(text):
            begun = False  # a picture among people is for them
        follow = followup.read(text, self.knowledge.vocabulary.facets, memory.language) if begun else None
        if not begun and asker.addressed == "certainly":
            follow = followup.thanks(text)
        if follow is None or follow.move not in (Move.YES, Move.NO, Move.CHOICE):
            memory = self.compose.unasked(memory)
        if begun and memory.elsewhere and follow and follow.move is Move.TRANSLATE:
            if self.compose.spoken(follow.into) == follow.into:
                said = memory.model_copy(update={"language": follow.into})
                return self._question(memory.elsewhere, said, replace(asker, forced=follow.into))
        elif begun and memory.elsewhere and self.continues:
            move = follow.move.value if follow else ""
            if whole := self.continues(Turn(text, memory.elsewhere, memory.language or "", self.knowledge, move)):
                text, follow = whole, None
        if follow and (followed := Continuation(self.compose).of(follow, memory, asker)):
            return followed if isinstance(followed, Decision) else self.decide(followed, memory, asker)
        read = QuestionReading(self.knowledge, self.matcher, self.reads).decide(text, memory, asker, begun=bool(begun))
        if asker.addressed == "overheard" and not worth_saying(read, text, self.weigh):
            return Decision((), memory)
        return read

    def _other_choice(self, entry: str, memory: Memory, asker: Asker) -> ToKeep | None:
        """The question, when what was chosen is not what seemed likeliest."""
        own = asker.keep and not memory.others and memory.question
        return ToKeep("other_choice", memory.question, entry) if own and entry in memory.listed[1:] else None

    def _language(self, ask: Intent, memory: Memory, asker: Asker) -> Language:
        named = getattr(ask, "language", None)
        return self.compose.spoken(
            named or asker.forced or memory.language or asker.language or (asker.locale or "")[:2]
        )
