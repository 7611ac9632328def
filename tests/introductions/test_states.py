"""The table of states: every pair of a state and an event, and the diagram in the documentation."""

from itertools import product
from pathlib import Path

import pytest

from bot.features.introductions.states import ENDS, OPEN, TABLE, Event, ImpossibleError, State, diagram, moved

DOCS = Path(__file__).parents[2] / "docs" / "introductions.md"
CHANGEABLE = {State.MET, State.NOT_MET, State.UNTOLD}
CLOCK = {Event.EXPIRE, Event.RESUME, Event.ASK_MET, Event.LAPSE}


@pytest.mark.parametrize(("state", "event"), list(product(State, Event)))
def test_every_pair_moves_or_is_refused_with_a_sentence(state: State, event: Event) -> None:
    if event in TABLE[state]:
        assert moved(state, event) in State
        return
    with pytest.raises(
        ImpossibleError, match=rf"^An introduction that is '{state}' can't take '{event}'\. It takes .+\.$"
    ):
        moved(state, event)


def test_every_state_is_reached_and_has_its_row() -> None:
    reached = {State.ASKED, *(following for row in TABLE.values() for following in row.values())}
    assert set(TABLE) == set(State) == reached


@pytest.mark.parametrize("state", sorted(ENDS))
def test_an_end_is_left_only_to_change_whether_they_met(state: State) -> None:
    assert set(TABLE[state].values()) <= {State.MET, State.NOT_MET}
    assert bool(TABLE[state]) == (state in CHANGEABLE)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_whatever_nobody_does_the_clock_leads_to_an_end(state: State) -> None:
    """Of the clock's events alone: from every open state there is a way out, and no way round for ever."""
    seen = set()
    while state in OPEN:
        assert state not in seen - {State.ASKED}
        seen.add(state)
        due = [following for event, following in TABLE[state].items() if event in CLOCK]
        assert due, f"nothing ends '{state}' by itself"
        state = due[0]
    assert state in ENDS


def test_the_documentation_draws_this_table() -> None:
    assert f"```mermaid\n{diagram()}\n```" in DOCS.read_text(encoding="utf-8")
