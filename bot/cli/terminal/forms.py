"""A feature's form in a terminal: each field is asked for in turn, step by step."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from bot.features.forms import FormErrors, FormStep
from bot.features.intents import Intent
from bot.features.questionnaires.unsure import is_unsure
from bot.knowledge.questionnaires.condition import UNKNOWN
from bot.messages.forms import wrong
from bot.messages.parts import Buttons, Field, Part
from bot.messages.plain import numbered
from bot.messages.render import Renderer
from bot.search.text import folded

STOP = ":q"
Keep = Callable[[Any], object]


def filled(
    step: FormStep, render: Renderer, show: Callable[[str], None], read: Callable[[], str | None], keep: Keep
) -> Any:
    """The intent with all its blanks filled in, or that of a button of the form; None when the person stops.

    None too when a value can't be read. `keep`: takes each step of a form that outlives its showing.
    """
    form: FormStep | None = step
    intent, told = step.intent, False
    while form is not None:
        shown = render.parts(form)
        if not told:  # a wrong answer is asked for again without what stands above the question
            show(numbered(part for part in shown if not isinstance(part, Buttons))[0])
        values = _values(shown, show, read)
        if values is None or isinstance(values, Intent):
            return values
        try:
            intent = render.features.adapter.validate_python({**form.intent.model_dump(), **values})
        except ValidationError:
            return None
        rule = render.features.rule(intent)
        found = rule.step(intent, render.knowledge) if rule.step else None
        if isinstance(found, FormErrors):
            show("\n".join(wrong(render, found).values()))
            told = True
            continue
        if found is not None and rule.each_step:
            keep(intent)
        form, told = found, False
    return intent


def _values(
    shown: tuple[Part, ...], show: Callable[[str], None], read: Callable[[], str | None]
) -> dict[str, Any] | Intent | None:
    """By field; or the button that was pressed."""
    values: dict[str, Any] = {}
    buttons = [button for part in shown if isinstance(part, Buttons) for button in part.buttons]
    keys = {f":{number}": button for number, button in enumerate(buttons, 1)}
    for field in shown:
        if isinstance(field, Field):
            show(_asked(field))
            if keys:
                show(" · ".join(f"`{key}` {button.label}" for key, button in keys.items()))
            line = read()
            if line is None or line.strip() == STOP:
                return None
            if line.strip() in keys:
                return keys[line.strip()].ask
            values[field.name] = _value(field, line.strip())
    return values


def _asked(field: Field) -> str:
    hint = f"\n\n{field.hint}" if field.hint else ""
    if field.whole:
        options = "\n".join(f"- {number} = {option.label}" for number, option in enumerate(field.options, 1))
        return f"**{field.label}**{hint}\n\n{options}"
    options = ", ".join(f"{number} = {option.label}" for number, option in enumerate(field.options, 1))
    return f"**{field.label}**" + (f" ({options})" if options else "") + hint


def _value(field: Field, line: str) -> Any:
    """Options by their numbers or their words; « je ne sais pas » is one where it can be chosen."""
    if not field.options:
        return line
    chosen = _chosen(field, line)
    return chosen if field.kind == "several" else next(iter(chosen), None)


def _chosen(field: Field, line: str) -> tuple[str, ...]:
    numbers = [int(word) for word in line.replace(",", " ").split() if word.isdecimal()]
    chosen = tuple(field.options[number - 1].value for number in numbers if 0 < number <= len(field.options))
    named = tuple(option.value for option in field.options if folded(option.label) == folded(line))
    unsure = any(option.value == UNKNOWN for option in field.options) and is_unsure(line)
    return chosen or named or ((UNKNOWN,) if unsure else ())
