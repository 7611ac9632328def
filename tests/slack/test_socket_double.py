"""The Socket Mode double, held to what slack_sdk's own client does with it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.double import APP_TOKEN, SlackDouble
from tests.signed import envelope_type, payload
from tests.socket_double import SocketDouble

pytestmark = pytest.mark.asyncio


@asynccontextmanager
async def answering(slack: SlackDouble, seen: list[SocketModeRequest]) -> AsyncIterator[None]:
    async def take(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        seen.append(request)
        answer = {"text": "Bonjour"} if request.accepts_response_payload else None
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))

    web_client = AsyncWebClient(token=APP_TOKEN, base_url=slack.url)
    client = SocketModeClient(app_token=APP_TOKEN, web_client=web_client, ping_interval=1)
    client.socket_mode_request_listeners.append(take)
    await client.connect()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await client.close()  # type: ignore[no-untyped-call]


async def test_an_envelope_is_acked_and_tells_its_retry(slack: SlackDouble, socket: SocketDouble) -> None:
    seen: list[SocketModeRequest] = []
    async with answering(slack, seen):
        await socket.connected()
        content = payload("app_mention")
        envelope = await socket.send(envelope_type(content), content, retry_attempt=1, retry_reason="timeout")
        assert await socket.ack(envelope) == {}
    assert (seen[0].payload["event_id"], seen[0].retry_attempt, seen[0].retry_reason) == ("Ev0EXAMPLE01", 1, "timeout")


async def test_an_answer_in_the_ack_is_kept_and_checked(slack: SlackDouble, socket: SocketDouble) -> None:
    async with answering(slack, []):
        await socket.connected()
        content = payload("slash_command")
        envelope = await socket.send(envelope_type(content), content, reply=True)
        assert await socket.ack(envelope) == {"text": "Bonjour"}


async def test_the_client_comes_back_after_a_disconnect_and_after_a_drop(
    slack: SlackDouble, socket: SocketDouble
) -> None:
    async with answering(slack, []):
        await socket.connected(1)
        await socket.disconnect()
        await socket.connected(2)
        socket.drop()
        await socket.connected(3)
        await socket.ack(await socket.send("events_api", payload("message_im")))
