"""What falls due is read as any version wrote it, and written as before: rows outlive the process."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.app.due import DUE_EVENT, CardPlaced, KnowledgeLive, PersonLeft, TimerRang

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TO = {"kind": "person", "user": "U0EXAMPLE"}
CARD = {"kind": "news", "need": "n", "to": TO, "introduction": "i", "channel": "D0EXAMPLE", "ts": "1.2"}
ROWS: tuple[tuple[type, dict[str, Any]], ...] = (
    (TimerRang, {"introduction": "i", "turn": 2, "event": "remind"}),
    (PersonLeft, {"introduction": "i", "left": "U0EXAMPLE"}),
    (PersonLeft, {"introduction": None, "left": ""}),
    (CardPlaced, {"card": CARD}),
    (KnowledgeLive, {"version": "v", "since": "2026-03-02T09:30:00Z", "after": 7}),
)


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_a_row_is_what_its_keys_say(kind: type, row: dict[str, Any]) -> None:
    due = DUE_EVENT.validate_python(row)
    assert type(due) is kind
    assert due.payload == row


def test_each_time_that_a_knowledge_goes_live_is_another() -> None:
    first = KnowledgeLive(version="v", since=NOW)
    again, following = (
        KnowledgeLive(version="v", since=NOW + timedelta(minutes=1)),
        first.model_copy(update={"after": 7}),
    )
    assert len({first.work[0], again.work[0], following.work[0]}) == 3


def test_a_row_of_a_knowledge_that_an_earlier_version_wrote_begins_with_the_first_person() -> None:
    for after in ("", "U0EXAMPLE"):
        due = DUE_EVENT.validate_python({"version": "v", "after": after})
        assert isinstance(due, KnowledgeLive)
        assert due.after == 0
        assert "U0EXAMPLE" not in due.work[0]


@pytest.mark.parametrize("row", [{}, {"introduction": "i"}, {"introduction": "i", "turn": 2, "event": "no such"}])
def test_what_no_version_wrote_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DUE_EVENT.validate_python(row)
