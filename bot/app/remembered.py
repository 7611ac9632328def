"""What a conversation remembers, read from its row."""

import logging

from pydantic import ValidationError

from bot.features.answering.memory import Memory

log = logging.getLogger(__name__)


def remembered(text: str | None) -> Memory:
    try:
        return Memory.model_validate_json(text) if text else Memory()
    except ValidationError:
        log.warning("A conversation was remembered by another version; it starts afresh.")
        return Memory()
