"""Decides what to say to a question: the asking part of it, alone or with what came before."""

from dataclasses import dataclass, replace

from bot.features.answering import followup
from bot.features.answering.compose import CHOICES, NEAR, Composer
from bot.features.answering.corpus import SMALL_TALK
from bot.features.answering.decision import Asker, Decision
from bot.features.answering.elsewhere import ReadsQuestions, elsewhere
from bot.features.answering.kinds import kinds_for
from bot.features.answering.memory import Memory
from bot.features.answering.mentors import topics_named
from bot.features.answering.offering import Offering
from bot.features.answering.reading import parts
from bot.features.answering.reading.context import LONGEST, TurnContext
from bot.features.answering.replies import Note, SmallTalk
from bot.features.answering.thread import is_call
from bot.features.answering.understood import Understood
from bot.features.answering.weighing import KEPT, Weighing, entries_of, likelihood
from bot.features.feature import Heard
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language
from bot.search.matcher import Matcher
from bot.search.rank import LIKELY, Match, Ranking
from bot.search.text import without_greeting

LONGEST_SHOWN = 90
RANKED = 12
"""Entries of a ranking: what was asked before may bring up one of the last."""
LONG = 30
"""Words of a message, beyond which it tells a story: what is likely for the whole is likely by chance."""


@dataclass(frozen=True)
class QuestionReading:
    """Needs what the decider has. `reads`: reads what other features answer."""

    knowledge: Knowledge
    matcher: Matcher
    reads: ReadsQuestions | None = None

    @property
    def compose(self) -> Composer:
        return Composer(self.knowledge)

    @property
    def weigh(self) -> Weighing:
        return Weighing(self.matcher)

    def decide(self, text: str, memory: Memory, asker: Asker, *, begun: bool) -> Decision:
        """`begun`: the words are for the bot, and a conversation with it goes on."""
        heard = self._heard(text, memory, asker)
        if asker.addressed == "hardly" and not self._is_sure(heard):
            return Decision((), memory.model_copy(update={"crowd": True}))
        if told := self._elsewhere(heard, text, memory, asker):
            return told
        context = TurnContext(self.knowledge, self.matcher, memory)
        if begun and context.stands and self._needs_more(heard, text) and not self._is_unlike(heard, heard.entries):
            meant = context.read(heard.text, heard.ranking, lambda said: self._rank(said, memory, asker))
            if context.is_sure(meant, heard.text, heard.language):
                return self._in_context(heard, context, meant, memory, asker)
            if self.weigh.is_likely(meant) and not self.weigh.is_small_talk(heard.ranking, surely="?" in text):
                heard = replace(heard, ranking=replace(heard.ranking, matches=meant), goes_on=True)
        return self._said(heard, memory, asker) or self._found(heard, text, memory, asker)

    def _elsewhere(self, heard: Understood, text: str, memory: Memory, asker: Asker) -> Decision | None:
        """What another feature answers better."""
        if self.reads is None:
            return None

        def sure() -> str | None:
            entries = entries_of(self._rank(text, memory, asker))
            return entries[0].matched if self.weigh.is_sure(entries) else None

        people = Offering(self.knowledge, asker).mentors
        said = Heard(text, heard.language, self.knowledge, sure, people, asker.command)
        return elsewhere(self.reads, said, memory, asker, heard.entries)

    def _heard(self, text: str, memory: Memory, asker: Asker) -> Understood:
        """The question of a message, and the entries of its others."""
        message = parts.read(text)
        whole = self._rank(message.text, memory, asker)
        if message.text != text and not whole.language_sure:  # a greeting may be all that tells the language
            raw = self._rank(text, memory, asker)
            if raw.language_sure:
                memory = memory.model_copy(update={"language": self.compose.spoken(raw.language)})
                whole = self._rank(message.text, memory, asker)
        if not whole.matches:
            return Understood(text, whole, self._spoken(whole, memory))
        if len(message.asking) == 1:
            one = message.asking[0]
            alone = whole if one == message.text else self._rank(one, memory, asker)
            said, best = self._surer((message.text, whole), (one, alone))
            return Understood(said, best, self._spoken(whole, memory))
        return self._one_of(message, whole, memory, asker)

    def _one_of(self, message: parts.ReadMessage, whole: Ranking, memory: Memory, asker: Asker) -> Understood:
        language, found = self._spoken(whole, memory), self._each(message, memory, asker)
        sure = [(said, ranking) for said, ranking in found if self.weigh.is_sure(entries_of(ranking))]
        meant = [(said, entries_of(ranking)) for said, ranking in found]
        likely = [entries[0].id for said, entries in meant if self.weigh.is_likely(entries)]
        if self.weigh.is_sure(entries_of(whole)) and len(sure) < 2 and len(message.text.split()) <= LONG:
            others = tuple(name for name in dict.fromkeys(likely) if name != entries_of(whole)[0].id)
            return Understood(message.text, whole, language, others[:CHOICES])
        if sure:
            said, ranking = sure[0]
            others = tuple(name for name in dict.fromkeys(likely) if name != entries_of(ranking)[0].id)
            return Understood(said, ranking, language, others[:CHOICES])
        best = {match.id: match for _, ranking in found for match in entries_of(ranking)[:1]}
        if len(set(likely)) > 1:
            named = tuple(best[name] for name in dict.fromkeys(likely))
            return Understood(message.text, replace(whole, matches=named), language)
        part = max(found, key=lambda pair: likelihood(pair[1]), default=(message.text, whole))
        return Understood(*self._surer((message.text, whole), part), language)

    def _surer(self, whole: tuple[str, Ranking], part: tuple[str, Ranking]) -> tuple[str, Ranking]:
        """A message or what it asks: what stands around a question may be its subject, or a story."""
        if len(whole[0].split()) > LONG:
            return part
        for pair in (whole, part):
            if self.weigh.is_sure(entries_of(pair[1])):
                return pair
        said, likelier = max(whole, part, key=lambda pair: likelihood(pair[1]))
        # What stands around a question tells as much as itself whether it is one of ours.
        return said, replace(likelier, first_three=(whole[1].first_three + part[1].first_three) / 2)

    def _each(self, message: parts.ReadMessage, memory: Memory, asker: Asker) -> list[tuple[str, Ranking]]:
        """Each part that asks something, a short one with the part before it when it says too little alone."""
        found: list[tuple[str, Ranking]] = []
        for said in message.asking:
            ranking = self._rank(said, memory, asker)
            if not ranking.matches or self.weigh.is_small_talk(ranking):
                continue
            if found and self._needs_more(Understood(said, ranking, ""), said):
                before, first = found[-1]
                shown = entries_of(first)[0].id if self.weigh.is_sure(entries_of(first)) else None
                context = TurnContext(self.knowledge, self.matcher, Memory(entry=shown, asked=before))
                meant = context.read(said, ranking, lambda words: self._rank(words, memory, asker))
                sure = context.is_sure(meant, said, ranking.language)
                if meant and (meant[0].id != shown or sure):
                    probability = max(meant[0].probability, self.matcher.answer_at if sure else 0.0)
                    ranking = replace(ranking, matches=(meant[0]._replace(probability=probability), *meant[1:]))
            found.append((said, ranking))
        return found

    def _rank(self, said: str, memory: Memory, asker: Asker) -> Ranking:
        prior = memory.language or asker.language or asker.locale or self.knowledge.organisation.languages[0]
        return self.matcher.rank(said, language=asker.forced, locale=prior, limit=RANKED)

    def _spoken(self, ranking: Ranking, memory: Memory) -> Language:
        return self.compose.spoken(ranking.language if ranking.language_sure else memory.language or ranking.language)

    def _needs_more(self, heard: Understood, text: str) -> bool:
        """Whether words may only mean something with what came before: few, that are not sure and name no subject.

        `text`: as they were typed.
        """
        afresh = heard.ranking.subject and "?" not in heard.text and not followup.goes_on(text)
        return not afresh and not heard.also and len(heard.text.split()) <= LONGEST and not self._is_sure(heard)

    def _is_sure(self, heard: Understood) -> bool:
        sure = self.weigh.is_sure(heard.entries) and not heard.goes_on  # what goes on was weighed with what came before
        return sure and not self._is_unlike(heard, heard.entries[:1])

    def _is_unlike(self, heard: Understood, entries: tuple[Match, ...]) -> bool:
        """Whether the words ask for what no question of these entries does: how many, to write it."""
        extras = (self.knowledge.entries[match.id].__pydantic_extra__ or {} for match in entries)
        wordings = (wording for extra in extras for wording in extra.values())
        return parts.unlike(heard.text, (asked for wording in wordings for asked in wording.questions))

    def _in_context(
        self, heard: Understood, context: TurnContext, meant: tuple[Match, ...], memory: Memory, asker: Asker
    ) -> Decision:
        entry, kept = self.knowledge.entries[meant[0].id], meant[:KEPT]
        if (passage := context.passage(heard.text, entry, heard.language)) is not None:
            return self.compose.passage(entry, passage, heard.language, memory, asker, kept)
        return self._answer(replace(heard, ranking=replace(heard.ranking, matches=kept)), memory, asker)

    def _said(self, heard: Understood, memory: Memory, asker: Asker) -> Decision | None:
        """To a picture, to politeness; None to a question."""
        language, ranking = heard.language, heard.ranking
        helping = asker.addressed == "certainly"
        if not ranking.matches:  # a picture, emojis: said to the bot, or among people
            if asker.above is not None:
                return Decision((Note(language, "no_question_above"),), memory)
            return self.compose.help(language, memory, asker) if helping else Decision((), memory)
        if not self.weigh.is_small_talk(ranking):
            return None
        if (rest := without_greeting(heard.text)) and self._asks(rest, memory, asker):
            own = replace(asker, language=self.compose.spoken(ranking.language))
            return self.decide(rest, memory, own, begun=False)
        people = Offering(self.knowledge, asker).mentors
        talk = SmallTalk(language, ranking.matches[0].id.removeprefix(SMALL_TALK), people)
        return Decision((talk,) if helping else (), memory, matches=heard.entries)

    def _found(self, heard: Understood, text: str, memory: Memory, asker: Asker) -> Decision:
        if self._is_sure(heard):
            return self._answer(heard, memory, asker)
        calling, language = is_call(text), heard.language
        if asker.addressed == "perhaps" and (calling or "?" not in text):
            return Decision((), memory)
        if calling:  # kept, « une idée ? » would tell nobody anything
            return Decision((Note(language, "what_question" if asker.above is None else "no_question_above"),), memory)
        return self._unsure(heard, text, memory, asker)

    def _unsure(self, heard: Understood, text: str, memory: Memory, asker: Asker) -> Decision:
        """Choices where one may be right, or several together, or where a subject is named; else a person."""
        entries, language = heard.entries, heard.language
        offered = Offering(self.knowledge, asker).only(match.id for match in entries)
        open_to = tuple(match for match in entries if match.id in offered)
        if heard.goes_on and offered:
            return self.compose.choices(offered[:CHOICES], text, language, memory, entries, keep=asker.keep)
        if self._is_unlike(heard, entries):
            return self.compose.hand_off(text, language, memory, asker, entries)
        likely = tuple(match.id for match in open_to if match.probability >= LIKELY / 4)[:CHOICES]
        if likely and self.weigh.may_be_right(heard.ranking):
            return self.compose.choices(likely, text, language, memory, entries, keep=asker.keep)
        if self.weigh.names_subject(heard.ranking) and offered and entries[0].id in offered:
            return self.compose.choices(offered[:CHOICES], text, language, memory, entries, keep=asker.keep)
        if kinds := Offering(self.knowledge, asker).only(kinds_for(heard.text, self.knowledge)):
            return self.compose.choices(kinds, text, language, memory, entries, keep=asker.keep)
        if self._is_outside(entries, heard):
            return replace(self.compose.out_of_scope(text, language, memory, asker), matches=entries)
        return self.compose.hand_off(text, language, memory, asker, entries)

    def _is_outside(self, entries: tuple[Match, ...], heard: Understood) -> bool:
        """Whether the words are about nothing that is known here: no topic is named, and no entry is near in words."""
        if heard.ranking.subject or topics_named(heard.text, self.knowledge):
            return False
        near = tuple(match for match in entries if match.probability >= NEAR)
        return not near or not self.weigh.can_be_meant(near, heard.text, heard.language)

    def _asks(self, rest: str, memory: Memory, asker: Asker) -> bool:
        """Whether what stands beside a greeting names or asks something, unlike « bonjour à tous »."""
        ranking = self._rank(rest, memory, asker)
        entries = entries_of(ranking)
        if not ranking.matches or self.weigh.is_small_talk(ranking):
            return False
        return self.weigh.is_sure(entries) or ranking.subject or self.weigh.may_be_right(ranking)

    def _answer(self, heard: Understood, memory: Memory, asker: Asker) -> Decision:
        best, language, entries = heard.entries[0], heard.language, heard.entries
        entry = self.knowledge.entries[best.id]
        if entry == self.knowledge.helping:
            return self.compose.help(language, memory, asker, entries)
        # The example is shown as what was understood: in the reply's language, and short.
        matched = best.matched if best.language == language and len(best.matched) <= LONGEST_SHOWN else None
        return self.compose.answer(
            entry, language, memory, asker, matched=matched or None, text=heard.text, matches=entries, also=heard.also
        )
