"""Modals through the shim: local-slack shows what it can, and the bot gets what Slack would have sent."""

import json
from typing import Any

import aiohttp

from tests.demo.conftest import Places
from tests.demo.test_shim import Listener, client

OPTIONS = [{"text": {"type": "plain_text", "text": name.title()}, "value": name} for name in ("data", "software")]
ELEMENTS: dict[str, dict[str, Any]] = {
    "note": {"type": "plain_text_input", "initial_value": "Notre projet"},
    "topics": {"type": "multi_static_select", "options": OPTIONS, "initial_options": OPTIONS[:1]},
    "kind": {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[1]},
    "day": {"type": "datepicker"},
}
Values = dict[str, dict[str, dict[str, Any]]]


def modal() -> dict[str, Any]:
    label = {"type": "plain_text", "text": "Champ"}
    blocks = [
        {"type": "input", "block_id": name, "label": label, "element": {**element, "action_id": name},
         "optional": name == "day"}
        for name, element in ELEMENTS.items()
    ]  # fmt: skip
    return {"type": "modal", "callback_id": "form", "title": label, "submit": label, "blocks": blocks}


async def opened(
    places: Places, http: aiohttp.ClientSession, listener: Listener, *more: dict[str, Any]
) -> dict[str, Any]:
    """The view as the bot hears of it, opened by a command, with more blocks."""
    command = {"channel": "C0GENERAL", "user": "U0CHAMPION", "command": "/passeur", "text": "formulaire"}
    await http.post(f"{places.page}/_control/command", json=command)
    trigger = (await listener.next()).payload["trigger_id"]
    answer = await client(places).views_open(
        trigger_id=trigger, view={**modal(), "blocks": [*modal()["blocks"], *more]}
    )
    view: dict[str, Any] = answer["view"]
    return view


async def submit(page: aiohttp.ClientWebSocketResponse, values: Values) -> None:
    await page.send_str(json.dumps({"t": "view_submit", "user": "U0CHAMPION", "values": values}))


async def frame(page: aiohttp.ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    """The next frame of this kind that the page gets."""
    while True:
        found: dict[str, Any] = json.loads((await page.receive(timeout=10)).data)
        if found["t"] == kind:
            return found


async def test_the_page_gets_fields_that_it_knows(places: Places, http: aiohttp.ClientSession) -> None:
    async with Listener(places) as listener, http.ws_connect(f"{places.page}/ui") as page:
        answer = await opened(places, http, listener)
        shown = {block["block_id"]: block for block in (await frame(page, "view"))["stack"][0]["blocks"]}
    assert answer["blocks"] == modal()["blocks"]
    assert shown["topics"]["element"]["type"] == "checkboxes"
    assert shown["topics"]["hint"]["text"] == "✓ Data"
    assert shown["kind"]["element"]["placeholder"]["text"] == "Software"


async def test_what_is_left_as_it_was_and_what_was_chosen_come_back_as_in_slack(
    places: Places, http: aiohttp.ClientSession
) -> None:
    async with Listener(places) as listener, http.ws_connect(f"{places.page}/ui") as page:
        await opened(places, http, listener)
        await submit(page, {})
        left = (await listener.next()).payload["view"]
        await opened(places, http, listener)
        ticked = {"type": "checkboxes", "selected_options": OPTIONS[1:]}
        await submit(page, {"topics": {"topics": ticked}, "note": {"note": {"value": "Autre"}}})
        chosen = (await listener.next()).payload["view"]
    assert left["blocks"] == modal()["blocks"]
    assert left["state"]["values"] == {
        "note": {"note": {"type": "plain_text_input", "value": "Notre projet"}},
        "topics": {"topics": {"type": "multi_static_select", "selected_options": OPTIONS[:1]}},
        "kind": {"kind": {"type": "static_select", "selected_option": OPTIONS[1]}},
        "day": {"day": {"type": "datepicker", "selected_date": None}},
    }
    assert chosen["state"]["values"]["topics"]["topics"]["selected_options"] == OPTIONS[1:]
    assert chosen["state"]["values"]["note"]["note"]["value"] == "Autre"


async def test_an_empty_field_goes_back_to_the_page_and_not_to_the_bot(
    places: Places, http: aiohttp.ClientSession
) -> None:
    async with Listener(places) as listener, http.ws_connect(f"{places.page}/ui") as page:
        await opened(places, http, listener)
        await submit(page, {"note": {"note": {"type": "plain_text_input", "value": ""}}})
        assert (await frame(page, "view_errors"))["errors"] == {"Champ": "Please complete this required field."}
        assert listener.requests.empty()


async def test_a_button_within_it_is_a_choice_there_and_a_click_for_the_bot(
    places: Places, http: aiohttp.ClientSession
) -> None:
    text = {"type": "plain_text", "text": "Retour"}
    button = {"type": "button", "action_id": "back", "value": "to the first", "text": text}
    buttons = {"type": "actions", "block_id": "buttons", "elements": [button]}
    async with Listener(places) as listener, http.ws_connect(f"{places.page}/ui") as page:
        await opened(places, http, listener, buttons)
        shown = (await frame(page, "view"))["stack"][0]["blocks"][-1]
        chosen = {"type": "radio_buttons", "selected_option": shown["element"]["options"][0]}
        await submit(page, {shown["block_id"]: {shown["element"]["action_id"]: chosen}})
        heard = (await listener.next()).payload
        stays = (await frame(page, "view"))["stack"][0]["blocks"][-1]
    assert (heard["type"], heard["container"]["type"]) == ("block_actions", "view")
    assert [(one["action_id"], one["value"]) for one in heard["actions"]] == [("back", "to the first")]
    assert heard["view"]["blocks"] == [*modal()["blocks"], buttons]
    assert set(heard["view"]["state"]["values"]) == set(ELEMENTS)
    assert stays == shown
