"""Dialogues as files: what a person types or clicks, and the one outcome of each turn."""

import re
from collections.abc import AsyncIterator, Callable
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
from bot.features.answering.replies import REPLY_KINDS, Reply
from bot.features.intents import Intent
from bot.features.recipients import SlackPlace
from bot.messages.plain import numbered
from bot.messages.render import template_of
from bot.storage.store import Store
from tests.delivery.kept import survives

FOLDER = Path(__file__).parent / "dialogues"
FILES = sorted(FOLDER.glob("*.yaml"))
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEYS = {"person", "click", "locale", "bot", "language", "short", "mentors", "says", "not", "next"}


@pytest_asyncio.fixture
async def passeur(decider: Decider, tmp_path: Path) -> AsyncIterator[Passeur]:
    store = await Store.open(f"sqlite:///{tmp_path}/dialogue.sqlite3")
    yield Passeur(decider, store, secret=b"test")
    await store.close()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_each_turn_gets_exactly_the_outcome_that_the_file_says(file: Path, passeur: Passeur) -> None:
    buttons: tuple[Intent, ...] = ()
    for place, turn in enumerate(yaml.safe_load(file.read_text(encoding="utf-8"))["turns"], 1):
        assert turn.keys() <= KEYS, f"turn {place}: unknown {turn.keys() - KEYS}"
        ask = buttons[turn["click"] - 1] if "click" in turn else Question(text=turn["person"])
        replies = await _said(passeur, ask, turn.get("locale"))
        assert len(replies) == 1, f"turn {place}: {len(replies)} replies"
        words, asks = numbered(passeur.renderer.parts(replies[0]))
        _compare(turn, replies[0], words, f"turn {place}, « {turn.get('person', turn.get('click'))} »")
        buttons = asks or buttons


async def _said(passeur: Passeur, ask: Intent, locale: str | None) -> tuple[Reply, ...]:
    place = SlackPlace(surface="message", team="T0EXAMPLE", user="U0CHAMPION", channel="D0EXAMPLE")
    asked = Inbound(key="key", intent=ask, address=place, conversation="D0EXAMPLE")
    async with passeur.store.transaction() as transaction:
        said = await passeur.ask(transaction, asked, Context(locale), NOW)
    assert all(survives(outgoing) for outgoing in said)
    return tuple(outgoing.reply for outgoing in said)


def _compare(turn: dict[str, Any], reply: Reply, words: str, where: str) -> None:
    ((outcome, which),) = turn["bot"].items() if isinstance(turn["bot"], dict) else ((turn["bot"], None),)
    got = _kind(reply) if outcome != "note" else "note" if hasattr(reply, "of") else type(reply).__name__
    assert got == outcome, f"{where}: {got} ({reply}), not {outcome}"
    checks: dict[str, Callable[[Any], bool]] = {
        "answer": lambda entry: entry in (None, getattr(reply, "entry", None)),
        "choices": lambda entries: not entries or set(entries) <= set(getattr(reply, "entries", ())),
        "small_talk": lambda kind: kind in (None, getattr(reply, "id", None)),
        "note": lambda of: of in (None, getattr(reply, "of", None)),
    }
    assert checks.get(outcome, lambda _: True)(which), f"{where}: {reply}, not {which}"
    assert turn.get("language", reply.language) == reply.language, f"{where}: in {reply.language}"
    assert turn.get("short", False) == getattr(reply, "short", False) or "short" not in turn, f"{where}: {reply}"
    if "mentors" in turn:
        assert [s.mentor.id for s in getattr(reply, "mentors", ()) or ()] == turn["mentors"], where
    assert _bare(turn.get("says", "")) in _bare(words), f"{where}: {words}"
    assert not [unsaid for unsaid in turn.get("not", ()) if _bare(unsaid) in _bare(words)], f"{where}: {words}"


def _kind(reply: Reply) -> str:
    """Another feature's replies are called as their templates are."""
    return REPLY_KINDS.get(type(reply)) or template_of(type(reply))


def _bare(text: str) -> str:
    """Without what typography puts in."""
    return re.sub(r"\s", " ", text).replace("’", "'")


def test_there_are_dialogues_enough_in_both_languages() -> None:
    texts = [file.read_text(encoding="utf-8") for file in FILES]
    assert len(FILES) >= 40
    assert sum("language: en" in text for text in texts) >= 12
    assert sum("hand_off" in text for text in texts) >= 6
