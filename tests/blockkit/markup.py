"""Text as Slack will parse it in, what would ping people or show wrong out."""

import re
from collections.abc import Iterator
from typing import Any

BROADCAST = re.compile(r"<!(channel|here|everyone|group)\b|<!subteam\^", re.IGNORECASE)
KNOWN = re.compile(r"<(@[UW][A-Z0-9]+|#C[A-Z0-9]+|(https?|mailto|tel|slack):|!date\^)[^<>\n]*>")
ENTITY = re.compile(r"&(?!(amp|lt|gt);)")


def problems(text: str, place: str) -> Iterator[str]:
    """Of one text that Slack parses as mrkdwn."""
    if BROADCAST.search(text):
        yield f"{place}: pings a whole channel or group"
        return
    bare = KNOWN.sub("", text)
    if "<" in bare:
        yield f"{place}: unescaped '<'"
    if ENTITY.search(bare):
        yield f"{place}: unescaped '&'"


def parsed(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text of a block that Slack parses, with its place; plain_text is shown as it is."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from parsed(item, f"{place}[{index}]")
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn" and isinstance(value.get("text"), str):
            yield f"{place}.text", value["text"]
        else:
            for name, item in value.items():
                yield from parsed(item, f"{place}.{name}")
