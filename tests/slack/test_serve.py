"""`passeur serve` as an operator starts it, and how it ends."""

import asyncio
import os
import signal
import socket as sockets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.double import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackDouble
from tests.socket_double import SocketDouble

ROOT = Path(__file__).parents[2]
BARE = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "PASSEUR_"))}
SECONDS = 120  # the first start fits the matcher
SOCKET = {"SLACK_APP_TOKEN": APP_TOKEN}
HTTP = {"SLACK_SIGNING_SECRET": SIGNING_SECRET, "PORT": "0"}


@asynccontextmanager
async def served(folder: Path, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The real program in a folder of its own; it doesn't outlive the test."""
    ours = {"PASSEUR_CACHE": str(ROOT / ".cache/passeur"), "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=folder,
        env=BARE | ours | environment,
    )
    try:
        async with asyncio.timeout(SECONDS):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def started(process: asyncio.subprocess.Process) -> str:
    """What it says until it is there."""
    assert process.stdout is not None
    told = ""
    while "Ctrl-C stops it" not in told:
        line = (await process.stdout.readline()).decode()
        assert line, f"it ended: {told}{(await process.communicate())[1].decode()}"
        told += line
    return told


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)], ids=["Ctrl-C", "SIGTERM"])
@pytest.mark.parametrize("way", [SOCKET, SOCKET | {"PORT": "0"}, HTTP], ids=["socket", "socket with a port", "http"])
async def test_it_ends_without_a_word(
    way: dict[str, str], sign: signal.Signals, code: int, slack: SlackDouble, socket: SocketDouble, tmp_path: Path
) -> None:
    async with served(tmp_path, SLACK_BOT_TOKEN=BOT_TOKEN, SLACK_API_BASE_URL=slack.url, **way) as process:
        told = await started(process)
        process.send_signal(sign)
        more, complained = await process.communicate()
    assert "WARNING" not in told
    assert "ERROR" not in told
    assert more == b""
    assert [line for line in complained.decode().splitlines() if "Learning the knowledge" not in line] == []
    assert process.returncode == code


async def test_a_busy_port_is_one_sentence(slack: SlackDouble, tmp_path: Path) -> None:
    with sockets.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        way = HTTP | {"HOST": "127.0.0.1", "PORT": port}
        async with served(tmp_path, SLACK_BOT_TOKEN=BOT_TOKEN, SLACK_API_BASE_URL=slack.url, **way) as process:
            told, complained = await process.communicate()
    assert complained.decode().splitlines()[-1] == (
        f"Port {port} on 127.0.0.1 can't be used. Set PORT (or HOST) to another one."
    )
    for noise in ("ERROR", "listens"):
        assert noise not in told.decode() + complained.decode()
    assert process.returncode == 1


async def test_all_that_is_missing_is_named_at_once(tmp_path: Path) -> None:
    async with served(tmp_path) as process:
        _, complained = await process.communicate()
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        assert name in complained.decode()
    assert (len(complained.splitlines()), process.returncode) == (1, 1)


async def test_ctrl_c_ends_it_while_it_learns(slack: SlackDouble, tmp_path: Path) -> None:
    way = HTTP | {"PASSEUR_CACHE": str(tmp_path / "cache")}
    async with served(tmp_path, SLACK_BOT_TOKEN=BOT_TOKEN, SLACK_API_BASE_URL=slack.url, **way) as process:
        assert process.stdout is not None
        while b"classifier" not in (line := await process.stdout.readline()):
            assert line
        process.send_signal(signal.SIGINT)
        told, complained = await process.communicate()
        assert all(b"Learning the knowledge" in line for line in told.splitlines())
        assert complained == b""
    assert process.returncode == 130
