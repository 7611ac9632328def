"""JSON Schemas of the files, for editors: what may stand where, with the keys' explanations.

They know the shape of a file alone. Whether ids exist and texts fit is for `passeur check`.
"""

import json
from collections.abc import Iterable
from typing import Any

from bot.knowledge.defaults import data
from bot.knowledge.folder import KINDS, FileKind, MergeRule
from bot.knowledge.shapes import InLanguages, Model
from bot.languages import key_words, known
from bot.languages.key_words import KeyWords

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = ".schemas"
BUILT_IN = ("entries", "small_talk")
"""Kinds of which items come with the bot: an item with such an id holds only the keys that it changes."""


def schemas(language: str) -> dict[str, dict[str, Any]]:
    """By the name of the file without its suffix, or of the folder; explained in this language."""
    return {kind.name: _schema(kind, key_words(language)) for kind in KINDS}


def files(language: str, kinds: Iterable[str] | None = None) -> dict[str, str]:
    """The text of each schema's file by its name, of these kinds or of all."""
    return {
        f"{name}.json": json.dumps(made, ensure_ascii=False, indent=2) + "\n"
        for name, made in schemas(language).items()
        if kinds is None or name in kinds
    }


def modeline(kind: str) -> str:
    """The first line of a knowledge file that names its schema to editors; it lies in FOLDER, beside the files."""
    inside = any(one.name == kind and one.folder for one in KINDS)
    return f"# yaml-language-server: $schema={'../' if inside else ''}{FOLDER}/{kind}.json\n"


def _schema(kind: FileKind, words: KeyWords) -> dict[str, Any]:
    made = kind.model.model_json_schema()
    shared = made.pop("$defs", {})
    name = kind.model.__name__
    for model, shape in (*shared.items(), (name, made)):
        _explained(model, shape, words)
    _with_languages(made, shared)
    part: dict[str, Any] = {"$ref": f"#/$defs/{name}"}
    if kind.name in BUILT_IN:
        part = {"if": _with_id(sorted(data(kind.name))), "then": {"type": "object"}, "else": part}
    whole = {
        MergeRule.ITEMS: {"type": "array", "items": part},
        MergeRule.BY_ID: {"type": "object", "additionalProperties": part},
    }.get(kind.form, part)
    if kind.form is MergeRule.KEYS:
        made.pop("required", None)  # a folder on top of another says only what it changes
    title = f"{kind.name}/*.yaml" if kind.folder else f"{kind.name}.yaml"
    return {"$schema": DRAFT, "title": title, **whole, "$defs": {**shared, name: made}}


def _explained(model: str, shape: dict[str, Any], words: KeyWords) -> None:
    """Docstrings explain the models to those who read the code; people who write the files read `keys.toml`."""
    shape["description"] = words.of(model)
    for key, value in shape.get("properties", {}).items():
        value["description"] = words.of(model, key)
        value.pop("title", None)  # the key once more, which an editor shows above its explanation


def _with_id(ids: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": {"id": {"enum": ids}}, "required": ["id"]}


def _with_languages(made: dict[str, Any], shared: dict[str, Any]) -> None:
    """The keys that pydantic takes as further ones are those of the languages, and no others."""
    models = {model.__name__ for model in _below(InLanguages)}
    for name, schema in (("", made), *shared.items()):
        if name in models or (not name and made.get("title") in models):
            part = schema.pop("additionalProperties", {})
            schema["properties"] = {**schema.get("properties", {}), **dict.fromkeys(known(), part)}
            schema["additionalProperties"] = False


def _below(model: type[Model]) -> set[type[Model]]:
    return {model}.union(*(_below(child) for child in model.__subclasses__()))
