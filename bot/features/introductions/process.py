"""The process of a need: an event leads to values to save, notifications to send and timers to set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from bot.features.introductions.calendar import morning_of, working_days_after, zone_of
from bot.features.introductions.card import Card
from bot.features.introductions.notifications import IntroductionContext, Notifier
from bot.features.introductions.settling import settled
from bot.features.introductions.states import INTRODUCED, WAITING, Event, State, moved
from bot.features.introductions.transition import Timer, Transition
from bot.features.introductions.values import Introduction, Need

Side = Literal["asker", "mentor"]
FARTHEST = timedelta(days=730)
"""How long a mentor may put somebody off."""
ACTIVE = frozenset({State.ASKED, State.REMINDED, State.QUESTIONED})
ANSWERS = frozenset({Event.YES, Event.NO, Event.QUESTION, Event.NOT_BEFORE})


class Said(NamedTuple):
    """What came with an event: words, a day, and who said it."""

    text: str = ""
    day: date | None = None
    side: Side = "mentor"


@dataclass(frozen=True)
class Process:
    """`introductions`: all of this need so far, by id. Nothing here is changed: every function gives a Step."""

    need: Need
    introductions: Mapping[str, Introduction]
    context: IntroductionContext

    @property
    def write(self) -> Notifier:
        return Notifier(self.context, self.need)

    def begin(self) -> Transition:
        """Ask the first candidate who can still be asked."""
        return self._onward("sent")

    def happen(self, event: Event, name: str, said: Said = Said()) -> Transition:  # noqa: B008 - a frozen tuple
        """What follows from an event; raises ImpossibleError when the state doesn't take it."""
        before = self.introductions[name]
        if event in (Event.MET, Event.NOT_MET):
            return self._told(before, said.side, met=event is Event.MET)
        after = self._moved(before, event)
        match event:
            case Event.YES:
                return self._accepted(after)
            case Event.NO | Event.QUESTION | Event.NOT_BEFORE:
                put_off = {Event.NO: self._declined, Event.QUESTION: self._questioned, Event.NOT_BEFORE: self._deferred}
                return put_off[event](after, said)
            case Event.REPLY:
                again = after.changed(reply=said.text, asked=self.context.now)
                letters = (self.write.request(again, "reply"), self.write.progress("noted"))
                return self._step(again, letters, self._reminder(again))
            case Event.RESUME:
                again = after.changed(asked=self.context.now, not_before=None)
                return self._step(again, (self.write.request(again, "resumed"),), self._reminder(again))
            case Event.REMIND:
                return self._step(after, (self.write.request(after, "reminder"),), self._expiry(after, after.asked))
            case Event.EXPIRE:
                return self._expired(after, before)
            case Event.ASK_MET:
                return self._step(after, self.write.did_you_meet(after), self._lapse(after))
            case Event.LEAVE if said.side == "asker":
                return self._closed(Event.LEAVE, "asker_left")
            case Event.LEAVE if before.state in WAITING:
                return self._with(after)._onward("left", before.mentor)
        return self._step(after)

    def withdraw(self) -> Transition:
        """The asker needs nobody any more."""
        step = self._closed(Event.WITHDRAW, "withdrawn")
        return step._replace(letters=(*step.letters, self.write.progress("withdrawn")))

    def give_up(self) -> Transition:
        """The maintainers close it: whoever is asked hears so, and the asker that it is over, and how to go on."""
        step = self._closed(Event.LEAVE, "withdrawn")
        need = step.need.model_copy(update={"given_up": False, "candidates": ()})
        return step._replace(need=need, letters=(*step.letters, self.write.progress("closed")))

    def block(self, name: str, side: Side) -> Transition:
        """One of both wants nothing more of the other; the next one is asked if it was a request."""
        before = self.introductions[name]
        told = self.write.news(before, "blocked") if side == "mentor" else self.write.progress("blocked")
        if before.state in WAITING:
            event = Event.NO if side == "mentor" else Event.LEAVE
            moved_on = self._with(self._moved(before, event))
            step = moved_on._onward("declined", before.mentor) if side == "mentor" else moved_on._onward("sent")
            other = () if side == "mentor" else (self.write.news(before, "withdrawn"),)
            return step._replace(letters=(told, *other, *step.letters))
        if before.state in INTRODUCED:
            return self._step(self._moved(before, Event.LEAVE), (told,))
        return self._step(before, (told,))

    def placed(self, card: Card) -> Transition:
        """A card stands in Slack, or (without a place) it could not be sent."""
        if card.kind == "group":
            return Transition(self.need.model_copy(update={"group": card.channel}))
        status = (card,) if card.channel else ()
        return Transition(self.need.model_copy(update={"cards": (*self.need.cards, *status)}))

    def settle(self) -> Transition:
        """Take the buttons off the cards that mean nothing any more."""
        need, moved = settled(self.need, self.introductions)
        return Transition(need, letters=tuple(self.write.settled(one) for one in moved))

    def ask_next(self) -> Transition:
        """The asker doesn't want to wait for a day that is far."""
        return self._onward("sent")

    def rewrite(self, note: str) -> Transition:
        """The asker changes the note; whoever has it now gets the new one."""
        process = Process(self.need.model_copy(update={"note": note}), self.introductions, self.context)
        waiting = [one for one in self.introductions.values() if one.state in (State.ASKED, State.REMINDED)]
        letters = [process.write.request(one, "note") for one in waiting]
        return Transition(process.need, letters=(*letters, process.write.progress("noted")))

    def _moved(self, before: Introduction, event: Event) -> "Introduction":
        first = before.first_answer or (self.context.now if event in ANSWERS else None)
        return before.changed(state=moved(before.state, event), turn=before.turn + 1, first_answer=first)

    def _with(self, *changed: Introduction) -> "Process":
        return Process(self.need, {**self.introductions, **{one.id: one for one in changed}}, self.context)

    def _step(
        self, after: Introduction, letters: tuple[Any, ...] = (), *timers: Timer, answered: str | None = None
    ) -> Transition:
        return Transition(self.need, (after,), tuple(letters), timers, answered=answered)

    def _accepted(self, after: Introduction) -> Transition:
        accepted = after.changed(answered=self.context.now)
        overtaken = [
            self._moved(other, Event.OVERTAKE)
            for other in self.introductions.values()
            if other.id != after.id and other.state in WAITING
        ]
        rules = self.context.rules
        due = working_days_after(self.context.now, rules.ask_met_after, rules.zone, rules)
        letters = (*self.write.introduced(accepted), *(self.write.news(other, "overtaken") for other in overtaken))
        inside = self.context.directory[after.mentor].mentor.kind == "internal"
        need = self.need.model_copy(update={"closed": self.context.now, "group": None if inside else ""})
        timer = Timer(after.id, after.turn, Event.ASK_MET, due)
        return Transition(need, (accepted, *overtaken), letters, (timer,), answered=after.mentor)

    def _declined(self, after: Introduction, said: Said) -> Transition:
        step = self._with(after.changed(reason=said.text))._onward("declined", after.mentor)
        return step._replace(letters=(self.write.news(after, "declined"), *step.letters), answered=after.mentor)

    def _questioned(self, after: Introduction, said: Said) -> Transition:
        asked = after.changed(question=said.text, reply="")
        letters = (self.write.asked(asked), self.write.news(asked, "asked_back"))
        return self._step(asked, letters, self._expiry(asked, self.context.now, asker=True), answered=asked.mentor)

    def _deferred(self, after: Introduction, said: Said) -> Transition:
        # A day that is past or out of sight would ask again at once, or never end.
        tomorrow = self.context.today + timedelta(days=1)
        day = min(max(said.day or tomorrow, tomorrow), self.context.today + FARTHEST)
        deferred = after.changed(not_before=day)
        mentor = self.context.directory[after.mentor].mentor
        due = morning_of(day, zone_of(mentor, self.context.rules), self.context.rules)
        letters = (self.write.news(after, "deferred", day=day), self.write.progress("deferred", after.mentor, day=day))
        return self._step(deferred, letters, Timer(after.id, after.turn, Event.RESUME, due), answered=after.mentor)

    def _expired(self, after: Introduction, before: Introduction) -> Transition:
        step = self._with(after)._onward("expired", after.mentor)
        if before.state is State.QUESTIONED:
            return step  # it was the asker who didn't answer
        return step._replace(letters=(*step.letters, *self.write.hidden(after.mentor)), expired=after.mentor)

    def _told(self, before: Introduction, side: Side, *, met: bool) -> Transition:
        told = before.changed(**{f"met_by_{side}": met})
        event = Event.MET if told.met_by_asker or told.met_by_mentor else Event.NOT_MET
        after = told.changed(state=moved(before.state, event), turn=before.turn + 1)
        return self._step(after, (self.write.met_noted(after, side, met=met),))

    def _closed(self, event: Event, word: Literal["withdrawn", "asker_left"]) -> Transition:
        """The need ends with all that is open of it."""
        open_ones = [one for one in self.introductions.values() if one.open and one.state not in INTRODUCED]
        if event is Event.LEAVE:
            open_ones = [one for one in self.introductions.values() if one.open]
        after = tuple(self._moved(one, event) for one in open_ones)
        need = self.need.model_copy(update={"closed": self.need.closed or self.context.now, "given_up": True})
        return Transition(need, after, tuple(self.write.news(one, word) for one in open_ones))

    def _onward(self, why: Literal["sent", "declined", "expired", "left"], before: str = "") -> Transition:
        """After an end without a yes: the next candidate, unless somebody is being asked, or nobody is left."""
        changed = tuple(self.introductions.values())
        if any(one.state in ACTIVE for one in changed):
            return Transition(self.need, changed, (self.write.progress(why, before=before),))
        left = [name for name in self.need.candidates if self.context.can_be_asked(name)]
        if left:
            return self._ask(left[0], why, before, changed)
        if any(one.state is State.DEFERRED for one in changed):
            return Transition(self.need, changed, (self.write.progress(why, before=before),))
        need = self.need.model_copy(update={"closed": self.context.now, "candidates": ()})
        return Transition(need, changed, (self.write.progress("nobody", before=before), self.write.nobody_left()))

    def _ask(self, name: str, why: Any, before: str, changed: tuple[Introduction, ...]) -> Transition:
        need = self.need.model_copy(update={"candidates": tuple(n for n in self.need.candidates if n != name)})
        number = len(self.introductions) + 1
        new = Introduction(
            id=f"{need.id}-{number}",
            need=need.id,
            mentor=name,
            state=State.ASKED,
            begun=self.context.now,
            asked=self.context.now,
        )
        process = Process(need, self.introductions, self.context)
        letters = (process.write.request(new), process.write.progress(why, name, before=before))
        return Transition(need, (*changed, new), letters, (process._reminder(new),))

    def _reminder(self, asked: Introduction) -> Timer:
        return self._timer(asked, Event.REMIND, self.context.rules.remind_after, asked.asked)

    def _expiry(self, waiting: Introduction, since: datetime, *, asker: bool = False) -> Timer:
        return self._timer(waiting, Event.EXPIRE, self.context.rules.expire_after, since, asker=asker)

    def _lapse(self, meeting: Introduction) -> Timer:
        rules = self.context.rules
        due = working_days_after(self.context.now, rules.close_after, rules.zone, rules)
        return Timer(meeting.id, meeting.turn, Event.LAPSE, due)

    def _timer(self, one: Introduction, event: Event, days: int, since: datetime, *, asker: bool = False) -> Timer:
        rules = self.context.rules
        zone = rules.zone if asker else zone_of(self.context.directory[one.mentor].mentor, rules)
        due = working_days_after(since, days, zone, rules)
        return Timer(one.id, one.turn, event, max(due, self.context.now))
