"""A silent database, and senders who never finish: a real `passeur serve` says so, ends in time, and loses nothing."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.double import SlackDouble
from tests.socket_double import SocketDouble
from tests.trials.databases import Silent, silent
from tests.trials.served import HTTP, SECONDS, TRANSPORTS, Served, mention, served, started

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "silence.yaml").read_text(encoding="utf-8"))
SERVING = [case for case in CASES if case["when"] == "serving"]
STARTING = [case for case in CASES if case["when"] == "starting"]


async def ask(bot: Served, socket: SocketDouble, way: str, number: int = 0) -> int | None:
    """Deliver a question; the status, if it comes by HTTP."""
    if way == "http":
        return await bot.mention(number)
    await socket.send("events_api", mention(number))
    return None


async def health(bot: Served, database: Silent, socket: SocketDouble, way: str) -> None:
    assert (await bot.get("/health")) == (503, {"status": "the database does not answer"})
    assert (await bot.get("/live"))[0] == 200


async def event(bot: Served, database: Silent, socket: SocketDouble, way: str) -> None:
    status = await ask(bot, socket, way)
    assert status is None or status >= 500
    await bot.says("could not be written down", 20)


async def events(bot: Served, database: Silent, socket: SocketDouble, way: str) -> None:
    told = await asyncio.gather(*(ask(bot, socket, way, number) for number in range(30)))
    assert all(status is None or status >= 500 for status in told)


async def stop(bot: Served, database: Silent, socket: SocketDouble, way: str) -> None:
    bot.process.terminate()
    await bot.ends()


async def event_and_stop(bot: Served, database: Silent, socket: SocketDouble, way: str) -> None:
    asking = asyncio.gather(ask(bot, socket, way), return_exceptions=True)
    await asyncio.sleep(0.5)
    bot.process.terminate()
    await bot.ends()
    await asking


async def comes_back(bot: Served, database: Silent, socket: SocketDouble, way: str) -> None:
    await bot.healthy(503)
    await database.speak()
    await bot.healthy(200)


DO = {
    "health": health,
    "event": event,
    "events": events,
    "stop": stop,
    "event and stop": event_and_stop,
    "comes back": comes_back,
}


@pytest.mark.parametrize("way", TRANSPORTS)
@pytest.mark.parametrize("case", SERVING, ids=lambda case: case["name"])
async def test_a_silent_database_is_not_waited_for(
    case: dict[str, Any], way: str, slack: SlackDouble, socket: SocketDouble, database_url: str, tmp_path: Path
) -> None:
    async with silent(database_url) as database:
        async with served(tmp_path, slack, DATABASE_URL=database.url, **TRANSPORTS[way]) as bot:
            if way == "socket":
                await socket.connected()
            await database.fall_silent()
            async with asyncio.timeout(case["seconds"]):
                await DO[case["do"]](bot, database, socket, way)
            assert "Traceback" not in bot.said
            if "code" in case:
                assert bot.process.returncode in case["code"]
            await database.speak()
        async with served(tmp_path, slack, DATABASE_URL=database.url, **TRANSPORTS[way]) as bot:
            if way == "socket":
                await socket.connected()
            await ask(bot, socket, way)
            await slack.until(lambda: len(slack.messages("C0GENERAL")) > 0, 30)
            await ask(bot, socket, way, 99)
            await slack.until(lambda: len(slack.messages("C0GENERAL")) == 2, 30)


@pytest.mark.parametrize("case", STARTING, ids=lambda case: case["name"])
async def test_a_silent_database_at_the_start_is_a_sentence(
    case: dict[str, Any], slack: SlackDouble, database_url: str, tmp_path: Path
) -> None:
    async with silent(database_url) as database:
        async with served(tmp_path, slack, DATABASE_URL=database.url, **HTTP) as bot:
            await bot.stop()
        await database.fall_silent()
        async with started(tmp_path, slack, DATABASE_URL=database.url, **HTTP) as bot:
            assert await bot.ends(case["seconds"]) in case["code"]
        await database.speak()
    assert "The database" in bot.words
    assert "can't be used" in bot.words
    assert "Traceback" not in bot.said


SLOW = {
    "half a body": b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
    "half a header": b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Le",
    "half a chunk": b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "half an answer to a link": b"POST /introductions/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\ndo=",
    "nothing": b"",
}
MAIL = {
    "SMTP_URL": "smtp://127.0.0.1:9",
    "SMTP_FROM": "passeur@example.org",
    "PASSEUR_PUBLIC_URL": "https://passeur.example.org",
}


@asynccontextmanager
async def half_sent(bot: Served, part: bytes) -> AsyncIterator[asyncio.StreamReader]:
    port = int(bot.origin.rsplit(":", 1)[1])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(part)
        await writer.drain()
        yield reader
    finally:
        writer.close()


async def test_a_slow_sender_is_let_go(slack: SlackDouble, tmp_path: Path) -> None:
    async def ended(part: bytes) -> bytes:
        async with half_sent(bot, part) as reader:
            return await reader.read()

    async with served(tmp_path, slack, **HTTP, **MAIL) as bot:
        async with asyncio.timeout(40):
            answers = dict(zip(SLOW, await asyncio.gather(*map(ended, SLOW.values())), strict=True))
        for name, answer in answers.items():
            assert answer.startswith(b"HTTP/1.1 408") is ("body" in name or "chunk" in name or "answer" in name), name
        assert "Traceback" not in bot.said
        assert await bot.stop() == 0


@pytest.mark.parametrize("part", SLOW)
async def test_a_slow_sender_does_not_keep_it_from_ending(part: str, slack: SlackDouble, tmp_path: Path) -> None:
    slack.fault("chat.postMessage", 503, times=50)
    async with served(tmp_path, slack, **HTTP, **MAIL) as bot:
        assert await bot.mention() == 200
        await slack.until(lambda: bool(slack.called("chat.postMessage")))
        async with half_sent(bot, SLOW[part]):
            await asyncio.sleep(0.2)
            assert await bot.stop(15) == 0
    assert "Traceback" not in bot.said
    slack._faults.clear()
    async with served(tmp_path, slack, **HTTP, PASSEUR_LEASE_SECONDS="1"):
        await slack.until(lambda: len(slack.messages("C0GENERAL")) == 1, SECONDS)


@pytest.mark.parametrize("method", ["users.info", "chat.postMessage"])
async def test_a_slack_that_hangs_does_not_keep_it_from_ending(
    method: str, slack: SlackDouble, database_url: str, tmp_path: Path
) -> None:
    slack.fault(method, "hang", times=5)
    async with served(tmp_path, slack, **HTTP, DATABASE_URL=database_url) as bot:
        assert await bot.mention() == 200
        await slack.until(lambda: bool(slack.called(method)))
        assert await bot.stop(15) == 0
    assert "Traceback" not in bot.said
    slack._faults.clear()
    async with served(tmp_path, slack, **HTTP, DATABASE_URL=database_url):
        await slack.until(lambda: len(slack.messages("C0GENERAL")) == 1, 60)


async def test_a_mail_server_that_hangs_does_not_keep_it_from_ending(slack: SlackDouble, tmp_path: Path) -> None:
    arrived = asyncio.Event()

    async def silent_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent_server, "127.0.0.1", 0)
    mail = MAIL | {"SMTP_URL": f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"}
    async with served(tmp_path, slack, **HTTP, **mail) as bot:
        assert await bot.stop() == 0
    await asyncio.to_thread(_mail_to_send, tmp_path / "passeur.sqlite3")
    async with served(tmp_path, slack, **HTTP, **mail) as bot:
        await asyncio.wait_for(arrived.wait(), 30)
        assert await bot.stop(25) in (0, 1)
    server.close()
    assert "Traceback" not in bot.said


def _mail_to_send(database: Path) -> None:
    payload = '{"method": "smtp", "arguments": {"to": "somebody@example.org", "subject": "s", "text": "t"}}'
    with sqlite3.connect(database) as opened:
        opened.execute(
            "INSERT INTO work (kind, key, payload, attempts, due, added) VALUES ('say', 'k', ?, 0, ?, ?)",
            (payload, "2026-01-01 00:00:00.000000", "2026-01-01 00:00:00.000000"),
        )
    opened.close()
