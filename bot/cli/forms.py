"""A feature's form in a terminal: each field is asked for in turn, step by step."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from bot.features.forms import FormErrors, FormStep
from bot.messages.forms import wrong
from bot.messages.parts import Field, Part
from bot.messages.plain import numbered
from bot.messages.render import Renderer


def filled(step: FormStep, render: Renderer, show: Callable[[str], None], read: Callable[[], str | None]) -> Any:
    """The intent with all its blanks filled in; None when the input ends before, or a value can't be read."""
    form: FormStep | None = step
    intent = step.intent
    while form is not None:
        shown = render.parts(form)
        show(numbered(shown)[0])
        values = _values(shown, show, read)
        if values is None:
            return None
        try:
            intent = render.features.adapter.validate_python({**form.intent.model_dump(), **values})
        except ValidationError:
            return None
        answer = render.features.rule(intent).step
        found = answer(intent) if answer else None
        if isinstance(found, FormErrors):
            show("\n".join(wrong(render, found).values()))
        else:
            form = found
    return intent


def _values(
    shown: tuple[Part, ...], show: Callable[[str], None], read: Callable[[], str | None]
) -> dict[str, Any] | None:
    values: dict[str, Any] = {}
    for field in shown:
        if isinstance(field, Field):
            show(_asked(field))
            line = read()
            if line is None:
                return None
            values[field.name] = _value(field, line.strip())
    return values


def _asked(field: Field) -> str:
    options = ", ".join(f"{number} = {option.label}" for number, option in enumerate(field.options, 1))
    return f"**{field.label}**" + (f" ({options})" if options else "")


def _value(field: Field, line: str) -> Any:
    """Options by their numbers."""
    if not field.options:
        return line
    numbers = [int(word) for word in line.replace(",", " ").split() if word.isdecimal()]
    chosen = tuple(field.options[number - 1].value for number in numbers if 0 < number <= len(field.options))
    return chosen if field.kind == "several" else next(iter(chosen), None)
