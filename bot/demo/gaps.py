"""What local-slack lacks of the Web API, so that the bot sees it as it sees Slack."""

import re
from collections.abc import Mapping
from typing import Any

from bot.demo.workspace import CHANNELS, PEOPLE, Json

ACCEPTED = ("assistant.threads.setSuggestedPrompts", "assistant.threads.setStatus", "assistant.threads.setTitle",
            "agents.sessions.setStatus", "agents.sessions.rename")  # fmt: skip
POSTS = ("chat.postMessage", "chat.postEphemeral")
LISTED, PAGE, LARGEST_PAGE = 8, 100, 999
GUEST = {"is_restricted": False, "is_ultra_restricted": False, "is_app_user": False, "is_email_confirmed": True}
MAIL = re.compile(r"<mailto:[^|>]*\|([^>]*)>")
TEXTS = ("text", "initial_comment")
ENTITIES = {"amp": "&", "gt": ">", "lt": "<\u2060"}  # the joiner keeps what follows from becoming a mention or a link


def refused(method: str, arguments: Mapping[str, Any]) -> str | None:
    """The error with which Slack answers and local-slack doesn't."""
    if method in POSTS:
        channel = str(arguments.get("channel") or "")
        if channel.startswith("U") and not _known(channel):
            return "user_not_found"
        if any(channel == place.id and not place.has_bot for place in CHANNELS):
            return "not_in_channel"
        if not arguments.get("text") and not arguments.get("blocks"):
            return "no_text"
        if any(block.get("type") == "context_actions" for block in arguments.get("blocks") or ()):
            return "invalid_blocks"  # its page would show a red word in their place
    if method == "conversations.open" and arguments.get("users"):
        users = str(arguments["users"]).split(",")
        if len(users) > LISTED:
            return "too_many_users"
        if not all(map(_known, users)):
            return "user_not_found"
    return None


def _known(user: str) -> bool:
    return any(person.id == user for person in PEOPLE)


def is_true(value: Any) -> bool:
    """A flag, which the SDK sends as 1 or true in a query and as a boolean in JSON."""
    return str(value).lower() in ("1", "true")


def user(answer: Json, *, locale: bool) -> Json:
    """users.info with what Slack says besides, and without the address, which takes a scope that the bot hasn't."""
    person = next((person for person in PEOPLE if person.id == answer["user"]["id"]), None)
    profile = {name: value for name, value in answer["user"]["profile"].items() if name != "email"}
    known = {**GUEST, **answer["user"], "profile": profile}
    return {**answer, "user": {**known, "locale": person.locale} if person and locale else known}


def shown(value: Any) -> Any:
    """What is right for Slack, as local-slack's page shows it rightly: changed on the way there only.

    Slack decodes &amp; &lt; &gt;, shows an address of e-mail by its label, and keeps the lines of a plain text.
    """
    if isinstance(value, list):
        return [shown(piece) for item in value for piece in _lines(item)]
    if isinstance(value, dict):
        return {k: _decoded(v) if k in TEXTS and isinstance(v, str) else shown(v) for k, v in value.items()}
    return value


def _lines(item: Any) -> list[Any]:
    """A section for each line of one in plain text, whose lines the page would run together."""
    text = item.get("text") if isinstance(item, dict) and item.get("type") == "section" else None
    if not isinstance(text, dict) or text.get("type") != "plain_text":
        return [item]
    lines = [line for line in text["text"].splitlines() if line.strip()]
    return [{**item, "text": {**text, "text": line}} for line in lines] or [item]


def _decoded(text: str) -> str:
    text = MAIL.sub(r"\1", text)
    return re.sub("&(amp|lt|gt);", lambda entity: ENTITIES[entity[1]], text)


class Metadata:
    """The metadata of messages, which local-slack drops: remembered by place, given back as Slack does."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Json] = {}

    def remember(self, metadata: Any, answer: Json) -> None:
        if isinstance(metadata, dict) and answer.get("ok"):
            self._kept[answer["channel"], answer["ts"]] = metadata

    def given(self, channel: str, message: Json, *, whole: bool) -> Json:
        """Whole with include_all_metadata, else its type only."""
        metadata = self._kept.get((channel, message.get("ts", "")))
        if metadata is None:
            return message
        return {**message, "metadata": metadata if whole else {"event_type": metadata.get("event_type")}}


def page(messages: list[Json], arguments: Mapping[str, Any]) -> Json:
    """The part of a history that was asked for: local-slack gives all, and what was private to one person besides."""
    oldest, latest = _moment(arguments.get("oldest"), 0.0), _moment(arguments.get("latest"), float("inf"))
    ends = is_true(arguments.get("inclusive"))
    inside = [
        message
        for message in messages
        if message.get("subtype") != "ephemeral" and "ephemeral_to" not in message
        and (oldest < _moment(message["ts"], 0) < latest or (ends and _moment(message["ts"], 0) in (oldest, latest)))
    ]  # fmt: skip
    start = int(arguments.get("cursor") or 0)
    end = start + min(int(arguments.get("limit") or PAGE), LARGEST_PAGE)
    more = len(inside) > end
    return {
        "messages": inside[start:end],
        "has_more": more,
        "response_metadata": {"next_cursor": str(end) if more else ""},
    }


def _moment(value: Any, otherwise: float) -> float:
    return float(value) if value else otherwise
