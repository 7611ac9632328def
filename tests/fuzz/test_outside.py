"""Whatever comes from outside is read, or refused in words: never an error of ours. `make fuzz` tries far longer."""

import copy
import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app.inbound import Inbound
from bot.errors import PasseurError
from bot.features.answering.reading import parts
from bot.features.table import FEATURES
from bot.knowledge.private.mask import masked
from bot.messages.buttons import decode
from bot.storage.address import parse
from bot.transports.slack.app import read
from bot.transports.slack.inbound import unescaped
from bot.transports.slack.limits import retry_after
from bot.transports.slack.wording import wording
from bot.web.signature import is_slacks, signature_of
from tests.signed import FOLDER, payload

TRIED = int(os.environ.get("PASSEUR_FUZZ", "150"))
fuzzed = settings(max_examples=TRIED, deadline=None, suppress_health_check=list(HealthCheck))
PAYLOADS = sorted(path.stem for path in Path(FOLDER).glob("*.json"))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
ANY = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)
TEXT = st.text() | st.text(alphabet="<>@U0|!&;#:/*_`~ \n\u200b\u202e{}%?.-1a")
SHAPED = (KeyError, TypeError, ValueError, AttributeError, IndexError)
"""What reading a payload of another shape raises: the middleware answers 400 with one line, and stores nothing."""


def _paths(part: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [path for key, value in inner for path in ((*way, key), *_paths(value, (*way, key)))]


@st.composite
def changed(draw: st.DrawFn) -> dict[str, Any]:
    """A payload of Slack's in which some values are others, or gone."""
    body: dict[str, Any] = copy.deepcopy(payload(draw(st.sampled_from(PAYLOADS))))
    for _ in range(draw(st.integers(0, 4))):
        path = draw(st.sampled_from(_paths(body)))
        place: Any = body
        for step in path[:-1]:
            place = place[step]
        if draw(st.booleans()):
            place[path[-1]] = draw(ANY | TEXT)
        else:
            del place[path[-1]]
    return body


@fuzzed
@given(changed())
def test_what_is_stored_of_a_payload_can_be_read_again(body: dict[str, Any]) -> None:
    try:
        asked = read(body, "U0PASSEUR")
    except SHAPED:
        return
    if asked is not None:
        stored = json.loads(json.dumps(asked.model_dump(mode="json")))
        assert Inbound.model_validate(stored) == asked


@fuzzed
@given(st.dictionaries(st.sampled_from(["text", "blocks", "attachments", "user"]), ANY))
def test_the_words_of_a_message_are_text(message: dict[str, Any]) -> None:
    try:
        said = wording(message)
    except SHAPED:
        return
    assert isinstance(said.own, bool)


@fuzzed
@given(TEXT)
def test_any_words_are_read(text: str) -> None:
    assert "<http" not in unescaped(f"<https://example.org|{text.replace('>', '').replace('<', '')}>")
    parts.read(text)
    assert isinstance(parts.asks(text), bool)
    FEATURES.commands.read(text)
    assert masked(masked(text)) == masked(text)


@fuzzed
@given(st.text(max_size=40), st.text() | st.builds(json.dumps, ANY))
def test_a_button_is_an_intent_or_nothing(action: str, value: str) -> None:
    decode(action, value, FEATURES)


@fuzzed
@given(st.binary(), st.binary(), st.binary())
def test_no_bytes_pass_for_slack_s_signature(body: bytes, timestamp: bytes, signature: bytes) -> None:
    assert not is_slacks(body, timestamp, signature, "secret")
    now = str(int(time.time())).encode()
    assert not is_slacks(body, now, signature, "secret")
    assert is_slacks(body, now, signature_of(body, now, "secret"), "secret")
    assert not is_slacks(body + b"x", now, signature_of(body, now, "secret"), "secret")


@fuzzed
@given(TEXT | st.builds("{}://{}".format, st.sampled_from(["sqlite", "postgresql", "mysql", ""]), TEXT))
def test_an_address_of_a_database_is_read_or_refused_in_words(text: str) -> None:
    with suppress(PasseurError):
        parse(text)


@fuzzed
@given(ANY | TEXT)
def test_a_wait_is_a_time_or_nothing(value: Any) -> None:
    wait = retry_after(value)
    assert wait is None or wait.total_seconds() >= 0
