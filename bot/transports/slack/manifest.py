"""What the manifest asks Slack for, read from the file that an operator pastes."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("manifest.yaml")


@cache
def manifest() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def scopes() -> frozenset[str]:
    """What the bot's token must allow."""
    return frozenset(manifest()["oauth_config"]["scopes"]["bot"])


def events(of: Mapping[str, Any]) -> frozenset[str]:
    """The bot's events in a manifest: ours, or the one that Slack exports."""
    settings = of.get("settings") or {}
    return frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or ())
