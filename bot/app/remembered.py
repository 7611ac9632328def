"""What a conversation remembers, and what a person chose, read from their rows."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from bot.app.inbound import Inbound
from bot.features.answering.memory import Memory
from bot.features.feature import FeatureTable
from bot.features.table import FEATURES
from bot.knowledge.shapes import Language
from bot.languages import known
from bot.storage.transaction import Transaction

log = logging.getLogger(__name__)


def remembered(text: str | None, features: FeatureTable = FEATURES) -> Memory:
    try:
        return Memory.model_validate_json(text, context={"features": features}) if text else Memory()
    except ValidationError:
        log.warning("A conversation was remembered by another version; it starts afresh.")
        return Memory()


async def memory_of(asked: Inbound, pseudonym: Callable[..., str], transaction: Transaction, now: datetime) -> Memory:
    """Of this conversation, or else of the one that it goes on from; whether people outside have read it stays."""
    kept = await transaction.memory(pseudonym(asked.team, asked.conversation), now)
    if kept is None and asked.begun_in:
        kept = await transaction.memory(pseudonym(asked.team, asked.begun_in), now)
    memory = remembered(kept)
    return memory.model_copy(update={"outside": memory.outside or asked.outside})


def chosen_language(profile: Mapping[str, Any]) -> Language | None:
    """None when there is none, or not any more."""
    language = profile.get("language")
    return language if isinstance(language, str) and language in known() else None
