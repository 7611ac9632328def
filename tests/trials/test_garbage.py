"""What nobody should send, sent to a real `passeur serve`: refused in a word, with one line in the log."""

import io
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from yarl import URL

from tests.double import SIGNING_SECRET, SlackDouble
from tests.signed import FORM, JSON, signed
from tests.trials.served import HTTP, Served, served

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "garbage.yaml").read_text(encoding="utf-8"))
MAIL = {
    "SMTP_URL": "smtp://127.0.0.1:9",
    "SMTP_FROM": "passeur@example.org",
    "PASSEUR_PUBLIC_URL": "https://passeur.example.org",
}


def text_of(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    repeated: str = value.get("then", value["text"]) * value["times"]
    return value["text"] + repeated if "then" in value else repeated


def made(case: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    body = case["bytes"].encode("latin-1") if "bytes" in case else text_of(case.get("body", "")).encode()
    headers = {name: text_of(value) for name, value in case.get("headers", {}).items()}
    if headers.get("X-Slack-Request-Timestamp") == "now":
        headers |= {"X-Slack-Request-Timestamp": signed(b"", "x")["X-Slack-Request-Timestamp"]}
    if case.get("sign"):
        headers |= signed(body, SIGNING_SECRET)
    return body, {"Content-Type": case.get("type", FORM if case.get("form") else JSON), **headers}


async def sent(bot: Served, case: dict[str, Any]) -> tuple[int, str]:
    body, headers = made(case)
    url = URL(bot.origin + case.get("path", "/slack/events") + "x" * case.get("long", 0), encoded=True)
    method = case.get("method", "POST")
    content = io.BytesIO(body) if method == "POST" else None
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, url, data=content, headers=headers) as answer,
    ):
        return answer.status, await answer.text(errors="replace")


async def wrong(bot: Served, case: dict[str, Any]) -> str | None:
    """What is not as it must be. Another refusal, of another kind, shows that the log is read until there."""
    before = len(bot.lines)
    status, text = await sent(bot, case)
    last, words = ({"body": "[]", "sign": True}, "400:") if 401 in case["status"] else ({"body": "{}"}, "401:")
    await sent(bot, last)
    await bot.until(lambda: any(words in line for line in bot.lines[before:]))
    lines = bot.lines[before:-1]
    if status in case["status"] and len(lines) in case.get("lines", [1]) and "Traceback" not in text:
        return None
    return f"{case['name']}: {status}, {len(lines)} lines: {lines[:3]} … {lines[-1:]}"


async def test_garbage_is_refused_with_one_line(slack: SlackDouble, tmp_path: Path) -> None:
    async with served(tmp_path, slack, **HTTP, **MAIL) as bot:
        found = [what for case in CASES if (what := await wrong(bot, case))]
        assert not found, "\n".join(found)
        assert (await bot.healthy())["status"] == "ok"
        assert await bot.mention() == 200
        await slack.until(lambda: bool(slack.called("chat.postMessage")))
        assert "Traceback" not in bot.said
        assert await bot.stop() == 0
