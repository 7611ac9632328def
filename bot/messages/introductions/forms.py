"""The forms of introductions: their fields, with what is filled in so far."""

from datetime import date
from typing import Any

from bot.features.introductions.intents import LONGEST_NOTE, OfferHelp, SaveProfile, SendOffer
from bot.features.introductions.replies import Form
from bot.messages.blocks import Block, modal
from bot.messages.catalogue import Catalogue
from bot.messages.language import capitalised, language_name
from bot.messages.parts import Button, Buttons, Field, Footnote, Option, Paragraph, Part, Quote
from bot.messages.words import TemplateBlocks

CAPACITIES = 5
MOST_OPTIONS = 100
LONGEST_NAME, LONGEST_DID, LONGEST_WORDS = 80, 300, 1000


def form(render: Catalogue, reply: Form) -> Block:
    """What the fields fill in isn't repeated in what the modal carries, which holds 3,000 characters."""
    words = render.words("form", reply.language)
    shown = parts(render, reply, words)
    fields = type(reply.ask).model_fields
    blank = {part.name: fields[part.name].default for part in shown if isinstance(part, Field)}
    return modal(
        words.label(f"{reply.of}_title"),
        words.label("save" if reply.of in ("note", "profile") else "send"),
        words.label("cancel"),
        shown,
        reply.ask.model_copy(update=blank),
    )


def parts(render: Catalogue, reply: Form, words: TemplateBlocks) -> list[Part]:
    ask = reply.ask
    match reply.of:
        case "need":
            topics = render.topics(ask.topics, reply.language)
            intro: list[Part] = [Paragraph(words("need_intro", names=reply.facts["names"]))]
            return [*intro, _note(words, ask.note), Footnote(words("need_shown", topics=topics))]
        case "note":
            return [_note(words, ask.note), Footnote(words("note_shown"))]
        case "no":
            return [Paragraph(words("no_intro")), _words(words, "no_label", optional=True)]
        case "question":
            return [Paragraph(words("question_intro")), _words(words, "question_label")]
        case "reply":
            question = str(reply.facts.get("question", ""))
            return [Paragraph(words("reply_intro")), Quote(question), _words(words, "reply_label")]
        case "not_before":
            return [Paragraph(words("not_before_intro")), Field("day", words.label("day_label"), "day", _iso(ask.day))]
        case "offer":
            return _offer(render, ask, words)
        case "profile":
            return _profile(render, ask, words)


def invitation(render: Catalogue, reply: Form) -> list[Part]:
    """What is said of the form that offers help, or changes a profile, where none can open: its button."""
    words = render.words("form", reply.language)
    said = words("offer_intro") if reply.of == "offer" else f"**{words('profile_title')}**"
    return [Paragraph(said), Buttons((Button(words.label("open"), OfferHelp(language=reply.language)),))]


def _note(words: TemplateBlocks, note: str) -> Field:
    value = note.strip()[:LONGEST_NOTE]
    hint = words.label("note_hint")
    return Field("note", words.label("note_label"), "lines", value, hint=hint, longest=LONGEST_NOTE)


def _words(words: TemplateBlocks, label: str, *, optional: bool = False) -> Field:
    return Field("words", words.label(label), "lines", optional=optional, longest=LONGEST_WORDS)


def _offer(render: Catalogue, ask: SendOffer, words: TemplateBlocks) -> list[Part]:
    roles = tuple(Option(role, words.label(role)) for role in ("mentor", "champion"))
    organisation = render.knowledge.organisation
    languages = tuple(
        Option(spoken, capitalised(language_name(spoken, words.language))) for spoken in organisation.languages
    )
    did = words.label("did_label"), words.label("did_hint")
    return [
        Paragraph(words("offer_intro")),
        Field("role", words.label("role_label"), "one", ask.role, roles),
        Field("name", words.label("name_label"), "line", ask.name, longest=LONGEST_NAME),
        Field("did", did[0], "line", ask.did, hint=did[1], longest=LONGEST_DID),
        *_topics(render, ask, words),
        *(
            (Field("languages", words.label("speaks_label"), "several", ask.languages, languages),)
            if languages[1:]
            else ()
        ),
        _capacity(ask, words),
        Footnote(words("offer_after")),
    ]


def _profile(render: Catalogue, ask: SaveProfile, words: TemplateBlocks) -> list[Part]:
    pause = words.label("pause_label"), words.label("pause_hint")
    return [
        _capacity(ask, words),
        *_topics(render, ask, words),
        Field("pause_until", pause[0], "day", _iso(ask.pause_until), optional=True, hint=pause[1]),
    ]


def _topics(render: Catalogue, ask: SendOffer | SaveProfile, words: TemplateBlocks) -> tuple[Field, ...]:
    """None where the organisation names no topics; a list in Slack holds 100."""
    names = render.knowledge.named_topics[:MOST_OPTIONS]
    options = tuple(map(Option, names, render.topics(names, words.language)))
    return (Field("topics", words.label("topics_label"), "several", ask.topics, options),) if options else ()


def _capacity(ask: SendOffer | SaveProfile, words: TemplateBlocks) -> Field:
    """One to five, and whatever the mentor has now."""
    numbers = sorted({*range(1, CAPACITIES + 1), ask.capacity})
    options = tuple(Option(str(number), str(number)) for number in numbers)
    return Field("capacity", words.label("capacity_label"), "one", str(ask.capacity), options)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


__all__: list[Any] = ["form", "invitation", "parts"]
