"""One block or view in, what is wrong with its structure out, by the JSON Schema made from @slack/types."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError, best_match

SCHEMA = json.loads((Path(__file__).parent / "schema" / "view.json").read_text(encoding="utf-8"))
CLASSIC = {
    "header": "HeaderBlock",
    "section": "SectionBlock",
    "context": "ContextBlock",
    "divider": "DividerBlock",
    "image": "ImageBlock",
    "actions": "ActionsBlock",
    "input": "InputBlock",
}
MESSAGES = {"context_actions": "ContextActionsBlock"}
"""Messages alone may have them; where Slack refuses them the bot does without."""
VIEWS = {"home": "HomeView", "modal": "ModalView"}


@cache
def _validator(definition: str) -> Draft7Validator:
    return Draft7Validator({"$ref": f"#/definitions/{definition}", "definitions": SCHEMA["definitions"]})


def block(value: Any, place: str, known: dict[str, str]) -> list[str]:
    """Only the `known` types pass: by type, the name of their schema. Classic ones show everywhere."""
    if not isinstance(value, dict):
        return [f"{place}: must be an object"]
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in known:
        return [f"{place}: block type {kind!r} is not one of {', '.join(known)}"]
    return _problems(known[kind], value, place)


def view(value: dict[str, Any]) -> list[str]:
    """The view's own fields; its blocks are judged one by one elsewhere."""
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in VIEWS:
        return [f"view: type {kind!r} is not one of {', '.join(VIEWS)}"]
    if not isinstance(value.get("blocks"), list):
        return ["view: blocks must be a list"]
    return _problems(VIEWS[kind], {**value, "blocks": []}, "view")


def _problems(definition: str, value: Any, place: str) -> list[str]:
    return [_sentence(error, place) for error in _validator(definition).iter_errors(value)]


def _sentence(error: ValidationError, place: str) -> str:
    while error.context:
        inner = best_match(_same_type(error.context) or error.context)
        if inner is None:
            break
        error = inner
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    return f"{place}{path}: {error.message[:200]}"


def _same_type(errors: list[ValidationError]) -> list[ValidationError]:
    """In a union every branch complains; only the branch of the value's own `type` has something to teach."""
    others = {error.schema_path[0] for error in errors if _other_type(error)}
    return [error for error in errors if error.schema_path[0] not in others]


def _other_type(error: ValidationError) -> bool:
    if error.context:
        return not _same_type(error.context)
    return error.validator == "const" and list(error.path) == ["type"]
