"""The main job as people live it: two persons, a browser, local-slack, and the bot over each transport."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
import uvicorn
from pydantic import SecretStr

from bot.demo.peer import local_slack
from bot.demo.shim import shim
from bot.demo.workspace import APP_TOKEN, BOT_TOKEN, EVENTS_PATH, SIGNING_SECRET, config
from bot.features.answering.decide import Decider
from bot.settings import Settings, read
from bot.transports.slack.connect import connected, running
from bot.web.app import create_app
from tests.conftest import absent
from tests.demo.browser import Browser, browser, missing

SHOTS = Path(__file__).parents[2] / ".cache" / "screenshots"


@pytest.fixture
def page() -> Iterator[Browser]:
    if missing():
        absent(missing())
    SHOTS.mkdir(parents=True, exist_ok=True)
    with browser() as opened:
        yield opened


def settings(address: str, folder: Path) -> Settings:
    return read(
        None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_app_token=SecretStr(APP_TOKEN),
        slack_signing_secret=SecretStr(SIGNING_SECRET),
        slack_api_base_url=f"{address}/api/",
        database_url=SecretStr(f"sqlite:///{folder}/passeur.sqlite3"),
        passeur_welcome=False,  # what is said first has tests of its own
    )


@asynccontextmanager
async def over_socket(program: Path, decider: Decider, folder: Path) -> AsyncIterator[str]:
    async with (
        local_slack(program, config()) as place,
        shim(place) as address,
        connected(settings(address, folder), decider=decider),
    ):
        yield place


@asynccontextmanager
async def over_http(program: Path, decider: Decider, folder: Path) -> AsyncIterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    events = f"http://127.0.0.1:{listening.getsockname()[1]}{EVENTS_PATH}"
    async with (
        local_slack(program, config(events)) as place,
        shim(place) as address,
        running(settings(address, folder), decider=decider) as bot,
    ):
        server = uvicorn.Server(uvicorn.Config(create_app(bot, SIGNING_SECRET), log_level="warning", lifespan="off"))
        serving = asyncio.create_task(server.serve([listening]))
        try:
            yield place
        finally:
            server.should_exit = True
            await serving


@pytest_asyncio.fixture(params=[over_socket, over_http], ids=["socket", "http"])
async def place(request: pytest.FixtureRequest, program: Path, decider: Decider, tmp_path: Path) -> AsyncIterator[str]:
    async with request.param(program, decider, tmp_path) as address:
        yield address


async def test_two_people_ask_choose_go_on_and_say_that_it_helped(place: str, page: Browser) -> None:
    await asyncio.to_thread(_in_a_channel, place, page)
    await asyncio.to_thread(_in_a_direct_message, page)
    await asyncio.to_thread(_by_command_and_home, page)


def _in_a_channel(place: str, page: Browser) -> None:
    page.open(place)
    page.as_person("U0CHAMPION")
    page.say("general", "@passeur quelle licence pour nos données ?")
    page.open_thread("quelle licence")
    page.sees("Quelle licence pour des données")
    page.sees("relue le")
    page.screenshot(SHOTS / "channel.png")
    page.reply("et pour du code ?")
    page.sees("Quelle licence pour un logiciel")
    page.click("👍 Utile")
    page.sees("cette réponse vous a été utile")
    page.click("Parler à un mentor")
    page.sees("Juriste (démo)")
    page.screenshot(SHOTS / "mentors.png")
    page.close_thread()


def _in_a_direct_message(page: Browser) -> None:
    page.say("Championne données", "on a un vieux projet abandonné, il pourrait servir à d'autres ?")
    page.sees("Parler à un mentor")
    page.screenshot(SHOTS / "passeur.png")
    page.as_person("U0DEVELOPER")
    page.say("Developer", "how do we start?")
    page.sees("reviewed on")
    page.say("Developer", "licence")
    page.sees("Did you mean")
    page.screenshot(SHOTS / "choices.png")
    page.click(page.buttons()[0])
    page.sees("not legal advice")
    page.screenshot(SHOTS / "direct.png")


def _by_command_and_home(page: Browser) -> None:
    page.as_person("U0CHAMPION")
    page.say("open-source", "/passeur comment régler la chaudière du bâtiment ?")
    page.sees("Cela sort de ce que je connais")
    page.screenshot(SHOTS / "hand_off.png")
    page.say("open-source", "/passeur help")
    page.sees("/passeur")
    page.go("passeur")
    page.click("Les étapes")
    page.screenshot(SHOTS / "home.png")
    page.click("Retour à l’accueil")
    page.click("In English")
    page.sees("Browse")


async def test_what_was_asked_before_a_restart_is_not_answered_again_after_it(
    program: Path, decider: Decider, tmp_path: Path
) -> None:
    async with local_slack(program, config()) as place, shim(place) as address, aiohttp.ClientSession() as http:
        message = {
            "channel": "C0GENERAL",
            "user": "U0CHAMPION",
            "text": "<@U0PASSEUR> quelle licence pour nos données ?",
        }
        for restart in range(2):
            async with connected(settings(address, tmp_path), decider=decider) as bot:
                if not restart:
                    await http.post(f"{place}/_control/message", json=message)
                    await _until_answered(http, place)
                await bot.delivery.idle()
                await bot.delivery.work_off()
        assert await _answers(http, place) == 1


async def _answers(http: aiohttp.ClientSession, place: str) -> int:
    async with http.get(f"{place}/_control/messages/C0GENERAL") as answer:
        return sum(message.get("user") == "U0PASSEUR" for message in (await answer.json())["messages"])


async def _until_answered(http: aiohttp.ClientSession, place: str) -> None:
    async with asyncio.timeout(30):
        while not await _answers(http, place):
            await asyncio.sleep(0.05)
