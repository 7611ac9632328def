"""`passeur serve` as an operator runs it, on a small knowledge of its own: what it says, and what it answers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests import processes
from tests.double import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackDouble
from tests.processes import BARE, ROOT, Process
from tests.signed import payload, request

SECONDS = 120.0
SOCKET = {"SLACK_APP_TOKEN": APP_TOKEN}
HTTP = {"SLACK_SIGNING_SECRET": SIGNING_SECRET}
TRANSPORTS = {"http": HTTP, "socket": SOCKET}
KNOWLEDGE = {
    "organisation.yaml": "name: Example\n",
    "entries/a.yaml": """- id: a
  fr: { title: "Quelle licence ?", questions: ["quelle licence pour nos données ?"], answer: "Prenez la licence." }
  en: { title: "Which licence?", questions: ["which licence for our data?"], answer: "Take the licence." }
  source: { document: guide, part: p }
  owner: us
  reviewed: 2026-01-01
""",
}


class Served:
    """`lines`: all that the process has said until now, on both streams."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self._streams = 2
        self._changed = asyncio.Condition()
        self._reading = [asyncio.create_task(self._read(stream)) for stream in (process.stdout, process.stderr)]

    async def _read(self, stream: asyncio.StreamReader | None) -> None:
        assert stream is not None
        while line := await stream.readline():
            self.lines.append(line.decode(errors="replace").rstrip())
            await self._tell()
        self._streams -= 1
        await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    @property
    def over(self) -> bool:
        """Whether it can't say anything any more."""
        return not self._streams

    @property
    def said(self) -> str:
        return "\n".join(self.lines)

    @property
    def words(self) -> str:
        """The same, as one line: the log may wrap."""
        return " ".join(self.said.split())

    async def until(self, done: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until what it has said makes this hold."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(done)
        except TimeoutError:
            raise AssertionError(f"still not so after:\n{self.said}") from None

    async def says(self, words: str, seconds: float = 30) -> None:
        await self.until(lambda: words in self.words, seconds)

    @property
    def origin(self) -> str:
        port = self.words.split("listens on port ")[1].split(":")[0]
        return f"http://127.0.0.1:{port}"

    async def get(self, path: str) -> tuple[int, dict[str, Any]]:
        async with aiohttp.ClientSession() as session, session.get(self.origin + path) as answer:
            return answer.status, await answer.json()

    async def healthy(self, status: int = 200, seconds: float = 30) -> dict[str, Any]:
        """Wait until /health has this status; what it tells."""
        async with asyncio.timeout(seconds):
            while (told := await self.get("/health"))[0] != status:
                await asyncio.sleep(0.1)
        return told[1]

    async def post(self, content: dict[str, Any]) -> int:
        headers, body = request(content, SIGNING_SECRET)
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.origin}/slack/events", data=body, headers=headers) as answer,
        ):
            return answer.status

    async def mention(self, number: int = 0) -> int:
        return await self.post(mention(number))

    async def ends(self, seconds: float = 30) -> int:
        """Its exit code, once all that it said is read."""
        async with asyncio.timeout(seconds):
            await asyncio.gather(*self._reading)
            return await self.process.wait()

    async def stop(self, seconds: float = 30) -> int:
        self.process.terminate()
        return await self.ends(seconds)


def mention(number: int = 0) -> dict[str, Any]:
    """The same question, as another message each time."""
    ts = f"1790000101.{number:06d}"
    return payload("app_mention", {"event.ts": ts, "event.event_ts": ts, "event_id": f"Ev0TRIAL{number}"})


@asynccontextmanager
async def started(folder: Path, slack: SlackDouble, **environment: str) -> AsyncIterator[Served]:
    """A process that has begun to start; it does not outlive the block."""
    for name, text in KNOWLEDGE.items():
        file = folder / "knowledge" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    ours = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_BASE_URL": slack.url,
        "PORT": "0",
        "HOST": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{folder}/passeur.sqlite3",
        "PASSEUR_KNOWLEDGE": str(folder / "knowledge"),
        "PASSEUR_CACHE": str(ROOT / ".cache/passeur"),
        "COLUMNS": "1000",
    }
    process = await processes.start("serve", folder=folder, environment=BARE | ours | environment)
    one = Served(process)
    try:
        yield one
    finally:
        if process.returncode is None:
            process.kill()
        await one.ends()


@asynccontextmanager
async def served(folder: Path, slack: SlackDouble, **environment: str) -> AsyncIterator[Served]:
    """A process that listens."""
    async with started(folder, slack, **environment) as one:
        await one.until(lambda: "Ctrl-C stops it" in one.words or one.over, SECONDS)
        yield one
