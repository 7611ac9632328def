"""python -m benchmarks.echo http|socket: a bare slack-bolt bot that says the same blocks to every direct message.

Reads from the environment what Passeur reads (SLACK_…, PORT), and ECHO: the message as JSON.
"""

import asyncio
import json
import os
import sys
from typing import Any

import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SAID = json.loads(os.environ["ECHO"])
URL = os.environ["SLACK_API_BASE_URL"]


def echo() -> AsyncApp:
    client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=URL)
    app = AsyncApp(client=client, signing_secret=os.environ.get("SLACK_SIGNING_SECRET", ""))

    @app.message()
    async def answer(message: dict[str, Any], client: AsyncWebClient) -> None:
        await client.chat_postMessage(channel=message["channel"], **SAID)

    return app


async def listen() -> None:
    """Over Socket Mode."""
    app = AsyncWebClient(token=os.environ["SLACK_APP_TOKEN"], base_url=URL)
    await AsyncSocketModeHandler(echo(), os.environ["SLACK_APP_TOKEN"], web_client=app).start_async()


def serve() -> None:
    """Over HTTP."""
    handler = AsyncSlackRequestHandler(echo())

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    web = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    uvicorn.run(web, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning", access_log=False)


if __name__ == "__main__":
    serve() if sys.argv[1] == "http" else asyncio.run(listen())
