"""What a bot writes where no terminal is: one JSON object a line, few of them, and the reference that people see."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.double import APP_TOKEN, BOT_TOKEN, SlackDouble
from tests.socket_double import SocketDouble
from tests.trials.databases import silent
from tests.trials.served import HTTP, TRANSPORTS, Served, mention, served

MOST = 60
"""Lines at the level of debug for a start, a question and a stop; it was 16,500 a question."""


def objects(bot: Served) -> list[dict[str, Any]]:
    """Each line as JSON, those that tell how far the fitting is among them."""
    return [json.loads(line) for line in bot.lines]


async def test_each_line_is_an_event(slack: SlackDouble, tmp_path: Path) -> None:
    async with served(tmp_path, slack, **HTTP, PASSEUR_LOG_LEVEL="debug") as bot:
        assert await bot.mention() == 200
        await slack.until(lambda: bool(slack.messages("C0GENERAL")))
        assert await bot.stop() == 0
    events = objects(bot)
    assert all({"event", "level", "timestamp", "logger"} <= set(event) for event in events)
    assert len(events) <= MOST
    assert BOT_TOKEN not in bot.said
    assert APP_TOKEN not in bot.said


async def test_text_is_a_line_an_event_too(slack: SlackDouble, tmp_path: Path) -> None:
    async with served(tmp_path, slack, **HTTP, PASSEUR_LOG_FORMAT="text", COLUMNS="40") as bot:
        assert await bot.mention() == 200
        await slack.until(lambda: bool(slack.messages("C0GENERAL")))
        assert await bot.stop() == 0
    (line,) = [line for line in bot.lines if "In Slack as" in line]
    assert line.endswith("[bot.transports.slack.identity]")


async def test_the_apology_s_reference_is_in_the_log(slack: SlackDouble, tmp_path: Path) -> None:
    async with served(tmp_path, slack, **HTTP) as bot:
        with closing(sqlite3.connect(tmp_path / "passeur.sqlite3", timeout=30)) as opened:
            opened.execute("INSERT INTO mentors VALUES ('mentor', 1, 0, 0, '{')")
            opened.commit()
        assert await bot.mention() == 200
        await slack.until(lambda: bool(slack.messages("C0GENERAL")))
        assert await bot.stop() == 0
    shown = re.findall(r"[0-9a-f]{8}", slack.messages("C0GENERAL")[0]["text"])
    (event,) = [event for event in objects(bot) if event.get("reference") in shown]
    assert event["level"] == "error"
    assert "Traceback" in event["exception"], "a bug is told whole, in one line"


@pytest.mark.parametrize("way", TRANSPORTS)
async def test_an_outage_is_one_line_and_its_end_another(
    way: str, slack: SlackDouble, socket: SocketDouble, database_url: str, tmp_path: Path
) -> None:
    async with silent(database_url) as database:  # noqa: SIM117 - the second needs the first
        async with served(tmp_path, slack, DATABASE_URL=database.url, **TRANSPORTS[way]) as bot:
            if way == "socket":
                await socket.connected()
            await database.fall_silent()
            await bot.healthy(503)
            for number in range(30):
                if way == "http":
                    break
                await socket.send("events_api", mention(number))
            for _ in range(5):
                await bot.healthy(503)
            await database.speak()
            await bot.healthy(200)
            await bot.says("The database answers again")
            assert await bot.stop() == 0
    told = [event for event in objects(bot) if event["level"] in ("warning", "error")]
    assert [event["event"].partition(":")[0] for event in told[-1:]] == ["The database answers again"]
    assert len(told) <= 3, told
    assert int(re.findall(r"(\d+) tries", told[-1]["event"])[0]) >= 6


@pytest.mark.parametrize("command", ["ask", "check", "fit"])
def test_no_command_of_the_terminal_loads_what_only_serving_needs(command: str) -> None:
    names = ("structlog", "prometheus_client", "mcp", "bot.metrics")
    loaded = f"[name for name in {names} if name in sys.modules]"
    code = f"import sys, bot.cli.main, bot.cli.{command}, bot.app.deciding; print({loaded})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr
