"""What the shim adds to a real local-slack, over real HTTP and WebSocket."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.workspace import APP_TOKEN, BOT_TOKEN
from tests.demo.conftest import Places


def client(places: Places, token: str = BOT_TOKEN) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=f"{places.shim}/api/", retry_handlers=[], timeout=10)


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def stored(places: Places, http: aiohttp.ClientSession, channel: str) -> list[dict[str, Any]]:
    """What local-slack's page shows."""
    async with http.get(f"{places.page}/_control/messages/{channel}") as response:
        found: list[dict[str, Any]] = (await response.json())["messages"]
    return found


async def test_a_token_is_asked_for_and_checked(places: Places, http: aiohttp.ClientSession) -> None:
    async with http.post(f"{places.shim}/api/auth.test") as response:
        assert (await response.json())["error"] == "not_authed"
    assert await error_of(client(places, "xoxb-other").auth_test()) == "invalid_auth"
    assert await error_of(client(places).apps_connections_open(app_token=BOT_TOKEN)) == "invalid_auth"
    assert (await client(places).auth_test())["user_id"] == "U0PASSEUR"


@pytest.mark.parametrize(("user", "locale"), [("U0CHAMPION", "fr-FR"), ("U0DEVELOPER", "en-US")])
async def test_each_person_has_a_locale(places: Places, user: str, locale: str) -> None:
    api = client(places)
    assert (await api.users_info(user=user, include_locale=True))["user"]["locale"] == locale
    person = (await api.users_info(user=user))["user"]
    assert "locale" not in person
    assert (person["team_id"], person["deleted"], person["is_restricted"]) == ("T0DEMO", False, False)
    assert "email" not in person["profile"]


async def test_metadata_come_back_as_in_slack(places: Places) -> None:
    metadata = {"event_type": "passeur_work", "event_payload": {"key": "k1"}}
    api = client(places)
    posted = await api.chat_postMessage(channel="U0CHAMPION", text="Bonjour", metadata=metadata)
    whole = await api.conversations_history(channel=posted["channel"], include_all_metadata=True)
    part = await api.conversations_replies(channel=posted["channel"], ts=posted["ts"])
    assert whole["messages"][0]["metadata"] == metadata
    assert part["messages"][0]["metadata"] == {"event_type": "passeur_work"}


async def test_a_history_is_paged_and_bounded(places: Places) -> None:
    api = client(places)
    times = [(await api.chat_postMessage(channel="C0GENERAL", text=f"n° {n}"))["ts"] for n in range(4)]
    first = await api.conversations_history(channel="C0GENERAL", limit=3)
    rest = await api.conversations_history(
        channel="C0GENERAL", limit=3, cursor=first["response_metadata"]["next_cursor"]
    )
    assert [m["ts"] for m in [*first["messages"], *rest["messages"]]] == times[::-1]
    inner = await api.conversations_history(channel="C0GENERAL", oldest=times[0], latest=times[3])
    ends = await api.conversations_history(channel="C0GENERAL", oldest=times[0], latest=times[3], inclusive=True)
    assert [m["ts"] for m in inner["messages"]] == [times[2], times[1]]
    assert len(ends["messages"]) == 4


async def test_a_conversation_of_several_is_one_for_the_same_people(
    places: Places, http: aiohttp.ClientSession
) -> None:
    api = client(places)
    asked = (["U0CHAMPION", "U0MENTOR"], ["U0MENTOR", "U0CHAMPION"], ["U0CHAMPION", "U0JURIST"])
    opened = await asyncio.gather(*(api.conversations_open(users=users) for users in asked))
    one, again, other = (answer["channel"]["id"] for answer in opened)
    assert one == again != other
    assert (await api.conversations_members(channel=one))["members"] == ["U0CHAMPION", "U0MENTOR", "U0PASSEUR"]
    assert (await api.conversations_info(channel=one))["channel"]["is_mpim"]
    await api.chat_postMessage(channel=one, text="Bonjour")
    assert [message["text"] for message in await stored(places, http, one)] == ["Bonjour"]
    async with http.get(f"{places.page}/_control/state") as response:
        names = [channel["name"] for channel in (await response.json())["channels"] if channel["id"] == one]
    assert names == ["Championne données, Mentor atelier, passeur"]


async def test_a_file_is_uploaded_into_a_direct_message(places: Places, http: aiohttp.ClientSession) -> None:
    api = client(places)
    opened = await api.conversations_open(users="U0CHAMPION")
    content = {"content": "{}", "filename": "passeur.json", "initial_comment": "R&amp;D"}
    await api.files_upload_v2(channel=opened["channel"]["id"], **content)
    message = (await stored(places, http, "D0CHAMPION"))[-1]
    assert (message["text"], message["files"][0]["name"]) == ("R&D", "passeur.json")
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    async with http.get(message["files"][0]["url_private"], headers=headers) as response:
        assert await response.text() == "{}"


@pytest.mark.parametrize(
    ("channel", "error"), [("C0NOBOT", "not_in_channel"), ("U0NOBODY", "user_not_found"), ("C0GENERAL", "no_text")]
)
async def test_what_slack_refuses_is_refused(places: Places, channel: str, error: str) -> None:
    text = "" if error == "no_text" else "Bonjour"
    call = client(places).api_call("chat.postMessage", json={"channel": channel, "text": text})
    assert await error_of(call) == error


async def test_suggested_prompts_and_statuses_are_accepted_and_recorded(
    places: Places, http: aiohttp.ClientSession
) -> None:
    prompts = [{"title": "Licence", "message": "Quelle licence ?"}]
    arguments = {"channel_id": "D0CHAMPION", "prompts": prompts}
    await client(places).api_call("assistant.threads.setSuggestedPrompts", json=arguments)
    await client(places).api_call("agents.sessions.setStatus", json={"status": "processing"})
    async with http.get(f"{places.shim}/_shim/calls") as response:
        calls = {call["method"]: call["arguments"] for call in await response.json()}
    assert calls["assistant.threads.setSuggestedPrompts"] == arguments
    assert calls["agents.sessions.setStatus"] == {"status": "processing"}


async def test_the_page_gets_entities_decoded_and_nothing_that_pings(
    places: Places, http: aiohttp.ClientSession
) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "R&amp;D &lt;!channel&gt;"}}
    await client(places).chat_postMessage(channel="C0GENERAL", text="R&amp;D", blocks=[section])
    message = (await stored(places, http, "C0GENERAL"))[-1]
    assert message["text"] == "R&D"
    assert message["blocks"][0]["text"]["text"] == "R&D <\u2060!channel>"


async def test_the_page_gets_addresses_and_lines_as_slack_shows_them(
    places: Places, http: aiohttp.ClientSession
) -> None:
    address = {"type": "section", "text": {"type": "mrkdwn", "text": "à <mailto:a@b.invalid|a@b.invalid>"}}
    note = {"type": "section", "text": {"type": "plain_text", "text": "Bonjour,\n\nmerci."}}
    await client(places).chat_postMessage(channel="C0GENERAL", text="Note", blocks=[address, note])
    blocks = (await stored(places, http, "C0GENERAL"))[-1]["blocks"]
    assert [block["text"]["text"] for block in blocks] == ["à a@b.invalid", "Bonjour,", "merci."]


@pytest.mark.parametrize(
    ("kind", "status"), [("429", 429), ("500", 500), ("502", 502), ("503", 503), ("504", 504), ("html", 200)]
)
async def test_a_fault_hits_once_and_sends_nothing(
    places: Places, http: aiohttp.ClientSession, kind: str, status: int
) -> None:
    await http.post(f"{places.shim}/_shim/fault", json={"method": "chat.postMessage", "kind": kind})
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    content = {"channel": "C0GENERAL", "text": "Bonjour"}
    answers = [await http.post(f"{places.shim}/api/chat.postMessage", json=content, headers=headers) for _ in range(2)]
    assert [answer.status for answer in answers] == [status, 200]
    assert len(await stored(places, http, "C0GENERAL")) == 1


@pytest.mark.parametrize(("after", "said"), [(False, 0), (True, 1)])
async def test_a_dropped_call_is_lost_before_or_after_it_was_performed(
    places: Places, http: aiohttp.ClientSession, after: bool, said: int
) -> None:
    fault = {"method": "chat.postMessage", "kind": "drop", "after": after}
    await http.post(f"{places.shim}/_shim/fault", json=fault)
    with pytest.raises(aiohttp.ClientError):
        await client(places).chat_postMessage(channel="C0GENERAL", text="Bonjour")
    assert len(await stored(places, http, "C0GENERAL")) == said


async def test_a_chosen_error_and_a_wrong_fault_are_told(places: Places, http: aiohttp.ClientSession) -> None:
    await http.post(f"{places.shim}/_shim/fault", json={"method": "users.info", "kind": "error:user_not_visible"})
    assert await error_of(client(places).users_info(user="U0JURIST")) == "user_not_visible"
    answer = await http.post(f"{places.shim}/_shim/fault", json={"method": "users.info", "kind": "flood"})
    assert answer.status == 400


class Listener:
    """slack_sdk's own Socket Mode client, which keeps what it is sent."""

    def __init__(self, places: Places) -> None:
        self.requests: asyncio.Queue[SocketModeRequest] = asyncio.Queue()
        web_client = AsyncWebClient(token=APP_TOKEN, base_url=f"{places.shim}/api/")
        self.client = SocketModeClient(app_token=APP_TOKEN, web_client=web_client, ping_interval=1)
        self.client.socket_mode_request_listeners.append(self._take)

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id))
        await self.requests.put(request)

    async def __aenter__(self) -> "Listener":
        await self.client.connect()  # type: ignore[no-untyped-call]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.close()  # type: ignore[no-untyped-call]

    async def next(self) -> SocketModeRequest:
        return await asyncio.wait_for(self.requests.get(), 10)


async def test_a_message_comes_by_the_socket_with_what_local_slack_leaves_out(
    places: Places, http: aiohttp.ClientSession
) -> None:
    async with Listener(places) as listener:
        message = {"channel": "D0DEVELOPER", "user": "U0DEVELOPER", "text": "how do we start?"}
        await http.post(f"{places.page}/_control/message", json=message)
        event = (await listener.next()).payload["event"]
    assert (event["text"], event["channel_type"], event["team"]) == ("how do we start?", "im", "T0DEMO")
    assert event["client_msg_id"]


async def test_an_answer_to_a_command_goes_through_the_shim_and_is_private(
    places: Places, http: aiohttp.ClientSession
) -> None:
    async with Listener(places) as listener:
        command = {"channel": "C0GENERAL", "user": "U0CHAMPION", "command": "/passeur", "text": "licence"}
        await http.post(f"{places.page}/_control/command", json=command)
        url = (await listener.next()).payload["response_url"]
    assert url.startswith(places.shim)
    assert (await http.post(url, json={"text": "R&amp;D"})).status == 200
    message = (await stored(places, http, "C0GENERAL"))[-1]
    assert (message["text"], message["ephemeral_to"]) == ("R&D", "U0CHAMPION")


async def test_a_click_on_the_home_tab_names_its_view(places: Places, http: aiohttp.ClientSession) -> None:
    button = {"type": "button", "action_id": "steps", "text": {"type": "plain_text", "text": "Étapes"}, "value": "v"}
    home = {"type": "home", "blocks": [{"type": "actions", "block_id": "b", "elements": [button]}]}
    await client(places).views_publish(user_id="U0CHAMPION", view=home)
    async with Listener(places) as listener, http.ws_connect(f"{places.page}/ui") as page:
        click = {"t": "block_action", "user": "U0CHAMPION", "channel": "", "messageTs": "", "appId": "A0PASSEUR"}
        await page.send_str(json.dumps({**click, "action": {**button, "block_id": "b"}}))
        payload = (await listener.next()).payload
    assert payload["container"]["type"] == payload["view"]["type"].replace("home", "view")
    assert "channel" not in payload
    assert "response_url" not in payload
