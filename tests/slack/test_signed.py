"""The payload files and the requests made of them, held to what Bolt reads in them."""

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from tests.signed import FOLDER, encoded, envelope_type, payload, request, signed

DOORS = sorted(file.stem for file in Path(FOLDER).glob("*.json"))


def test_the_sdk_accepts_what_is_signed_and_nothing_else() -> None:
    verifier = SignatureVerifier("secret")
    body = b'{"type": "event_callback"}'
    assert verifier.is_valid_request(body, signed(body, "secret"))
    assert not verifier.is_valid_request(body, signed(body, "other"))
    assert not verifier.is_valid_request(body, signed(body, "secret", timestamp=1000))


@pytest.mark.parametrize("listener", DOORS)
def test_each_payload_makes_a_request_that_the_sdk_accepts(listener: str) -> None:
    made = request(payload(listener), "secret")
    assert SignatureVerifier("secret").is_valid_request(made.body, made.headers)


def test_event_ids_and_times_are_unique() -> None:
    ids = [content["event_id"] for content in map(payload, DOORS) if "event_id" in content]
    assert len(ids) == len(set(ids)) > 10


def test_changes_reach_into_objects_and_lists() -> None:
    changed = payload("block_actions_message", {"actions.0.value": "autre", "user.id": "U0JURIST"})
    assert (changed["actions"][0]["value"], changed["user"]["id"]) == ("autre", "U0JURIST")


def test_each_kind_travels_in_its_own_form() -> None:
    assert envelope_type(payload("app_mention")) == "events_api"
    assert envelope_type(payload("slash_help")) == "slash_commands"
    assert envelope_type(payload("view_submission")) == "interactive"
    assert parse_qs(encoded(payload("slash_help"))[1].decode())["text"] == ["help"]
