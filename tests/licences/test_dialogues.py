"""Conversations about licences through the app, as Slack has them."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from bot.app.inbound import Context, Inbound
from bot.app.service import Passeur
from bot.features.answering.decide import Decider
from bot.features.answering.intents import Question
from bot.features.intents import Intent
from bot.features.outgoing import Outgoing
from bot.features.recipients import SlackPlace
from bot.features.table import FEATURES
from bot.messages.buttons import decode, encode
from bot.messages.plain import numbered
from bot.storage.store import Store
from bot.transports.slack.calls import ApiCall, call_for
from tests.blockkit.checker import check_message
from tests.delivery.kept import survives
from tests.licences.asking import outcome

DIALOGUES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("dialogues.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
PLACE = SlackPlace(surface="message", team="T0EXAMPLE", user="U0CHAMPION", channel="D0EXAMPLE")


@pytest_asyncio.fixture
async def passeur(facts: Decider, tmp_path: Path) -> AsyncIterator[Passeur]:
    store = await Store.open(f"sqlite:///{tmp_path}/dialogue.sqlite3")
    yield Passeur(facts, store, secret=b"test")
    await store.close()


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue["about"])
async def test_each_turn_is_understood_stored_and_shown(dialogue: dict[str, Any], passeur: Passeur) -> None:
    buttons: tuple[Intent, ...] = ()
    for turn in dialogue["turns"]:
        ask = buttons[turn["click"] - 1] if "click" in turn else Question(text=turn["person"])
        (outgoing,) = await said(passeur, ask, turn.get("locale"))
        assert outcome(outgoing.reply) == tuple(turn["understood"]), turn
        words, buttons = numbered(passeur.renderer.parts(outgoing.reply))
        for expected in turn.get("says", ()):
            assert bare(expected) in bare(words), words
        assert survives(outgoing)
        assert all(decode(*encode(button), FEATURES) == button for button in buttons)
        call = call_for(outgoing, passeur.renderer)
        assert isinstance(call, ApiCall)
        assert check_message(call.arguments) == []


async def said(passeur: Passeur, ask: Intent, locale: str | None) -> tuple[Outgoing, ...]:
    asked = Inbound(key="key", intent=ask, address=PLACE, conversation="D0EXAMPLE")
    async with passeur.store.transaction() as transaction:
        return await passeur.ask(transaction, asked, Context(locale), NOW)


def bare(text: str) -> str:
    """Without what typography puts in."""
    return re.sub(r"\s", " ", text).replace("’", "'").replace("**", "")
