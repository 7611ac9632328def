"""local-slack's page in a browser, with a bot of three lines behind the shim: the driver's steps do what they say."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.workspace import APP_TOKEN, BOT_TOKEN
from tests.conftest import absent
from tests.demo.browser import Browser, browser, missing
from tests.demo.conftest import Places

CARET_SET_LATE = """
window.requestAnimationFrame = done => addEventListener("keyup", function late(event) {
  if (event.target.value.length > 20) { removeEventListener("keyup", late); done() }
})"""


@pytest.fixture
def page() -> Iterator[Browser]:
    if missing():
        absent(missing())
    with browser() as opened:
        yield opened


@pytest_asyncio.fixture
async def parrot(places: Places) -> AsyncIterator[Places]:
    """A bot that repeats, with one button, and says on which surface it was clicked."""
    client = AsyncWebClient(token=BOT_TOKEN, base_url=f"{places.shim}/api/")
    app = AsyncApp(client=client)

    def content(text: str) -> dict[str, Any]:
        button = {"type": "button", "action_id": "again", "text": {"type": "plain_text", "text": "Encore"}}
        section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
        return {"text": text, "blocks": [section, {"type": "actions", "block_id": "b", "elements": [button]}]}

    @app.event("app_mention")
    async def mentioned(event: dict[str, Any]) -> None:
        await client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], **content("fil &amp; réponse"))

    @app.event("message")
    async def written(event: dict[str, Any]) -> None:
        if event["channel_type"] == "im" or "thread_ts" in event:
            await client.chat_postMessage(
                channel=event["channel"], thread_ts=event.get("thread_ts"), **content(f"dit : {event['text']}")
            )

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any]) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": content("accueil")["blocks"]})

    @app.command("/passeur")
    async def commanded(ack: Any, respond: Any, body: dict[str, Any]) -> None:
        await ack()
        await respond(response_type="ephemeral", **content(f"pour vous : {body['text']}"))

    @app.action(re.compile(".*"))
    async def clicked(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        kind = "éphémère" if body["container"].get("is_ephemeral") else body["container"]["type"]
        await client.chat_postMessage(channel="C0OPENSOURCE", text=f"clic de {body['user']['id']} : {kind}")

    web_client = AsyncWebClient(token=APP_TOKEN, base_url=f"{places.shim}/api/")
    handler = AsyncSocketModeHandler(app, APP_TOKEN, web_client=web_client)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield places
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


async def test_a_person_writes_reads_threads_and_clicks(parrot: Places, page: Browser, tmp_path: Path) -> None:
    def journey() -> None:
        page.open(parrot.page)
        page.as_person("U0CHAMPION")
        page.say("general", "@passeur bonjour")
        page.open_thread("bonjour")
        page.sees("fil & réponse")
        page.reply("et après ?")
        page.sees("dit : et après ?")
        assert page.buttons() == ["Encore"]
        page.click("Encore")
        page.close_thread()
        page.as_person("U0DEVELOPER")
        page.say("Developer", "how do we start?")
        page.sees("dit : how do we start?")
        page.say("Developer", "/passeur licence")
        page.sees("pour vous : licence")
        page.click("Encore")
        page.go("passeur")
        page.sees("accueil")
        page.click("Encore")
        page.go("open-source")
        for kind in ("U0CHAMPION : message", "U0DEVELOPER : éphémère", "U0DEVELOPER : view"):
            page.sees(f"clic de {kind}")
        page.screenshot(tmp_path / "page.png")

    await asyncio.to_thread(journey)
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")


async def test_words_after_a_mention_stay_in_order_however_late_the_page_sets_its_caret(
    parrot: Places, page: Browser
) -> None:
    def journey() -> None:
        page.open(parrot.page)
        page.driver.execute_script(CARET_SET_LATE)
        page.as_person("U0CHAMPION")
        page.say("general", "@passeur quelle licence pour nos données ?")
        page.open_thread("quelle licence pour nos données ?")

    await asyncio.to_thread(journey)
