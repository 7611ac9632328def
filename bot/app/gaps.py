"""Gaps with the database: what maintainers decide is saved, and those who asked hear of answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from bot.app.introducing import Introducing, Replies
from bot.features.answering.decide import Decider
from bot.features.answering.decision import Asker, KeptKind
from bot.features.answering.intents import Question
from bot.features.answering.memory import Memory
from bot.features.answering.replies import Answer
from bot.features.gaps import forms
from bot.features.gaps.grouping import Gap, gaps, judged
from bot.features.gaps.intents import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    AddExample,
    AnswerNow,
    DecideGap,
    Hush,
    MakeAnswer,
    OpenGapForm,
    SendWhy,
    TellWhy,
    WriteEntry,
)
from bot.features.gaps.replies import AskerNote, GapDigest, GapNote, HumanAnswer, NowAnswered, ShownGap
from bot.features.gaps.values import QUIET, KeptQuestion, NewDecision, NewKept
from bot.features.outgoing import Outgoing
from bot.features.recipients import Maintainers, Person
from bot.knowledge.near import nearest
from bot.knowledge.private.mask import masked
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language
from bot.storage.transaction import Transaction

SHOWN = 5
"""Gaps in one digest: a message has room for these, and a maintainer for no more."""
MOST_REASONS = 3
RANKED = 40
AT_ONCE = 20
"""People whose questions are asked anew in one transaction: some tenths of a second."""
WRONG = ("error", "outdated")


async def gaps_of(transaction: Transaction, decider: Decider, now: datetime) -> tuple[Gap, ...]:
    """All gaps, decided or not, none judged yet; the most asked first."""
    return gaps(decider, await transaction.gaps.questions(now), await transaction.gaps.decisions(now))


async def gap_of(transaction: Transaction, decider: Decider, question: int, now: datetime) -> Gap | None:
    """The one that holds this question, as it stands now."""
    found = await gaps_of(transaction, decider, now)
    gap = next((gap for gap in found if any(one.id == question for one in gap.questions)), None)
    return judged(decider, gap) if gap else None


async def settle(
    transaction: Transaction, decision: NewDecision, gap: Gap | None, now: datetime, keep: timedelta
) -> None:
    """Keep a decision. `gap`: None for an entry that nobody asked for. Who gets an answer hears of no other one."""
    of = [one.id for one in gap.questions] if gap else []
    await transaction.gaps.decide(decision, of, now, now + keep)
    if decision.verdict == "answered":
        await transaction.gaps.told(of, now)


async def digest(transaction: Transaction, decider: Decider, now: datetime) -> tuple[Outgoing, ...]:
    """The open gaps for the maintainers' channel; nothing when there is none."""
    undecided = [gap for gap in await gaps_of(transaction, decider, now) if gap.undecided]
    looked_at = (judged(decider, gap) for gap in undecided)  # each costs a ranking
    found = tuple(islice((gap for gap in looked_at if gap.open), SHOWN))
    if not found:
        return ()
    shown = tuple(_shown(gap, decider.knowledge) for gap in found)
    language = decider.knowledge.organisation.languages[0]
    more = len(undecided) - 1 - [gap.number for gap in undecided].index(found[-1].number)
    return (Outgoing(GapDigest(language, shown, more), Maintainers()),)


def _shown(gap: Gap, knowledge: Knowledge) -> ShownGap:
    """Where no question is known, the title of the answer that it is about stands in its place."""
    entry = knowledge.entries.get(gap.questions[0].entry or "")
    text = gap.text if gap.text.strip() or entry is None else entry.wording(gap.language).title
    reasons = tuple(one.told_reason for one in gap.questions if one.told_reason)[-MOST_REASONS:]
    return ShownGap(gap.number, text, gap.language, gap.people, gap.why, gap.nearest, reasons)


async def tell_askers(
    transaction: Transaction, decider: Decider, now: datetime, after: int = 0
) -> tuple[tuple[Outgoing, ...], int | None]:
    """Who asked what this knowledge answers surely, and the one that they asked did not, hears so once.

    `after`: the newest question of the last person who was looked after; with what is said comes the next such one,
    None when nobody is left.
    """
    await transaction.alone("tell_askers")  # the same knowledge may go live in several processes at once
    waiting: dict[str, list[KeptQuestion]] = {}
    for one in await transaction.gaps.questions(now):
        if one.place and one.kind == "hand_off" and one.knowledge != decider.version:
            waiting.setdefault(one.place, []).append(one)
    newest = {place: max(one.id for one in asked) for place, asked in waiting.items()}
    people = sorted((place for place in waiting if newest[place] > after), key=newest.__getitem__)
    said: list[Outgoing] = []
    done: list[int] = []
    for place in people[:AT_ONCE]:
        found = {one.id: answered_by(decider, one.text, one.language) for one in waiting[place]}
        first = {entry: one for one in reversed(waiting[place]) if (entry := found[one.id]) is not None}
        said += [
            Outgoing(NowAnswered(one.language, one.text, entry), Person(user=place)) for entry, one in first.items()
        ]
        done += [number for number, entry in found.items() if entry is not None]
    await transaction.gaps.told(done, now)
    return tuple(said), newest[people[AT_ONCE - 1]] if len(people) > AT_ONCE else None


def human_answers(gap: Gap, words: str) -> tuple[Outgoing, ...]:
    """A maintainer's words, once to each who asked and did not hear yet."""
    waiting = {one.place: one for one in gap.questions if one.place is not None and one.told is None}
    return tuple(
        Outgoing(HumanAnswer(one.language, one.text, words.strip()), Person(user=place))
        for place, one in waiting.items()
    )


def answered_by(decider: Decider, text: str, language: Language) -> str | None:
    """The entry that answers it surely, to a colleague who asks nothing else."""
    decision = decider.decide(Question(text=text), Memory(), Asker(locale=language, keep=False))
    return next((reply.entry for reply in decision.replies if isinstance(reply, Answer)), None)


@dataclass(frozen=True)
class GapDesk:
    """What is clicked and filled in. A form reaches only who opened it in the maintainers' channel."""

    asked: Introducing
    decider: Decider

    @property
    def _kept(self) -> Transaction:
        return self.asked.transaction

    async def decide(self, ask: DecideGap) -> Replies:
        if not self.asked.maintainers:
            return (GapNote(ask.language, "not_yours"),)
        if (gap := await self._gap(ask.question)) is None:
            return (GapNote(ask.language, "gone"),)
        words = gap.text if ask.do == "out_of_scope" else None
        await self._settle(NewDecision(ask.do, gap.language, words=words), gap)
        return (GapNote(ask.language, ask.do, gap.text),)

    async def open(self, ask: OpenGapForm) -> Replies:
        if not self.asked.maintainers:
            return (GapNote(ask.language, "not_yours"),)
        gap = await self._gap(ask.question)
        if gap is None:
            return (GapNote(ask.language, "gone"),)
        return (forms.deciding(ask, gap, self._titles(gap, ask.language)),)

    async def add(self, ask: AddExample) -> Replies:
        entries = self.decider.knowledge.own
        asked = ask.other.strip() or ask.entry.strip()
        entry = asked if asked in entries else nearest(asked, list(entries))
        gap = await self._gap(ask.question)
        if gap is None or not entry:
            return self._to_channel(GapNote(ask.language, "unknown_entry" if gap else "gone", entry=asked))
        await self._settle(NewDecision("entry", gap.language, entry, ask.words.strip()), gap)
        return self._to_channel(GapNote(ask.language, "entry", gap.text, entry))

    async def write(self, ask: WriteEntry) -> Replies:
        gap = await self._gap(ask.question) if ask.question is not None else None
        spoken = gap.language if gap else ask.language
        decision = NewDecision("new", spoken, words=ask.words.strip(), answer=ask.answer.strip() or None)
        await self._settle(decision, gap)
        return self._to_channel(GapNote(ask.language, "new", ask.words.strip()))

    async def answer(self, ask: AnswerNow) -> Replies:
        """Once to each person, in the language in which they asked."""
        if (gap := await self._gap(ask.question)) is None:
            return self._to_channel(GapNote(ask.language, "gone"))
        said = human_answers(gap, ask.answer)
        await self._settle(NewDecision("answered", gap.language), gap)
        return *self._to_channel(GapNote(ask.language, "answered", gap.text, people=len(said))), *said

    async def make(self, ask: MakeAnswer) -> Replies:
        """A form with somebody's answer and the question that began its thread, both masked."""
        language = self.decider.knowledge.organisation.languages[0]
        if not self.asked.maintainers:
            return (GapNote(language, "not_yours"),)
        question, answer = masked(self.asked.above)[:LONGEST_QUESTION], masked(ask.answer)[:LONGEST_ANSWER]
        return (forms.writing(WriteEntry(language=language, words=question, answer=answer)),)

    async def why(self, ask: TellWhy) -> Replies:
        return (forms.why(ask),)

    async def because(self, ask: SendWhy) -> Replies:
        reason = ask.words.strip()
        person, user = self.asked.place
        error = ask.wrong in WRONG
        if not await self._kept.gaps.because(person, ask.entry, reason, error=error, wrong=ask.wrong):
            kind: KeptKind = "error" if error else "not_helpful"
            place = None if (await self._kept.profile(person)).get(QUIET) else user
            new = NewKept(person, "", ask.language, kind, ask.entry, reason, self.decider.version, place, ask.wrong)
            await self._kept.gaps.keep(new, self.asked.now, self.asked.now + self.asked.keep)
        return (AskerNote(ask.language, "thanks"),)

    async def hush(self, ask: Hush) -> Replies:
        person = self.asked.place.person
        profile = await self._kept.profile(person)
        await self._kept.save_profile(person, {**profile, QUIET: True})
        await self._kept.gaps.tell_no_more(person)
        return (AskerNote(ask.language, "hushed"),)

    def _titles(self, gap: Gap, language: Language) -> dict[str, str]:
        """Of all entries, the likeliest first."""
        entries = self.decider.knowledge.own
        rank = self.decider.matcher.rank
        ranked = rank(gap.text, locale=gap.language, limit=RANKED).matches if gap.text.strip() else ()
        likely = [match.id for match in ranked if match.id in entries]
        return {name: entries[name].wording(language).title for name in dict.fromkeys((*likely, *entries))}

    async def _gap(self, question: int) -> Gap | None:
        return await gap_of(self._kept, self.decider, question, self.asked.now)

    async def _settle(self, decision: NewDecision, gap: Gap | None) -> None:
        await settle(self._kept, decision, gap, self.asked.now, self.asked.keep)

    def _to_channel(self, note: GapNote) -> Replies:
        return (Outgoing(note, Maintainers()),)
