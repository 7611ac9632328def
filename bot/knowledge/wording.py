"""Validates a node against a model, and says problems in our own words, each with its place."""

import typing
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.knowledge.near import did_you_mean
from bot.knowledge.problem import Problem
from bot.knowledge.shapes import keys_of
from bot.knowledge.tree import Location, PathStep, YamlDocument
from bot.languages import known

M = TypeVar("M", bound=BaseModel)

# pydantic's type of error -> our rule, sentence and hint; {…} are filled from the error's context.
SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "missing": ("missing-key", '"{key}" is missing', ""),
    "extra_forbidden": ("unknown-key", 'unknown key "{key}"', "{near}"),
    "string_type": ("wrong-type", "a text is wanted here, not {what}", "{quotes}"),
    "tuple_type": ("wrong-type", "a list is wanted here, not {what}", "write each item on a line that begins with -"),
    "list_type": ("wrong-type", "a list is wanted here, not {what}", "write each item on a line that begins with -"),
    "model_type": ("wrong-type", "keys with values are wanted here, not {what}", "{fields}"),
    "model_attributes_type": ("wrong-type", "keys with values are wanted here, not {what}", "{fields}"),
    "mapping_type": ("wrong-type", "keys with values are wanted here, not {what}", ""),
    "dict_type": ("wrong-type", "keys with values are wanted here, not {what}", ""),
    "bool_type": ("wrong-type", "true or false is wanted here, not {what}", ""),
    "bool_parsing": ("wrong-type", "true or false is wanted here", ""),
    "int_type": ("wrong-type", "a number is wanted here, not {what}", ""),
    "int_parsing": ("wrong-type", "a number is wanted here, not a text", "write it in figures"),
    "int_from_float": ("wrong-type", "a whole number is wanted here", ""),
    "greater_than_equal": ("wrong-value", "must be {ge} or more", ""),
    "less_than_equal": ("wrong-value", "must be {le} or less", ""),
    "literal_error": ("wrong-value", '"{text}" is not one of {expected}', ""),
    "string_pattern_mismatch": ("wrong-value", '"{text}" can\'t be used here', "{pattern_hint}"),
    "string_unicode": ("wrong-value", "the text holds half a character", "remove its \\u escapes"),
    "string_too_short": ("wrong-value", "a text is missing here", ""),
    "string_too_long": ("too-long", "longer than {max_length} characters", "shorten it"),
    "too_short": ("wrong-value", "at least {min_length} wanted here, not {actual_length}", ""),
    "too_long": ("wrong-value", "at most {max_length} wanted here, not {actual_length}", ""),
    "value_error": ("wrong-value", "{error}", ""),
    "refused": ("wrong-value", "{sentence}", "{hint}"),
}
PATTERN_HINT = "use small letters without accents, digits and hyphens, such as open-data"
QUOTABLE = (bool, int, float)


def checked(
    model: type[M], data: object, source: YamlDocument, at: Location, languages: Sequence[str]
) -> tuple[M | None, list[Problem]]:
    """The data as a model; or None and what is wrong with it. Some of the data may come from elsewhere than `at`."""
    try:
        return model.model_validate(data, context={"languages": languages}), []
    except ValidationError as error:
        problems = [_problem(model, source, at, detail, languages) for detail in error.errors(include_url=False)]
        return None, [problem for problem in problems if problem is not None]


def _problem(
    model: type[BaseModel], source: YamlDocument, at: Location, error: Any, languages: Sequence[str]
) -> Problem | None:
    kind: str = error["type"]
    if error["input"] is None or (kind == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]):
        return None  # told already: as an empty value, or of the items that can't be counted
    inner: tuple[PathStep, ...] = tuple(step for step in error["loc"] if step != "[key]")
    location = (*at, *inner)
    node, _ = source.walk(location)
    rule, sentence, hint = SENTENCES.get(kind, ("wrong-value", "{msg}", ""))
    if kind == "missing" and inner[-1:] and inner[-1] in known():
        rule, hint = "missing-language", _way_out(node.data, languages)
    keys = _fields(model, inner[:-1] if kind == "extra_forbidden" else inner)
    words = {
        **error.get("ctx", {}),
        "msg": error["msg"],
        "key": _clipped(str(inner[-1])) if inner else "",
        "text": _clipped(node.text or str(error["input"])),
        "what": _what(error["input"], node.text),
        "quotes": _quotes(error["input"]),
        "near": _near(str(inner[-1]) if inner else "", keys),
        "fields": "the keys are " + ", ".join(keys) if keys else "",
        "pattern_hint": PATTERN_HINT,
    }
    at_key = kind == "extra_forbidden" or "[key]" in error["loc"]
    mark = source.key_mark(location) if at_key else source.value_mark(location)
    return Problem(source.path, *mark, sentence.format_map(words), rule, hint.format_map(words))


def _way_out(data: object, languages: Sequence[str]) -> str:
    written = [language for language in languages if isinstance(data, dict) and language in data]
    return f"write it, or say languages: [{written[0]}] in organisation.yaml" if written else ""


def _quotes(value: object) -> str:
    if isinstance(value, dict):
        return "put the text in quotes: without them a colon ends a key"
    return "put it in quotes" if isinstance(value, QUOTABLE) else ""


def _what(value: object, text: str) -> str:
    if isinstance(value, bool):
        return f"`{text}`, which YAML reads as yes or no"
    if isinstance(value, int | float):
        return f"`{_clipped(text)}`, which YAML reads as a number"
    return "a text" if isinstance(value, str) else "keys with values" if isinstance(value, dict) else "a list"


def _clipped(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "…"


def _near(key: str, known: Sequence[str]) -> str:
    return did_you_mean(key, known) or ("the keys are " + ", ".join(known) if known else "")


def _fields(model: type[BaseModel], location: Sequence[PathStep]) -> tuple[str, ...]:
    """The keys that may stand at a location of a model."""
    for step in location:
        field = model.model_fields.get(str(step))
        further = model.__annotations__.get("__pydantic_extra__")
        if field is not None or further is not None:
            inner = _model_in(field.annotation if field else further)
            if inner is None:
                return ()
            model = inner
    return keys_of(model)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in typing.get_args(annotation) if (found := _model_in(part))), None)
