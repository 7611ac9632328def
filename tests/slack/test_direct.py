"""Where a direct message is answered: below it, or in a thread of its own."""

from pathlib import Path
from typing import Any

import pytest

from bot.features.answering.decide import Decider
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import http_bot, settings_for
from tests.slack.test_listeners import DIRECT

FIRST, SECOND, REPLY = "1790000501.1", "1790000502.1", "1790000503.1"


def written(text: str, ts: str, **more: Any) -> dict[str, Any]:
    body = payload("message_im", {"event.user": "U0CHAMPION", "event.channel": DIRECT, "event.text": text})
    body["event"] |= {"ts": ts, "event_ts": ts, **more}
    return {**body, "event_id": f"Ev{ts}"}


@pytest.mark.parametrize(
    ("direct", "threads"), [("flat", [None, None, FIRST]), ("threads", [FIRST, SECOND, FIRST])], ids=["flat", "threads"]
)
async def test_a_direct_message_is_answered_where_the_setting_says(
    direct: str, threads: list[str | None], slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    """What is asked within a thread is always answered there, with what was said before."""
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3", passeur_direct=direct)
    async with http_bot(settings, decider) as bot:
        for body in (
            written("quelle licence pour nos données ?", FIRST),
            written("comment trouver un mentor ?", SECOND),
            written("et pour du code ?", REPLY, thread_ts=FIRST),
        ):
            await bot.take(body)
            await bot.running.delivery.idle()
    assert [message.get("thread_ts") for message in slack.messages(DIRECT)] == threads
    if direct == "threads":
        assert slack.messages(DIRECT)[2]["text"].startswith("*Quelle licence pour un logiciel")
