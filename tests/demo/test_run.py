"""The demo as a person starts it: it answers in its own Slack, and a signal ends all of it."""

import asyncio
import json
import os
import re
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.demo.run import KNOWLEDGE, _in_the_demo
from bot.settings import read, shipped
from tests.demo.conftest import LOCAL, refuses

SECONDS = 120  # the first start fits the matcher
BARE = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}


async def address_told(stdout: asyncio.StreamReader) -> str:
    async for line in stdout:
        found = re.search(r"is open:\s+(http://127\.0\.0\.1:\d+)", line.decode())
        if found:
            return found[1]
    raise AssertionError("the demo ended before it told its address")


async def shown_to(user: str, http: aiohttp.ClientSession, page: str) -> None:
    """Watch the page as this person until the bot has said something there."""
    message = {"t": "post_message", "channel": "D" + user[1:], "user": user, "text": "bonjour"}
    async with http.ws_connect(f"{page}/ui") as socket:
        await socket.send_str(json.dumps(message))
        async for frame in socket:
            told = json.loads(frame.data)
            if told.get("t") == "message" and told["message"].get("user") == "U0PASSEUR":
                return


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
@pytest.mark.usefixtures("program")
async def test_the_demo_answers_and_a_signal_ends_it_whole(
    tmp_path: Path, http: aiohttp.ClientSession, sign: signal.Signals, code: int
) -> None:
    (tmp_path / ".local").mkdir()
    for folder in LOCAL.glob("local-slack-*"):
        (tmp_path / ".local" / folder.name).symlink_to(folder)
    demo = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=tmp_path,
        env={
            **BARE,
            "PASSEUR_CACHE": str(LOCAL.parent / ".cache/passeur"),
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(LOCAL.parent),
        },
    )
    assert demo.stdout is not None
    try:
        async with asyncio.timeout(SECONDS):
            page = await address_told(demo.stdout)
            await shown_to("U0CHAMPION", http, page)
            demo.send_signal(sign)
            told, _ = await demo.communicate()
    finally:
        if demo.returncode is None:
            demo.kill()
    assert b"Traceback" not in told
    assert demo.returncode == code
    assert await refuses(page)


def test_the_fictional_mentors_go_only_with_the_shipped_knowledge(tmp_path: Path) -> None:
    ours, theirs = read(), read(passeur_knowledge=(tmp_path,))
    assert _in_the_demo(ours).passeur_knowledge == (shipped(), KNOWLEDGE)
    assert _in_the_demo(theirs).passeur_knowledge == (tmp_path,)
