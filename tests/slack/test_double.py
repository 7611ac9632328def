"""The Web API's double, held to what slack_sdk sees of the real one."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.double import BOT_TOKEN, SlackDouble

pytestmark = pytest.mark.asyncio


def client(slack: SlackDouble, token: str = BOT_TOKEN) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=slack.url, retry_handlers=[], timeout=10)


async def error_of(call: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call  # type: ignore[misc]
    return str(caught.value.response["error"])


async def test_a_wrong_token_is_refused(slack: SlackDouble) -> None:
    assert await error_of(client(slack, "xoxb-other").auth_test()) == "invalid_auth"


async def test_arguments_in_the_query_and_in_the_body_are_one(slack: SlackDouble) -> None:
    said = await client(slack).users_info(user="U0DEVELOPER", include_locale=True)
    assert said["user"]["locale"] == "en-US"
    assert slack.called("users.info") == [{"user": "U0DEVELOPER", "include_locale": "1"}]


async def test_the_locale_is_given_only_when_asked_for(slack: SlackDouble) -> None:
    assert "locale" not in (await client(slack).users_info(user="U0JURIST"))["user"]


async def test_a_message_to_a_person_lands_in_the_direct_message(slack: SlackDouble) -> None:
    await client(slack).chat_postMessage(channel="U0CHAMPION", text="Bonjour", blocks=[{"type": "divider"}])
    assert slack.messages("D0CHAMPION")[0]["blocks"] == [{"type": "divider"}]


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C0NOBOT", "not_in_channel"), ("C0UNKNOWN", "channel_not_found"), ("U0UNKNOWN", "user_not_found")],
)
async def test_a_place_out_of_reach_is_refused(slack: SlackDouble, channel: str, error: str) -> None:
    assert await error_of(client(slack).chat_postMessage(channel=channel, text="Bonjour")) == error


async def test_metadata_come_back_whole_only_when_asked_for(slack: SlackDouble) -> None:
    metadata = {"event_type": "passeur_work", "event_payload": {"work": "w1"}}
    api = client(slack)
    posted = await api.chat_postMessage(channel="C0GENERAL", text="Bonjour", metadata=metadata)
    whole = await api.conversations_replies(channel="C0GENERAL", ts=posted["ts"], include_all_metadata=True)
    part = await api.conversations_replies(channel="C0GENERAL", ts=posted["ts"])
    assert whole["messages"][0]["metadata"] == metadata
    assert part["messages"][0]["metadata"] == {"event_type": "passeur_work"}


async def test_an_update_with_text_alone_takes_the_blocks_away(slack: SlackDouble) -> None:
    api = client(slack)
    posted = await api.chat_postMessage(channel="C0GENERAL", text="Bonjour", blocks=[{"type": "divider"}])
    await api.chat_update(channel="C0GENERAL", ts=posted["ts"], text="Bonsoir")
    assert [(m["text"], "blocks" in m) for m in slack.messages("C0GENERAL")] == [("Bonsoir", False)]


@pytest.mark.parametrize(("kind", "status"), [(429, 429), (500, 500), (502, 502), (503, 503), (504, 504)])
async def test_a_fault_hits_once_and_performs_nothing(slack: SlackDouble, kind: int, status: int) -> None:
    slack.fault("chat.postMessage", kind)
    api = client(slack)
    with pytest.raises(SlackApiError) as caught:
        await api.chat_postMessage(channel="C0GENERAL", text="un")
    await api.chat_postMessage(channel="C0GENERAL", text="deux")
    assert caught.value.response.status_code == status
    assert [message["text"] for message in slack.messages("C0GENERAL")] == ["deux"]


async def test_a_refusal_can_be_chosen(slack: SlackDouble) -> None:
    slack.fault("chat.postMessage", "error:is_archived")
    assert await error_of(client(slack).chat_postMessage(channel="C0GENERAL", text="Bonjour")) == "is_archived"


@pytest.mark.parametrize(("after", "said"), [(False, 0), (True, 1)])
async def test_a_dropped_connection_loses_the_call_or_only_its_answer(
    slack: SlackDouble, after: bool, said: int
) -> None:
    slack.fault("chat.postMessage", "drop", after=after)
    with pytest.raises(aiohttp.ClientError):
        await client(slack).chat_postMessage(channel="C0GENERAL", text="Bonjour")
    assert len(slack.messages("C0GENERAL")) == said


async def test_broken_json_is_answered_when_asked_for(slack: SlackDouble) -> None:
    slack.fault("auth.test", "bad_json")
    with pytest.raises(SlackApiError):
        await client(slack).auth_test()


async def test_a_hung_call_goes_on_when_released(slack: SlackDouble) -> None:
    slack.fault("auth.test", "hang")
    call = asyncio.ensure_future(client(slack).auth_test())
    await slack.until(lambda: bool(slack.called("auth.test")))
    slack.release()
    assert (await call)["user_id"] == "U0PASSEUR"


async def test_a_response_url_takes_five_posts_and_no_more(slack: SlackDouble) -> None:
    url = slack.response_url("C0GENERAL", "U0CHAMPION")
    async with aiohttp.ClientSession() as session:
        answers = [await session.post(url, json={"text": f"essai {n}"}) for n in range(6)]
    assert [answer.status for answer in answers] == [200] * 5 + [404]
    assert [said["text"] for said in slack.workspace.ephemeral] == [f"essai {n}" for n in range(5)]


async def test_what_block_kit_forbids_is_kept_as_a_violation(slack: SlackDouble) -> None:
    await client(slack).chat_postMessage(channel="C0GENERAL", text="<!channel> bonjour")
    assert slack.violations == ["chat.postMessage: text: pings a whole channel or group"]
    slack.violations.clear()


async def test_a_modal_opens_once_per_trigger(slack: SlackDouble) -> None:
    modal = {"type": "modal", "title": {"type": "plain_text", "text": "Votre avis"}, "blocks": []}
    api = client(slack)
    await api.views_open(trigger_id="1.2.3", view=modal)
    assert await error_of(api.views_open(trigger_id="1.2.3", view=modal)) == "exchanged_trigger_id"
    assert len(slack.workspace.surfaces.modals) == 1


async def test_a_method_that_is_not_known_says_so(slack: SlackDouble) -> None:
    assert await error_of(client(slack).api_call("chat.shout")) == "unknown_method"
