"""A feature's form in the words of its template: the modal of a step, and what is wrong in one that was sent."""

from dataclasses import fields
from typing import Any

from bot.features.forms import FormErrors, FormField, FormStep
from bot.messages.blocks import Block, modal
from bot.messages.catalogue import Catalogue
from bot.messages.parts import Button, Buttons, Field, Option, Paragraph, Part
from bot.messages.words import TemplateBlocks


def step(render: Catalogue, form: FormStep) -> Block:
    """What the fields fill in isn't repeated in what the modal carries, which holds 3,000 characters."""
    words = render.words(form.template, form.language)
    known = type(form.intent).model_fields
    blank = {field.name: known[field.name].default for field in form.fields}
    title, submit, cancel = (words.label(block) for block in ("title", "submit", "cancel"))
    return modal(title, submit, cancel, parts(render, form), form.intent.model_copy(update=blank))


def parts(render: Catalogue, form: FormStep) -> list[Part]:
    """The introduction and the fields, with their values so far."""
    words = render.words(form.template, form.language)
    said = Paragraph(words("intro", intent=form.intent))
    return [said, *(_field(words, field, getattr(form.intent, field.name)) for field in form.fields)]


def wrong(render: Catalogue, found: FormErrors) -> dict[str, str]:
    """By field, as Slack shows it under each."""
    words = render.words(found.template, found.language)
    return {name: words.label(block) for name, block in found.errors.items()}


def declared(_render: Catalogue, reply: Any, words: TemplateBlocks) -> list[Part]:
    """A reply of a feature that needs no Python to be shown: its template's body, and its buttons, block by intent."""
    facts = {field.name: getattr(reply, field.name) for field in fields(reply) if field.name != "language"}
    buttons = tuple(Button(words.label(block), intent) for block, intent in getattr(reply, "buttons", ()))
    return [Paragraph(words("body", **facts)), *((Buttons(buttons),) if buttons else ())]


def _field(words: TemplateBlocks, field: FormField, value: Any) -> Field:
    options = tuple(Option(option, words.label(f"{field.name}_{option}")) for option in field.options)
    shown = tuple(map(str, value)) if field.kind == "several" else "" if value is None else str(value)
    label = words.label(f"{field.name}_label")
    return Field(field.name, label, field.kind, shown, options, field.optional, longest=field.longest)
