"""A folder of one entry in Slack: every listener answers, and the start says what is missing."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.features.answering.decide import Decider
from tests.double import BOT_TOKEN, SlackDouble
from tests.signed import payload
from tests.slack.bots import Bot, http_bot, settings_for, socket_bot
from tests.slack.test_serve import HTTP, SOCKET, served, started
from tests.socket_double import SocketDouble
from tests.trials.test_whole import ANOTHER_SUBJECT, CASES, folder_of, one, plain

__all__ = ["one"]
PRIVATE = ("slash_help", "message_action")


@pytest_asyncio.fixture(params=["http", "socket"])
async def small(
    request: pytest.FixtureRequest, slack: SlackDouble, socket: SocketDouble, one: Decider, tmp_path: Path
) -> AsyncIterator[Bot]:
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3")
    starting = http_bot(settings, one) if request.param == "http" else socket_bot(settings, one, socket)
    async with starting as bot:
        yield bot


@pytest.mark.parametrize(
    "case", CASES["listeners"], ids=lambda case: f"{case['listener']} {[*case['changes'].values()]}"
)
async def test_every_listener_answers(small: Bot, slack: SlackDouble, case: dict[str, Any]) -> None:
    url = slack.response_url("C0GENERAL", "U0DEVELOPER")
    changes = {**case["changes"], **({"response_url": url} if case["listener"] in PRIVATE else {})}
    await small.take(payload(case["listener"], changes))
    seen = _seen(slack, url)
    await slack.until(lambda: bool(seen()))
    words = plain(json.dumps(seen(), ensure_ascii=False))
    assert [part for part in case["says"] if part not in words] == [], words
    assert not ANOTHER_SUBJECT.search(words)
    assert "passeur:mentor" not in words


def _seen(slack: SlackDouble, url: str) -> Callable[[], list[Any]]:
    """All that people see."""
    surfaces = slack.workspace.surfaces

    def seen() -> list[Any]:
        posts = [post for posts in slack.workspace.posts.values() for post in posts]
        return [*posts, *slack.workspace.ephemeral, *surfaces.homes.values(), *surfaces.prompts, *slack.responses(url)]

    return seen


@pytest.mark.parametrize("way", [SOCKET, HTTP], ids=["socket", "http"])
async def test_the_start_says_what_is_missing_and_how_to_add_it(
    way: dict[str, str], slack: SlackDouble, socket: SocketDouble, tmp_path: Path
) -> None:
    knowledge = folder_of("one", tmp_path / "ours")
    ours = {"PASSEUR_KNOWLEDGE": str(knowledge), "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_BASE_URL": slack.url}
    async with served(tmp_path, **ours, **way) as process:
        told = await started(process)
    events = [json.loads(line)["event"] for line in told.splitlines()]  # no terminal reads it: one JSON a line
    missing = [event for event in events if event.startswith("No ")]
    assert [line.partition(":")[0] for line in missing] == ["No mentors", "No maintainers' channel"]
    assert all("ours/" in line and "CONTRIBUTING.md" in line for line in missing)
