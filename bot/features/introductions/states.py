"""The one table of the states that an introduction goes through."""

from collections.abc import Mapping
from enum import StrEnum

from bot.errors import PasseurError


class State(StrEnum):
    """`ASKED` to `DEFERRED` wait for an answer; `ACCEPTED` and `MEETING` are introduced; the others are ends."""

    ASKED = "asked"
    REMINDED = "reminded"
    QUESTIONED = "questioned"
    DEFERRED = "deferred"
    ACCEPTED = "accepted"
    MEETING = "meeting"
    MET = "met"
    NOT_MET = "not_met"
    UNTOLD = "untold"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"
    CLOSED = "closed"


class Event(StrEnum):
    """What the mentor says, then the asker, both, the clock, and what happens elsewhere."""

    YES = "yes"
    NO = "no"
    QUESTION = "question"
    NOT_BEFORE = "not_before"
    REPLY = "reply"
    WITHDRAW = "withdraw"
    MET = "met"
    NOT_MET = "not_met"
    REMIND = "remind"
    EXPIRE = "expire"
    RESUME = "resume"
    ASK_MET = "ask_met"
    LAPSE = "lapse"
    OVERTAKE = "overtake"
    LEAVE = "leave"


_ANSWERS = {
    Event.YES: State.ACCEPTED,
    Event.NO: State.DECLINED,
    Event.QUESTION: State.QUESTIONED,
    Event.NOT_BEFORE: State.DEFERRED,
    Event.WITHDRAW: State.WITHDRAWN,
    Event.OVERTAKE: State.OVERTAKEN,
    Event.LEAVE: State.CLOSED,
}
_TOLD = {Event.MET: State.MET, Event.NOT_MET: State.NOT_MET}
TABLE: Mapping[State, Mapping[Event, State]] = {
    State.ASKED: {**_ANSWERS, Event.REMIND: State.REMINDED, Event.EXPIRE: State.EXPIRED},
    State.REMINDED: {**_ANSWERS, Event.EXPIRE: State.EXPIRED},
    State.QUESTIONED: {**_ANSWERS, Event.REPLY: State.ASKED, Event.EXPIRE: State.EXPIRED},
    State.DEFERRED: {**_ANSWERS, Event.RESUME: State.ASKED},
    State.ACCEPTED: {**_TOLD, Event.ASK_MET: State.MEETING, Event.LEAVE: State.CLOSED},
    State.MEETING: {**_TOLD, Event.LAPSE: State.UNTOLD, Event.LEAVE: State.CLOSED},
    State.MET: _TOLD,
    State.NOT_MET: _TOLD,
    State.UNTOLD: _TOLD,
    State.DECLINED: {},
    State.EXPIRED: {},
    State.WITHDRAWN: {},
    State.OVERTAKEN: {},
    State.CLOSED: {},
}
WAITING = frozenset({State.ASKED, State.REMINDED, State.QUESTIONED, State.DEFERRED})
INTRODUCED = frozenset({State.ACCEPTED, State.MEETING})
WITH_YES = INTRODUCED | {State.MET, State.NOT_MET, State.UNTOLD}
OPEN = WAITING | INTRODUCED
ENDS = frozenset(State) - OPEN


class ImpossibleError(PasseurError):
    """An event that the state doesn't take; the text says which, and what it takes."""

    def __init__(self, state: State, event: Event) -> None:
        self.state, self.event = state, event
        takes = ", ".join(f"'{other}'" for other in TABLE[state]) or "nothing: it has ended"
        super().__init__(f"An introduction that is '{state}' can't take '{event}'. It takes {takes}.")


def moved(state: State, event: Event) -> State:
    """The state after the event; raises ImpossibleError."""
    following = TABLE[state].get(event)
    if following is None:
        raise ImpossibleError(state, event)
    return following


def diagram() -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.ASKED}"]
    for state, row in TABLE.items():
        arrows: dict[State, list[str]] = {}
        for event, following in row.items():
            arrows.setdefault(following, []).append(event)
        lines += [f"    {state} --> {following}: {', '.join(events)}" for following, events in arrows.items()]
    lines += [f"    {state} --> [*]" for state in State if state in ENDS]
    return "\n".join(lines)
