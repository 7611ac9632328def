"""Slack is asked who somebody is once in a while, and no more people are remembered than fit: cases are people.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from bot.transports.slack.people import People
from tests.double import BOT_TOKEN, SlackDouble

CASES = yaml.safe_load((Path(__file__).parent / "people.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
async def test_whom_slack_is_asked_about(case: dict[str, Any], slack: SlackDouble) -> None:
    now = 0.0
    client = AsyncWebClient(BOT_TOKEN, base_url=slack.url)
    people = People(client, remembered=2, clock=lambda: now)
    for step in case["ask"]:
        if isinstance(step, int):
            now += step
        else:
            assert await people.find(step, afresh=case.get("afresh", False)) is not None
    assert [call["user"] for call in slack.called("users.info")] == case["asked"]
