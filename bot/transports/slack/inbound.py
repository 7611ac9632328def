"""What the listeners read in Slack's payloads: whether a person wrote it, in which workspace, in which words."""

import re
from collections.abc import Mapping
from typing import Any

Payload = Mapping[str, Any]
SPOKEN_SUBTYPES = frozenset({"me_message", "file_share", "thread_broadcast", None})


def written_by_person(event: Payload) -> bool:
    """A message that somebody sent just now: no bot, no edit, no deletion, no notice."""
    return bool(
        event.get("user")
        and event.get("user") != "USLACKBOT"
        and not event.get("bot_id")
        and not event.get("hidden")
        and event.get("subtype") in SPOKEN_SUBTYPES
    )


def team_of(body: Payload) -> str:
    """The workspace in which the bot is installed; an event of a shared channel may name the other one first."""
    authorizations = body.get("authorizations") or [{}]
    authorized = authorizations[0].get("team_id")
    team = body.get("team") or {}
    return str(authorized or body.get("team_id") or (team.get("id") if isinstance(team, Mapping) else team) or "")


def without_mention(text: str, bot: str) -> str:
    """The words without the bot's own name."""
    return re.sub(rf"<@{re.escape(bot)}(\|[^>]*)?>", " ", text).strip()


def unescaped(text: str) -> str:
    """What the person typed: Slack sends & < > as entities, and links as <address|label>."""
    text = re.sub(r"<(?:https?|mailto):[^>|]*\|([^>]*)>", r"\1", text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    # Neither databases nor JSON take a null character or half of a pair.
    return text.replace("\0", " ").encode("utf-8", "replace").decode()
