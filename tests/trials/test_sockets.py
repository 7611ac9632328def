"""Socket Mode that goes wrong under a real `passeur serve`: /health tells it, and it comes back or ends."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.double import SlackDouble
from tests.socket_double import SocketDouble
from tests.trials.served import SECONDS, SOCKET, Served, mention, served, started

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "sockets.yaml").read_text(encoding="utf-8"))


def listed(kinds: Any) -> list[str]:
    return [str(kinds["kind"])] * kinds["times"] if isinstance(kinds, dict) else [str(kind) for kind in kinds]


def prepare(case: dict[str, Any], slack: SlackDouble, socket: SocketDouble) -> None:
    socket.fault(*listed(case.get("begins", [])))
    for kind in listed(case.get("opens", [])):
        slack.fault("apps.connections.open", kind, retry_after="1")


async def goes_wrong(then: dict[str, Any], slack: SlackDouble, socket: SocketDouble) -> None:
    await socket.connected()
    prepare(then, slack, socket)
    if "disconnect" in then:
        await socket.disconnect(then["disconnect"])
        if then["disconnect"] == "link_disabled":
            socket.drop()
    for frame in then.get("frames", []):
        await socket.tell(frame)
    if then.get("drop"):
        socket.drop()


async def answers(bot: Served, slack: SlackDouble, socket: SocketDouble, connections: int) -> None:
    await socket.connected(connections, seconds=30)
    assert (await bot.healthy())["status"] == "ok"
    await socket.ack(await socket.send("events_api", mention()))
    await slack.until(lambda: bool(slack.called("chat.postMessage")))
    assert len(set(socket.tickets)) == len(socket.tickets), "an address was tried twice"
    assert "Traceback" not in bot.said
    assert not [ticket for ticket in socket.tickets if ticket in bot.said], "the address is a key"


@pytest.mark.parametrize("case", [case for case in CASES if "ends" not in case], ids=lambda case: case["name"])
async def test_it_comes_back(case: dict[str, Any], slack: SlackDouble, socket: SocketDouble, tmp_path: Path) -> None:
    prepare(case, slack, socket)
    async with served(tmp_path, slack, **SOCKET) as bot:
        then = case.get("then")
        if then:
            await goes_wrong(then, slack, socket)
        await answers(bot, slack, socket, 1 if not then or case.get("same") else 2)
        assert await bot.stop() == 0


@pytest.mark.parametrize("case", [case for case in CASES if "ends" in case], ids=lambda case: case["name"])
async def test_it_ends(case: dict[str, Any], slack: SlackDouble, socket: SocketDouble, tmp_path: Path) -> None:
    prepare(case, slack, socket)
    offline = {"PASSEUR_OFFLINE_SECONDS": case["offline"]} if "offline" in case else {}
    async with started(tmp_path, slack, **SOCKET, **offline) as bot:
        if "then" in case:
            await socket.connected(seconds=SECONDS)
            await bot.says("Ctrl-C stops it")
            await goes_wrong(case["then"], slack, socket)
        assert await bot.ends(60) == 1
    assert case["ends"] in bot.words
    assert "Traceback" not in bot.said


async def test_without_a_connection_it_is_not_ready(slack: SlackDouble, socket: SocketDouble, tmp_path: Path) -> None:
    socket.fault("dead", "dead", "dead")
    async with served(tmp_path, slack, **SOCKET) as bot:
        assert (await bot.healthy(503))["status"].startswith("not connected to Slack: The socket could not be opened")
        assert await bot.get("/live") == (200, {"status": "ok"})
        await bot.healthy(200)
        slack.fault("apps.connections.open", 500, times=2)
        socket.drop()
        assert "not connected to Slack" in (await bot.healthy(503))["status"]
        await bot.healthy(200)


async def test_what_comes_while_slack_says_goodbye_is_taken(
    slack: SlackDouble, socket: SocketDouble, tmp_path: Path
) -> None:
    slack.fault("apps.connections.open", 500)
    async with served(tmp_path, slack, **SOCKET):
        await socket.connected()
        await socket.disconnect("warning")
        await socket.ack(await socket.send("events_api", mention()))
        await socket.connected(2)
        await slack.until(lambda: bool(slack.called("chat.postMessage")))
        await asyncio.sleep(0)
