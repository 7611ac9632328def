"""Which installation a payload is for, as data."""

from pathlib import Path
from typing import Any

import pytest

from bot.transports.slack.oauth.named import workspace_of
from tests.cases import cases

CASES = cases(Path(__file__).parent / "named.yaml")


@pytest.mark.parametrize("case", CASES)
def test_a_payload_is_for_whoever_installed_the_app(case: dict[str, Any]) -> None:
    assert workspace_of(case["body"]) == case["is"]
