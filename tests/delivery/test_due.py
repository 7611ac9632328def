"""What falls due is read as any version wrote it, and written as before: rows outlive the process."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.app.due import DUE_EVENT, CardPlaced, PersonLeft, TimerRang

TO = {"kind": "person", "user": "U0EXAMPLE"}
CARD = {"kind": "news", "need": "n", "to": TO, "introduction": "i", "channel": "D0EXAMPLE", "ts": "1.2"}
ROWS: tuple[tuple[type, dict[str, Any]], ...] = (
    (TimerRang, {"introduction": "i", "turn": 2, "event": "remind"}),
    (PersonLeft, {"introduction": "i", "left": "U0EXAMPLE"}),
    (PersonLeft, {"introduction": None, "left": ""}),
    (CardPlaced, {"card": CARD}),
)


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_a_row_is_what_its_keys_say(kind: type, row: dict[str, Any]) -> None:
    due = DUE_EVENT.validate_python(row)
    assert type(due) is kind
    assert due.payload == row


@pytest.mark.parametrize("row", [{}, {"introduction": "i"}, {"introduction": "i", "turn": 2, "event": "no such"}])
def test_what_no_version_wrote_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DUE_EVENT.validate_python(row)
