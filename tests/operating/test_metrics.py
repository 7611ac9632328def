"""/metrics and /health tell how the bot goes, in few labels that name nobody, and within a bounded time."""

import re
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.features.answering.decide import Decider
from bot.features.introductions.states import State
from bot.web.app import create_app
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import HttpBot, http_bot, settings_for

WORDS = "quelle licence pour mon zèbre ?"
ALLOWED = {"intent", "reply", "kind", "transport", "outcome", "method", "error", "status", "state", "version", "le"}


async def scraped(bot: HttpBot) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Each sample of ours, by its name and labels."""
    async with aiohttp.ClientSession() as session, session.get(f"{bot.origin}/metrics") as answer:
        assert answer.status == 200
        families = text_string_to_metric_families(await answer.text())
    samples = [sample for family in families for sample in family.samples if sample.name.startswith("passeur_")]
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for one in samples}


def value(samples: dict[tuple[str, tuple[tuple[str, str], ...]], float], name: str, **labels: str) -> float:
    return samples.get((name, tuple(sorted(labels.items()))), 0)


async def test_a_question_is_counted_and_names_nobody(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3"), decider) as bot:
        before = await scraped(bot)
        slack.fault("chat.postMessage", 503)
        await bot.take(payload("app_mention", {"event.text": f"<@U0PASSEUR> {WORDS}"}))
        await slack.until(lambda: len(slack.messages("C0GENERAL")) == 1)
        await bot.running.delivery.idle()
        after = await scraped(bot)

    def grown(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    assert grown("passeur_events_total", intent="question") == 1
    assert grown("passeur_answer_seconds_count") == 1
    assert grown("passeur_deliveries_total", transport="slack", outcome="again") == 1
    assert grown("passeur_deliveries_total", transport="slack", outcome="sent") == 1
    assert grown("passeur_slack_errors_total", method="chat.postMessage", error="http_5xx") == 1
    assert value(after, "passeur_ready") == value(after, "passeur_slack_connected") == 1
    assert value(after, "passeur_queue", state="due") == 0
    assert {dict(labels)["state"] for name, labels in after if name == "passeur_introductions"} == set(State)
    assert sum(labels != () for name, labels in after if name == "passeur_knowledge_entries") == 1
    assert {name for _, labels in after for name, _ in labels} <= ALLOWED
    told = str(after)
    assert [word for word in ("zèbre", "U0CHAMPION", "C0GENERAL", "T0EXAMPLE") if word in told] == []


async def test_a_token_keeps_strangers_out(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3"), decider) as bot:
        app = create_app(bot.running, None, "metrics-s3cr3t")
        assert [await _status(app, token) for token in (None, "wrong", "metrics-s3cr3t")] == [401, 401, 200]


@pytest.mark.parametrize("model", [None, "an encoder 1.0"])
async def test_health_names_the_model_that_serves(
    model: str | None, slack: SlackDouble, decider: Decider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decider.matcher, "model", model)
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3"), decider) as bot:
        for path in ("/health", "/health/ready"):
            async with aiohttp.ClientSession() as session, session.get(bot.origin + path) as answer:
                assert await answer.json() == {"status": "ok", "model": model or "none"}


async def _status(app: object, token: str | None) -> int:
    """What the application answers, called as a server would call it."""
    headers = [(b"authorization", f"Bearer {token}".encode())] if token else []
    told: list[int] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            told.append(int(str(message["status"])))

    scope = {"type": "http", "method": "GET", "path": "/metrics", "headers": headers, "query_string": b""}
    await app({**scope, "client": None, "raw_path": b"/metrics", "root_path": ""}, receive, send)  # type: ignore[operator]
    return told[0]


@pytest.mark.parametrize("name", ["docs/grafana.json"])
def test_the_dashboard_asks_for_what_is_measured(name: str) -> None:
    root = Path(__file__).parents[2]
    asked = set(re.findall(r"passeur_[a-z_]+", (root / name).read_text(encoding="utf-8")))
    code = (root / "bot/metrics.py").read_text(encoding="utf-8")
    made = set(re.findall(r'"(passeur_[a-z_]+)"', code))
    suffixes = ("", "_total", "_bucket", "_count", "_sum")
    assert [
        one for one in sorted(asked) if not any(one == made_one + end for made_one in made for end in suffixes)
    ] == []
