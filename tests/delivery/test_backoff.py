"""Each try waits twice as long as the one before, and five minutes at most: cases are backoff.yaml."""

from pathlib import Path

import pytest
import yaml

from bot.delivery.retry import backoff

CASES = yaml.safe_load((Path(__file__).parent / "backoff.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"tried {case['tried']} times")
def test_how_long_the_next_try_waits(case: dict[str, int]) -> None:
    assert backoff(case["tried"]).total_seconds() == case["seconds"]
