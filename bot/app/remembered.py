"""What a conversation remembers, and what a person chose, read from their rows."""

import logging
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from bot.features.answering.memory import Memory
from bot.features.feature import FeatureTable
from bot.features.table import FEATURES
from bot.knowledge.shapes import Language
from bot.languages import known

log = logging.getLogger(__name__)


def remembered(text: str | None, features: FeatureTable = FEATURES) -> Memory:
    try:
        return Memory.model_validate_json(text, context={"features": features}) if text else Memory()
    except ValidationError:
        log.warning("A conversation was remembered by another version; it starts afresh.")
        return Memory()


def chosen_language(profile: Mapping[str, Any]) -> Language | None:
    """None when there is none, or not any more."""
    language = profile.get("language")
    return language if isinstance(language, str) and language in known() else None
