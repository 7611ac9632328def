"""Each fault, over each transport, on each database: a real `passeur serve` answers each question exactly once."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from tests.double import SlackDouble
from tests.socket_double import SocketDouble
from tests.trials.databases import Silent, silent
from tests.trials.served import ROOT, TRANSPORTS, Served, mention, served

FAULTS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "faults.yaml").read_text(encoding="utf-8"))
DOCUMENT = ROOT / "docs/reliability.md"
BURST = 20
WAITING = re.compile(r'^passeur_queue\{state="(?:due|in_hand)"\} (\d+)', re.MULTILINE)
"""What is to be done now; what waits for its day, such as the digest, does not count."""
SHORT = {"PASSEUR_LEASE_SECONDS": "2"}


class Bench:
    """One bot, its Slack and its database. `number`: of the last question."""

    def __init__(self, way: str, slack: SlackDouble, socket: SocketDouble, database: Silent, folder: Path) -> None:
        self.way, self.slack, self.socket, self.database, self.folder = way, slack, socket, database, folder
        self.number = 0
        self.bot: Served | None = None

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Served]:
        """A process; a second one takes up what the first left."""
        settings = {**TRANSPORTS[self.way], **SHORT, "DATABASE_URL": self.database.url}
        connections = self.socket.connections
        async with served(self.folder, self.slack, **settings) as bot:
            if self.way == "socket":
                await self.socket.connected(connections + 1)
            self.bot = bot
            yield bot

    def questions(self, count: int) -> list[dict[str, Any]]:
        self.number += count
        return [mention(number) for number in range(self.number - count + 1, self.number + 1)]

    async def deliver(self, question: dict[str, Any]) -> None:
        assert self.bot is not None
        if self.way == "http":
            await self.bot.post(question)
        else:
            await self.socket.send("events_api", question)

    def answers(self) -> Counter[str]:
        """How many there are under each question."""
        return Counter(post["thread_ts"] for posts in self.slack.workspace.posts.values() for post in posts)

    async def settled(self, questions: list[dict[str, Any]]) -> None:
        """Wait until each of them has an answer, and nothing waits to be said any more."""
        asked = {question["event"]["ts"] for question in questions}
        try:
            async with asyncio.timeout(60):
                while not asked <= self.answers().keys() or await self._waiting():
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"{asked} after a minute: {self.answers()}, {await self._waiting()} wait") from None

    async def _waiting(self) -> int:
        assert self.bot is not None
        async with aiohttp.ClientSession() as session, session.get(f"{self.bot.origin}/metrics") as answer:
            return sum(map(int, WAITING.findall(await answer.text())))


async def usual(bench: Bench, fault: dict[str, Any]) -> list[dict[str, Any]]:
    call = fault.get("call")
    if call:
        after = bool(call.get("after"))
        bench.slack.fault(call["method"], call["kind"], call.get("times", 1), after=after, retry_after="1")
    questions = bench.questions(BURST if fault.get("event") == "burst" else 1)
    times = 3 if fault.get("event") == "thrice" else 1
    await asyncio.gather(*(bench.deliver(question) for question in questions for _ in range(times)))
    return questions


async def while_silent(bench: Bench, _fault: dict[str, Any]) -> list[dict[str, Any]]:
    """Slack gets no 200, or no ack, and brings the event again."""
    assert bench.bot is not None
    questions = bench.questions(1)
    await bench.database.fall_silent()
    await bench.deliver(questions[0])
    await bench.bot.says("could not be written down", 30)
    await bench.database.speak()
    await bench.bot.healthy(200)
    await bench.deliver(questions[0])
    return questions


async def answers(bench: Bench, fault: dict[str, Any], do: Callable[..., Awaitable[list[dict[str, Any]]]]) -> str:
    questions = await do(bench, fault)
    await bench.settled(questions)
    seen = bench.answers()
    counts = {seen[question["event"]["ts"]] for question in questions}
    return "one answer" if counts == {1} else f"{sorted(counts)} answers"


async def killed(bench: Bench) -> list[dict[str, Any]]:
    """Slack is about to write when the process ends; it writes all the same, and another process comes."""
    questions = bench.questions(1)
    calls = len(bench.slack.called("chat.postMessage"))
    bench.slack.fault("chat.postMessage", "hang")
    delivering = asyncio.ensure_future(bench.deliver(questions[0]))
    await bench.slack.until(lambda: len(bench.slack.called("chat.postMessage")) > calls, 30)
    assert bench.bot is not None
    bench.bot.process.kill()
    await bench.bot.ends()
    await asyncio.wait({delivering})
    delivering.exception()
    bench.slack.release()
    return questions


@pytest.mark.parametrize("way", TRANSPORTS)
async def test_whatever_fails_there_is_one_answer(
    way: str, backend: str, slack: SlackDouble, socket: SocketDouble, database_url: str, tmp_path: Path
) -> None:
    told: dict[str, str] = {}
    async with silent(database_url) as database:
        bench = Bench(way, slack, socket, database, tmp_path)
        async with bench.serving():
            for fault in FAULTS:
                if "process" not in fault:
                    told[fault["name"]] = await answers(bench, fault, while_silent if "database" in fault else usual)
            questions = await killed(bench)
        async with bench.serving():
            await bench.settled(questions)
        last = next(fault["name"] for fault in FAULTS if "process" in fault)
        told[last] = "one answer" if bench.answers()[questions[0]["event"]["ts"]] == 1 else "another number of answers"
    print(f"\n{way}, {backend}")  # noqa: T201 - the table, for who runs it with -s
    for name, outcome in told.items():
        print(f"| {name} | {outcome} |")  # noqa: T201
    assert told == {fault["name"]: "one answer" for fault in FAULTS}
    assert set(bench.answers().values()) == {1}


def test_the_document_tells_of_each_fault() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)[1:]
    cells = "one answer | one answer | one answer | one answer"
    assert rows == [(fault["name"], cells) for fault in FAULTS]
