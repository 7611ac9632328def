"""A button is an intent written down: an action id and a value, and back."""

import json

from pydantic import ValidationError

from bot.features.feature import FeatureTable
from bot.features.intents import Intent

PREFIX = "passeur:"
LONGEST_ID = 255
LONGEST_TEXT = 1700


def encode(ask: Intent) -> tuple[str, str]:
    """`(action_id, value)`; different asks have different ids, so that a message may hold them all."""
    value = ask.model_dump_json(exclude_defaults=True, exclude={"kind"})
    return f"{PREFIX}{ask.kind}:{value}"[:LONGEST_ID], ask.model_dump_json(exclude_none=True)


def fitting(text: str, longest: int = LONGEST_TEXT) -> str:
    """As much of a question as a button's value holds, its 2,000 characters counting every escape."""
    while len(json.dumps(text, ensure_ascii=False)) > longest:
        text = text[: len(text) * 9 // 10]
    return text


def decode(action_id: str, value: str, features: FeatureTable) -> Intent | None:
    """None for a button that isn't one of ours, or is of a version that said it otherwise."""
    if not action_id.startswith(PREFIX):
        return None
    try:
        return features.adapter.validate_json(value)
    except ValidationError:
        return None
