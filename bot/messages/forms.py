"""A form in the words of its template: the modal of a step, what is wrong in it, and the button that opens it."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from bot.features.forms import FormErrors, FormField, FormStep
from bot.features.intents import Intent
from bot.messages.blocks import Block, modal
from bot.messages.catalogue import Catalogue
from bot.messages.language import typographic
from bot.messages.parts import Button, Buttons, Field, Footnote, Option, Paragraph, Part, Quote
from bot.messages.words import TemplateBlocks


def view(render: Catalogue, form: FormStep) -> Block:
    words = render.words(form.template, form.language)
    title, submit, cancel = (words.label(block, **form.facts) for block in ("title", "submit", "cancel"))
    shown = parts(render, form)
    return modal(title, submit, cancel, shown, unfilled(form.intent, shown))


def unfilled(intent: Intent, shown: Iterable[Part]) -> Intent:
    """What a modal carries, which holds 3,000 characters: what its fields fill in isn't repeated there."""
    known = type(intent).model_fields
    return intent.model_copy(update={part.name: known[part.name].default for part in shown if isinstance(part, Field)})


def parts(render: Catalogue, form: FormStep) -> list[Part]:
    """The introduction and the fields, with their values so far, what stands below, and the buttons."""
    words = render.words(form.template, form.language)
    facts = {"intent": form.intent, **form.facts}
    shown: list[Part] = [Paragraph(render.filled(form.above, form.language))] if form.above else []
    shown += [Paragraph(words("intro", **facts))] if "intro" in words else []
    shown += [Quote(form.quoted)] if form.quoted else []
    shown += [_field(words, field, getattr(form.intent, field.name)) for field in form.fields]
    shown += [Footnote(words("after", **facts))] if "after" in words else []
    buttons = tuple(Button(words.label(block), intent) for block, intent in form.buttons)
    return [*shown, *((Buttons(buttons),) if buttons else ())]


def invitation(render: Catalogue, form: FormStep, opener: Intent) -> list[Part]:
    """For a message, where no form can open: a button that opens it."""
    words = render.words(form.template, form.language)
    return [Paragraph(words("invitation", **form.facts)), Buttons((Button(words.label("open"), opener),))]


def wrong(render: Catalogue, found: FormErrors) -> dict[str, str]:
    """By field, as Slack shows it under each."""
    words = render.words(found.template, found.language)
    return {name: words.label(block, **found.facts) for name, block in found.errors.items()}


def declared(_render: Catalogue, reply: Any, words: TemplateBlocks) -> list[Part]:
    """A reply of a feature that needs no Python to be shown: its template's body, and its buttons, block by intent."""
    facts = {field.name: getattr(reply, field.name) for field in fields(reply) if field.name != "language"}
    buttons = tuple(Button(words.label(block), intent) for block, intent in getattr(reply, "buttons", ()))
    return [Paragraph(words("body", **facts)), *((Buttons(buttons),) if buttons else ())]


def _field(words: TemplateBlocks, field: FormField, value: Any) -> Field:
    every = f"{field.name}_option"
    options = tuple(
        Option(
            option, _own(words, field.labels.get(option), every if every in words else f"{field.name}_{option}", option)
        )
        for option in field.options
    )
    several = field.kind in ("several", "people")
    shown = tuple(map(str, value or ())) if several else "" if value is None else str(value)
    label, hinted = _own(words, field.label, f"{field.name}_label"), f"{field.name}_hint"
    hint = _own(words, field.hint, hinted) if field.hint or hinted in words else ""
    return Field(field.name, label, field.kind, shown, options, field.optional, hint, field.longest, field.whole)


def _own(words: TemplateBlocks, said: str | None, block: str, option: str = "") -> str:
    """What the knowledge says, else the template."""
    return typographic(said, words.language) if said else words.label(block, option=option)
