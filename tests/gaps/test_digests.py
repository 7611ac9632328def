"""When the maintainers' digest falls due; cases in digests.yaml."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.app.digests import next_digest
from bot.app.due import DUE_EVENT, DigestDue

CASES = yaml.load((Path(__file__).parent / "digests.yaml").read_text("utf-8"), yaml.BaseLoader)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['rhythm']} {case['now']}")
def test_the_digest_falls_due_in_the_morning_of_its_day(case: Mapping[str, Any]) -> None:
    zone = ZoneInfo(case.get("zone", "Europe/Paris"))
    work = next_digest(case["rhythm"], datetime.fromisoformat(case["now"]), zone)
    if case["due"] == "null":
        assert work is None
        return
    assert work is not None
    due = datetime.fromisoformat(case["due"])
    assert (work.due, work.key) == (due, f"digest:{due.date()}")
    assert DUE_EVENT.validate_python(work.payload) == DigestDue(digest=due.date())
