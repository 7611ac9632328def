"""Handles the intents of an introduction, and saves what follows from each."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.app.directories import LOCK, Directories, PersonKey
from bot.app.due import TimerRang
from bot.app.inbound import MAIL
from bot.features.answering import mentors
from bot.features.answering.decide import Decider
from bot.features.feature import FeatureTable
from bot.features.forms import FormStep
from bot.features.gaps.replies import GapReply
from bot.features.introductions import forms
from bot.features.introductions.card import Card
from bot.features.introductions.intents import Introduce, OfIntroduction, OfNeed, Respond, Rewrite, Send
from bot.features.introductions.process import Process, Said, Side
from bot.features.introductions.replies import IntroductionReply, MentorNews, Progress
from bot.features.introductions.states import WITH_YES, Event, ImpossibleError, State, moved
from bot.features.introductions.transition import Notification
from bot.features.introductions.values import Introduction, Need
from bot.features.outgoing import Outgoing
from bot.features.privacy.replies import PrivacyReply
from bot.features.table import FEATURES
from bot.knowledge.shapes import Language
from bot.storage.transaction import Transaction

Replies = tuple[IntroductionReply | PrivacyReply | GapReply | FormStep | Notification | Outgoing, ...]
"""What a handler says; an Outgoing has its recipient already."""
MOST_NEEDS = 3
MENTORS = frozenset({"yes", "no", "question", "not_before"})
WITH_FORM = {"no": Event.NO, "question": Event.QUESTION, "not_before": Event.NOT_BEFORE, "reply": Event.REPLY}


@dataclass(frozen=True)
class Introducing:
    """`maintainers`: whether the ask comes from the maintainers' channel, who answer for external mentors.

    `decider`: what answers questions. `share`: the place is private, in a channel to which the answer can be shown.
    `above`: what began the thread in which it is asked, where that was read.
    """

    directories: Directories
    transaction: Transaction
    team: str
    place: PersonKey
    now: datetime
    maintainers: bool = False
    features: FeatureTable = FEATURES
    keep: timedelta = timedelta(days=90)
    decider: Decider | None = None
    share: bool = False
    above: str = ""

    async def introduce(self, ask: Introduce) -> Replies:
        """The form with the note; the one chosen first, and the others proposed after."""
        if await self._open_needs() >= MOST_NEEDS:
            return (Progress(ask.language, "full"),)
        knowledge = self.directories.knowledge
        directory = await self.directories.directory(self.transaction)
        askable = await self.directories.askable(self.transaction, directory, self.place, self.now)
        free = {status.mentor.id: status.mentor for status in askable}
        chosen = tuple(name for name in ask.candidates if name in free)
        if not chosen:
            entry = knowledge.entries.get(ask.entry or "")
            steps = () if entry is None else mentors.sought(entry)[1]
            found = mentors.suggest(knowledge, ask.language, askable, topics=ask.topics, steps=steps, text=ask.text)
            if ask.steps:  # where the person stands: whoever has been there comes first
                there = mentors.suggest(knowledge, ask.language, askable, steps=ask.steps)
                found = (*there, *found)
            chosen = tuple(dict.fromkeys(suggestion.mentor.id for suggestion in found))[: mentors.SHOWN]
        if not chosen:
            return (Progress(ask.language, "nobody"),)
        blank = Send(language=ask.language, candidates=chosen, entry=ask.entry, topics=ask.topics, note=ask.text)
        return (forms.asking(blank, (free[name].name for name in chosen), knowledge),)

    async def people(self) -> bool:
        """Whether somebody can be proposed to this person now."""
        directory = await self.directories.directory(self.transaction)
        askable = await self.directories.askable(self.transaction, directory, self.place, self.now)
        return bool(askable and self.directories.knowledge.organisation.mentoring)

    async def send(self, ask: Send) -> Replies:
        await self.transaction.alone(LOCK)
        if await self._open_needs() >= MOST_NEEDS:
            return (Progress(ask.language, "full"),)
        need = Need(
            id=secrets.token_urlsafe(9),
            team=self.team,
            asker=self.place.user,
            language=ask.language,
            note=ask.note.strip(),
            candidates=ask.candidates,
            opened=self.now,
            entry=ask.entry,
            topics=ask.topics,
        )
        process = await self.directories.process(self.transaction, need, self.now)
        return await self.directories.save(self.transaction, process.begin(), self.now)

    async def of_need(self, ask: OfNeed | Rewrite) -> Replies:
        """What the asker does with a need of their own."""
        await self.transaction.alone(LOCK)
        need = await self.transaction.registry.need(ask.need)
        if need is None or need.asker != self.place.user or need.closed is not None:
            return (Progress(ask.language, "ended"),)
        process = await self.directories.process(self.transaction, need, self.now)
        if isinstance(ask, Rewrite):
            step = process.rewrite(ask.note.strip())
        elif ask.do == "edit":
            return (forms.rewriting(Rewrite(language=ask.language, need=need.id, note=need.note)),)
        else:
            step = process.withdraw() if ask.do == "withdraw" else process.ask_next()
        return await self.directories.save(self.transaction, step, self.now)

    async def of_introduction(self, ask: OfIntroduction | Respond) -> Replies:
        """What the mentor, the asker or, for an external mentor, a maintainer says."""
        await self.transaction.alone(LOCK)
        found = await self.found(ask.introduction)
        if found is None:
            return (MentorNews(ask.language, "ended"),)
        one, process = found
        side = self.side(one, process, ask.do)
        if side is None:
            return (MentorNews(ask.language, "ended"),)
        try:
            if isinstance(ask, OfIntroduction) and ask.do in WITH_FORM:
                moved(one.state, WITH_FORM[ask.do])
                do: Literal["no", "question", "not_before", "reply"] = ask.do  # type: ignore[assignment]
                blank = Respond(language=ask.language, introduction=one.id, do=do)
                return (forms.answering(blank, one.question),)
            return await self._happen(ask, one, process, side)
        except ImpossibleError:
            return (_ended(ask.language, side, one.state),)

    async def fall_due(self, timer: TimerRang) -> Replies:
        """A timer; it does nothing when the introduction has moved since it was set."""
        await self.transaction.alone(LOCK)
        found = await self.found(timer.introduction)
        if found is None or found[0].turn != timer.turn:
            return ()
        step = found[1].happen(timer.event, timer.introduction)
        return await self.directories.save(self.transaction, step, self.now)

    async def placed(self, card: Card) -> Replies:
        """What is sent stands somewhere now; the request may have moved on since."""
        await self.transaction.alone(LOCK)
        need = await self.transaction.registry.need(card.need, erased=True)
        if need is None:
            return ()
        process = await self.directories.process(self.transaction, need, self.now)
        return await self.directories.save(self.transaction, process.placed(card), self.now)

    async def leave(self, introduction: str, user: str) -> Replies:
        """One of both can't be written to any more: the asker hears it, or the next mentor is asked."""
        await self.transaction.alone(LOCK)
        found = await self.found(introduction)
        if found is None or not found[0].open:
            return ()
        side: Side = "asker" if found[1].need.asker == user else "mentor"
        step = found[1].happen(Event.LEAVE, introduction, Said(side=side))
        return await self.directories.save(self.transaction, step, self.now)

    async def found(self, name: str) -> tuple[Introduction, Process] | None:
        one = await self.transaction.registry.introduction(name)
        need = await self.transaction.registry.need(one.need) if one else None
        if one is None or need is None:
            return None
        return one, await self.directories.process(self.transaction, need, self.now)

    async def _happen(self, ask: OfIntroduction | Respond, one: Introduction, process: Process, side: Side) -> Replies:
        if ask.do == "block":
            person = self.directories.pseudonym(process.need.team, process.need.asker)
            await self.transaction.registry.bar(person, one.mentor, None)
            step = process.block(one.id, side)
        else:
            said = Said(ask.words.strip(), ask.day, side) if isinstance(ask, Respond) else Said(side=side)
            step = process.happen(Event(ask.do), one.id, said)
        return await self.directories.save(self.transaction, step, self.now)

    def side(self, one: Introduction, process: Process, do: str) -> Side | None:
        """As whom this person may do it, if they may."""
        mentor = process.context.directory[one.mentor].mentor
        external = mentor.kind == "external" and (self.maintainers or self.place.user == MAIL + one.id)
        if (mentor.slack == self.place.user or external) and do != "reply":
            return "mentor"
        return "asker" if process.need.asker == self.place.user and do not in MENTORS else None

    async def _open_needs(self) -> int:
        needs = await self.transaction.registry.needs_of(self.place.person)
        return sum(need.closed is None for need in needs)


def _ended(language: Language, side: Side, state: State) -> IntroductionReply:
    if side == "mentor" and state in WITH_YES:
        return MentorNews(language, "taken")
    if side == "mentor":
        return MentorNews(language, "late" if state in (State.EXPIRED, State.OVERTAKEN) else "ended")
    return Progress(language, "ended")
