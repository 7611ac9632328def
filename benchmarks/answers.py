"""python -m benchmarks.answers: how fast Passeur answers in Slack, beside a bare slack-bolt bot on the same double.

Each bot runs in a process of its own, one after the other, over HTTP and Socket Mode, on SQLite and (over HTTP) on
PostgreSQL where it is installed. Three parts each: as many questions as it can take, 32 at a time; Slack's 8.3 a
second; and 400 at once, each of which wants its acknowledgement within Slack's 3 seconds. On a busy machine the figures
tell little and the ratios more: the load is printed with them.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from statistics import quantiles
from typing import Any, NamedTuple

import aiohttp

from benchmarks.quick_slack import APP, APP_TOKEN, BOT, BOT_TOKEN, SECRET, TEAM, QuickSlack
from tests.conftest import cluster
from tests.signed import signed

ROOT = Path(__file__).parents[1]
ASKED = (
    "quelle licence pour nos données ?",
    "comment publier un jeu de données ?",
    "qui doit valider l'ouverture d'un logiciel ?",
    "which licence should we use for our data?",
)
AT_ONCE, RATE, BURST, ACK = 32, 8.3, 400, 3.0
NUMBERS = count(1)


class Figures(NamedTuple):
    """`rate`: answers a second. `spent`: milliseconds of processor time an answer. `p50`, `p99`: milliseconds from the
    event to its answer, at Slack's rate. `late`: of the burst, acknowledged too late; `slowest`: milliseconds."""

    rate: float
    spent: float
    p50: float
    p99: float
    late: int
    slowest: float


class Driven:
    """A bot under way, and the events sent to it."""

    def __init__(self, slack: QuickSlack, process: subprocess.Popen[bytes], port: int | None) -> None:
        self.slack, self.process, self.port = slack, process, port
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=1))

    async def close(self) -> None:
        await self._session.close()

    async def send(self) -> tuple[str, float, float]:
        """The channel of a question, when it was sent, and when it was acknowledged (over HTTP)."""
        channel, body = _event(next(NUMBERS))
        began = time.perf_counter()
        if self.port is None:
            await self.slack.send(channel, body)
            return channel, began, 0.0
        raw = json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **signed(raw, SECRET)}
        async with self._session.post(f"http://127.0.0.1:{self.port}/slack/events", data=raw, headers=headers) as got:
            assert got.status == 200, got.status
        return channel, began, time.perf_counter()

    async def ready(self) -> None:
        async with asyncio.timeout(120):
            while not (self.slack.connected if self.port is None else _listens(self.port)):
                assert self.process.poll() is None, "the bot ended"
                await asyncio.sleep(0.1)

    def spent(self) -> float:
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _event(number: int) -> tuple[str, dict[str, Any]]:
    channel, ts = f"D{number:08d}", f"179{number:07d}.000100"
    event = {"type": "message", "channel": channel, "channel_type": "im", "user": f"U{number % 200:08d}", "ts": ts}
    event |= {"text": ASKED[number % len(ASKED)], "event_ts": ts, "team": TEAM}
    authorized = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True}
    body = {"type": "event_callback", "team_id": TEAM, "api_app_id": APP, "event_id": f"Ev{number}", "event": event}
    return channel, {**body, "event_time": int(time.time()), "authorizations": [authorized]}


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


async def _measure(bot: Driven, events: int, seconds: float) -> Figures:
    await bot.ready()
    await _at_once(bot, 20, 4)  # whatever is made at the first question
    spent, began = bot.spent(), time.perf_counter()
    await _at_once(bot, events, AT_ONCE)
    rate, used = events / (time.perf_counter() - began), (bot.spent() - spent) / events * 1000
    waits = await _paced(bot, seconds)
    cuts = quantiles(waits, n=100)
    late, slowest = await _burst(bot)
    return Figures(rate, used, cuts[49], cuts[98], late, slowest)


async def _at_once(bot: Driven, events: int, at_once: int) -> None:
    """So many under way at any time: the next is asked when one is answered."""
    left = iter(range(events))

    async def ask() -> None:
        for _ in left:
            channel, _, _ = await bot.send()
            await bot.slack.until([channel], 120)

    await asyncio.gather(*(ask() for _ in range(at_once)))


async def _paced(bot: Driven, seconds: float) -> list[float]:
    sent: list[asyncio.Task[tuple[str, float, float]]] = []
    for _ in range(int(seconds * RATE)):
        sent.append(asyncio.create_task(bot.send()))
        await asyncio.sleep(1 / RATE)
    asked = await asyncio.gather(*sent)
    await bot.slack.until([channel for channel, _, _ in asked], 120)
    return [(bot.slack.answered[channel] - began) * 1000 for channel, began, _ in asked]


async def _burst(bot: Driven) -> tuple[int, float]:
    asked = await asyncio.gather(*(bot.send() for _ in range(BURST)))
    await bot.slack.until([channel for channel, _, _ in asked], 300)
    acks = [(acked or bot.slack.acked.get(channel, float("inf"))) - began for channel, began, acked in asked]
    return sum(ack > ACK for ack in acks), max(acks) * 1000


@contextmanager
def _started(command: list[str], settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Without the settings of whoever measures."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "PASSEUR_", "SMTP_"))}
    kept |= {"PASSEUR_CACHE": os.environ.get("PASSEUR_CACHE", str(ROOT / ".cache/passeur")), **settings}
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=folder, env={"PYTHONPATH": str(ROOT), **kept}, stdout=subprocess.DEVNULL
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


async def _run(transport: str, database: str | None, echo: dict[str, Any] | None, how: argparse.Namespace) -> Any:
    """The figures of one bot, and its last message. `echo`: what the bare bot says; None for Passeur."""
    async with QuickSlack() as slack:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_BASE_URL": f"{slack.origin}/api/", "PORT": str(port)}
        settings |= {"HOST": "127.0.0.1", "PASSEUR_WELCOME": "false", "PASSEUR_LOG_LEVEL": "error"}
        settings |= {"SLACK_SIGNING_SECRET": SECRET} if transport == "http" else {"SLACK_APP_TOKEN": APP_TOKEN}
        if database is not None:
            settings["DATABASE_URL"] = database
        command = ["-m", "bot", "serve"] if echo is None else ["-m", "benchmarks.echo", transport]
        settings |= {"ECHO": json.dumps(echo)} if echo is not None else {}
        with _started(command, settings) as process:
            bot = Driven(slack, process, port if transport == "http" else None)
            try:
                return await _measure(bot, how.events, how.seconds), slack.said
            finally:
                await bot.close()


def _told(name: str, figures: Figures, against: Figures | None = None) -> None:
    ratio = f"{figures.rate / against.rate:.2f}" if against else ""
    cost, wait = (figures.spent / against.spent, figures.p99 / against.p99) if against else (0.0, 0.0)
    print(
        f"{name:<28} {figures.rate:>8.1f} {ratio:>6} {figures.spent:>9.1f} {f'{cost:.1f}x' if cost else '':>6} "
        f"{figures.p50:>7.0f} {figures.p99:>7.0f} {f'{wait:.1f}x' if wait else '':>6} "
        f"{figures.late:>5} {figures.slowest:>8.0f}",
        flush=True,
    )


def _migrated(url: str) -> str:
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "database", "upgrade"]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    return url


async def _all(how: argparse.Namespace) -> None:
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"load before (1, 5, 15 minutes): {load}; processors: {os.cpu_count()}; questions: {how.events}")
    print(f"{'':<28} answers/s ratio    CPU ms  times  p50 ms  p99 ms  times  late   ack ms")
    bare: dict[str, Figures] = {}
    for transport in ("http", "socket"):
        ours, said = await _run(transport, None, None, how)
        shown = {"text": said["text"], "blocks": said["blocks"]}
        bare[transport], _ = await _run(transport, None, shown, how)
        _told(f"slack-bolt echo, {transport}", bare[transport])
        _told(f"Passeur, {transport}, SQLite", ours, bare[transport])
    if how.postgresql:
        with cluster() as url:
            ours, _ = await _run("http", _migrated(url), None, how)
        _told("Passeur, http, PostgreSQL", ours, bare["http"])
    print("load after:", ", ".join(f"{value:.1f}" for value in os.getloadavg()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=400)
    parser.add_argument("--seconds", type=float, default=30, help="for which 8.3 questions a second are asked")
    parser.add_argument("--no-postgresql", dest="postgresql", action="store_false")
    asyncio.run(_all(parser.parse_args()))


if __name__ == "__main__":
    main()
