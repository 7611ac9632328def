"""A payload for Slack in, what Slack would refuse or show wrong out (an empty list: fine)."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.blockkit import limits, markup, structure

TEXT = 4000  # Slack refuses above 40,000, but advises this and shortens what it shows of more.
ALL_TEXT = 13_000  # Seen refused as msg_blocks_too_long from about 13,200 characters (slackapi/bolt-js#2509).


def check_message(payload: dict[str, Any]) -> list[str]:
    """The arguments of chat.postMessage, chat.update, chat.postEphemeral, or the body sent to a response_url."""
    return list(_message(payload))


def check_view(view: dict[str, Any]) -> list[str]:
    """A Home tab or a modal."""
    found = structure.view(view)
    if found:
        return found
    found = limits.problems({k: v for k, v in view.items() if k != "blocks"}, "view")
    found += _blocks(view["blocks"], 100, structure.CLASSIC)
    inputs = [block for block in view["blocks"] if isinstance(block, dict) and block.get("type") == "input"]
    if view["type"] == "modal" and inputs and "submit" not in view:
        found.append("view: a modal with an input needs submit")
    if sum(1 for block in inputs if block.get("element", {}).get("focus_on_load")) > 1:
        found.append("view: only one element can take the focus")
    return found


def check_ack(payload: dict[str, Any]) -> list[str]:
    """The body of an ack: empty, a message (commands), or what happens to a modal that was submitted."""
    match payload.get("response_action"):
        case None:
            return check_message(payload) if payload.keys() & {"text", "blocks", "response_type"} else []
        case "update" | "push":
            view = payload.get("view")
            return check_view(view) if isinstance(view, dict) else ["view: must be an object"]
        case "errors":
            errors = payload.get("errors")
            sound = isinstance(errors, dict) and errors and all(isinstance(e, str) and e for e in errors.values())
            return [] if sound else ["errors: must be an object of block_id and sentence"]
        case "clear":
            return []
        case other:
            return [f"response_action: unknown {other!r}"]


def _message(payload: dict[str, Any]) -> Iterator[str]:
    blocks = payload.get("blocks")
    if isinstance(blocks, str):
        try:
            blocks = json.loads(blocks)
        except ValueError:
            yield "blocks: not JSON"
            return
    yield from _text(payload)
    yield from _metadata(payload.get("metadata"))
    if payload.get("link_names") or payload.get("parse") == "full":
        yield "link_names and parse=full turn @here and @channel into pings"
    if "attachments" in payload:
        yield "attachments: legacy, use blocks"
    if blocks is not None:
        yield from _blocks(blocks, 50, structure.CLASSIC | structure.MESSAGES)
        size = sum(_letters(block) for block in blocks) if isinstance(blocks, list) else 0
        if size > ALL_TEXT:
            yield f"blocks: {size} characters in all, must be at most {ALL_TEXT}"


def _text(payload: dict[str, Any]) -> Iterator[str]:
    text = payload.get("text")
    if not isinstance(text, str) or not text.strip():
        if not payload.get("delete_original"):
            yield "text: must be there, also beside blocks (notifications and screen readers use it)"
        return
    if len(text) > TEXT:
        yield f"text: {len(text)} characters, must be at most {TEXT}"
    yield from markup.problems(text, "text")


def _metadata(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            yield "metadata: not JSON"
            return
    if value is None:
        return
    if not isinstance(value, dict) or not isinstance(value.get("event_type"), str) or not value["event_type"]:
        yield "metadata: needs event_type"
    elif not isinstance(value.get("event_payload"), dict):
        yield "metadata: needs event_payload, an object"


def _blocks(blocks: Any, most: int, known: dict[str, str]) -> list[str]:
    if not isinstance(blocks, list):
        return ["blocks: must be a list"]
    found = [f"blocks: {len(blocks)} items, must be at most {most}"] if len(blocks) > most else []
    sound = []
    for index, block in enumerate(blocks):
        wrong = structure.block(block, f"blocks[{index}]", known)
        found += wrong
        if not wrong:
            sound.append(block)
            found += limits.problems(block, f"blocks[{index}]")
    for place, text in markup.parsed(blocks, "blocks"):
        found += markup.problems(text, place)
    return found + _twins(sound)


def _twins(blocks: list[dict[str, Any]]) -> list[str]:
    # Slack only asks for action_ids unique in their block; one namespace per message keeps clicks apart.
    actions = [element.get("action_id") for block in blocks for element in _elements(block)]
    ids = {"block_id": [block.get("block_id") for block in blocks], "action_id": actions}
    return [
        f"blocks: {name} {value!r} appears {count} times"
        for name, values in ids.items()
        for value, count in Counter(v for v in values if v is not None).items()
        if count > 1
    ]


def _elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    single: list[dict[str, Any]] = [block[name] for name in ("accessory", "element") if name in block]
    return [*single, *block.get("elements", ())]


def _letters(value: Any) -> int:
    if isinstance(value, dict):
        return sum(len(v) if k == "text" and isinstance(v, str) else _letters(v) for k, v in value.items())
    return sum(map(_letters, value)) if isinstance(value, list) else 0
