"""The parts of what is said about licences: facts of the knowledge, in the words of a language."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.features.answering.intents import SeekMentor
from bot.features.intents import Intent
from bot.features.licences.compatible import CompatibilityVerdict
from bot.features.licences.replies import (
    LicenceAnswer,
    LicenceCard,
    LicenceChoices,
    LicenceComparison,
    LicenceCompatibility,
    LicenceUnknown,
)
from bot.knowledge.licences.names import REFERENCE
from bot.knowledge.licences.schema import CLOSED, Licence
from bot.knowledge.shapes import Language
from bot.messages.catalogue import Catalogue
from bot.messages.parts import Button, Buttons, Footnote, Paragraph, Part
from bot.messages.words import TemplateBlocks

LONGEST_LABEL = 75
TOPIC = "licences"
USUAL = ("warranty", "liability", "trademarks", "patents", "endorsement")
"""What open licences leave out, too."""


def _card(render: Catalogue, reply: LicenceCard, words: TemplateBlocks) -> list[Part]:
    licence = render.knowledge.licences[reply.licence]
    body = Paragraph(words("body", **_facts(licence, words, reply.language)))
    return [body, *_after(render, reply, words, (licence,))]


def _answer(render: Catalogue, reply: LicenceAnswer, words: TemplateBlocks) -> list[Part]:
    licence = render.knowledge.licences[reply.licence]
    card = render.words("licence_card", reply.language)
    said = words(reply.topic, **_facts(licence, card, reply.language))
    body = Paragraph(f"{said}\n\n{words('internal_means')}" if reply.topic == "internal" else said)
    return [body, *_after(render, reply, card, (licence,))]


def _comparison(render: Catalogue, reply: LicenceComparison, words: TemplateBlocks) -> list[Part]:
    card = render.words("licence_card", reply.language)
    licences = tuple(render.knowledge.licences[name] for name in reply.licences)
    facts = [_facts(licence, card, reply.language) for licence in licences]
    if reply.topic == "internal":
        answer = render.words("licence_answer", reply.language)
        said = "\n".join((*(f"- {answer('internal', **one)}" for one in facts), "", answer("internal_means")))
    else:
        said = "\n".join((words("body"), *(words("line", **one) for one in facts)))
    return [Paragraph(said), *_after(render, reply, card, licences)]


def _compatibility(render: Catalogue, reply: LicenceCompatibility, words: TemplateBlocks) -> list[Part]:
    card = render.words("licence_card", reply.language)
    names = {"take": _written(reply.take, words), "give": _written(reply.give, words)}
    names |= dict(zip(("take", "give"), reply.typed, strict=False))
    lines = [words("body", **names, topic=reply.topic), *_verdicts(render, reply.verdicts, words, reply.language)]
    if reply.back:
        lines += ["", words("back", **names), *_verdicts(render, reply.back, words, reply.language)]
    told = (*reply.verdicts, *reply.back)
    reasons = [render.knowledge.compatibility.reasons[one.reason] for one in told if one.reason is not None]
    known = render.knowledge.compatibility.sources
    sources = dict.fromkeys(known[source] for reason in reasons for source in reason.sources)
    note = words("note", sources=tuple(sources), unverified=any(one.unverified for one in told))
    return [Paragraph("\n".join(lines)), *_buttons(reply, card, ()), Footnote(note)]


def _verdicts(
    render: Catalogue, found: Iterable[CompatibilityVerdict], words: TemplateBlocks, language: Language
) -> list[str]:
    """A line for each answer, with the uses that share it."""
    uses: dict[tuple[str, str | None], list[str]] = {}
    for one in found:
        uses.setdefault((one.answer, one.reason), []).append(words.label(f"use_{one.use}"))
    reasons = render.knowledge.compatibility.reasons
    return [
        words(answer, reason=reasons[reason].get(language) if reason else "", uses=tuple(said) if len(uses) > 1 else ())
        for (answer, reason), said in uses.items()
    ]


def _choices(render: Catalogue, reply: LicenceChoices, words: TemplateBlocks) -> list[Part]:
    card = render.words("licence_card", reply.language)
    body = Paragraph(words("body", typed=reply.typed))
    return [body, _picks(render, reply.choices, reply.language), Footnote(card("advice"))]


def _unknown(render: Catalogue, reply: LicenceUnknown, words: TemplateBlocks) -> list[Part]:
    card = render.words("licence_card", reply.language)
    body = Paragraph(words("body", typed=reply.typed, wrong=reply.wrong, near=len(reply.near)))
    picks = (_picks(render, reply.near, reply.language),) if reply.near else ()
    return [body, *picks, *_buttons(reply, card, ()), Footnote(card("advice"))]


def _after(render: Catalogue, reply: Any, words: TemplateBlocks, licences: tuple[Licence, ...]) -> list[Part]:
    """Other licences of the same name, somebody to talk to, and where the facts come from."""
    also = getattr(reply, "also", ())
    parts: list[Part] = []
    if also:
        parts.append(Footnote(words("also")))
    unverified = [one.unverified.get(reply.language) for one in licences if one.unverified is not None]
    checked = min(one.checked for one in licences)
    texts = tuple((_known_as(one, reply.language), one.text) for one in licences)
    note = words("note", texts=texts, checked=checked, unverified=unverified[0] if unverified else "")
    guides = tuple(one for one in render.knowledge.questionnaires.values() if one.starts.licence_cards)
    choose = render.guides(guides, reply.language) if isinstance(reply, LicenceCard) else ()
    return [*parts, *_buttons(reply, words, (*_labelled(render, also, reply.language), *choose)), Footnote(note)]


def _buttons(reply: Any, words: TemplateBlocks, more: tuple[Button, ...]) -> list[Part]:
    seek = Button(words.label("mentor"), SeekMentor(language=reply.language, topic=TOPIC))
    buttons = (*more, *((seek,) if reply.people else ()))
    return [Buttons(buttons)] if buttons else []


def _picks(render: Catalogue, choices: tuple[tuple[str, Intent], ...], language: Language) -> Buttons:
    return Buttons(_labelled(render, choices, language))


def _labelled(render: Catalogue, choices: tuple[tuple[str, Intent], ...], language: Language) -> tuple[Button, ...]:
    return tuple(Button(_label(render, name, language), intent) for name, intent in choices)


def _label(render: Catalogue, name: str, language: Language) -> str:
    """Its name, or its id where that is too long for a button."""
    licence = render.knowledge.licences.get(name)
    full = licence.name.get(language) if licence is not None else name
    return full if len(full) <= LONGEST_LABEL else name


def _written(expression: str, words: TemplateBlocks) -> str:
    """An id or an expression as people write it, and what stands for a closed licence in words."""
    return words.label("closed") if expression == CLOSED else expression.replace(REFERENCE, "")


def _known_as(licence: Licence, language: Language) -> str:
    """SPDX's id, or the name of what SPDX doesn't list."""
    return licence.name.get(language) if licence.id.startswith(REFERENCE) else licence.id


def _facts(licence: Licence, words: TemplateBlocks, language: Language) -> Mapping[str, Any]:
    """What the templates may say of a licence; lists are in words, single values as the file has them."""

    def told(prefix: str, values: Iterable[str]) -> tuple[str, ...]:
        return tuple(words.label(f"{prefix}_{value}") for value in values)

    return {
        "id": _known_as(licence, language),
        "name": licence.name.get(language),
        "summary": licence.summary.get(language),
        "caution": licence.caution.get(language) if licence.caution is not None else "",
        "inside": licence.inside.get(language) if licence.inside is not None else "",
        "may": told("may", licence.permits),
        "must": told("must", licence.obliges),
        "without": told("without", licence.excludes),
        "put": told("put", licence.put),
        "patents": words.label(f"patents_{licence.patents}"),
        "law": words.label(f"law_{licence.law}"),
        "limits": told("without", (one for one in licence.excludes if one not in USUAL)),
        "permits": licence.permits,
        "obliges": licence.obliges,
        "excludes": licence.excludes,
        "family": licence.family,
        "service": licence.service,
        "kinds": licence.kinds,
        "versions": licence.versions,
        "steward": licence.steward,
        **licence.status.model_dump(),
    }


RENDERERS: Mapping[type, Callable[[Any, Any, TemplateBlocks], list[Part]]] = {
    LicenceCard: _card,
    LicenceAnswer: _answer,
    LicenceComparison: _comparison,
    LicenceCompatibility: _compatibility,
    LicenceChoices: _choices,
    LicenceUnknown: _unknown,
}
