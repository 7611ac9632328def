"""The forms of introductions: what each asks, and what stands in it from the beginning."""

from collections.abc import Iterable

from bot.features.forms import FormField, FormStep
from bot.features.introductions.intents import (
    LONGEST_NOTE,
    OfferHelp,
    Rate,
    Respond,
    Rewrite,
    SaveProfile,
    Send,
    SendOffer,
)
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language

TEMPLATES = (
    "need_form",
    "note_form",
    "no_form",
    "question_form",
    "reply_form",
    "not_before_form",
    "rate_form",
    "offer_form",
    "profile_form",
)
CAPACITIES = 5
MOST_OPTIONS = 100
NOTE = FormField("note", "lines", longest=LONGEST_NOTE)
WORDS = FormField("words", "lines", longest=1000)


def asking(blank: Send, names: Iterable[str], knowledge: Knowledge) -> FormStep:
    """The note to the mentors of these names, who are asked in this order."""
    topics = tuple(knowledge.topic_names(blank.topics, blank.language).values())
    facts = {"names": tuple(names), "topics": topics}
    return FormStep(blank.language, "need_form", _with_note(blank), (NOTE,), facts=facts)


def rewriting(blank: Rewrite) -> FormStep:
    return FormStep(blank.language, "note_form", _with_note(blank), (NOTE,))


def answering(blank: Respond, question: str = "") -> FormStep:
    """`question`: the mentor's, to which the asker replies."""
    match blank.do:
        case "not_before":
            fields = (FormField("day", "day"),)
        case "no":
            fields = (WORDS._replace(optional=True),)
        case _:
            fields = (WORDS,)
    quoted = question if blank.do == "reply" else ""
    return FormStep(blank.language, f"{blank.do}_form", blank, fields, quoted=quoted)


def rating(blank: Rate) -> FormStep:
    return FormStep(blank.language, "rate_form", blank, (WORDS,))


def offering(blank: SendOffer, knowledge: Knowledge) -> FormStep:
    languages = knowledge.organisation.languages
    fields = (
        FormField("role", "one", ("mentor", "champion")),
        FormField("name", longest=80),
        FormField("did", longest=300),
        *_topics(knowledge, blank.language),
        *((FormField("languages", "several", languages),) if languages[1:] else ()),
        _capacity(blank.capacity),
    )
    return FormStep(blank.language, "offer_form", blank, fields, opener=OfferHelp(language=blank.language))


def changing(blank: SaveProfile, knowledge: Knowledge) -> FormStep:
    pause = FormField("pause_until", "day", optional=True)
    fields = (_capacity(blank.capacity), *_topics(knowledge, blank.language), pause)
    return FormStep(blank.language, "profile_form", blank, fields, opener=OfferHelp(language=blank.language))


def _with_note(blank: Send | Rewrite) -> Send | Rewrite:
    """As much of the note as the field holds."""
    return blank.model_copy(update={"note": blank.note.strip()[:LONGEST_NOTE]})


def _topics(knowledge: Knowledge, language: Language) -> tuple[FormField, ...]:
    """None where the organisation names no topics; a list in Slack holds 100."""
    labels = knowledge.topic_names(knowledge.named_topics[:MOST_OPTIONS], language)
    return (FormField("topics", "several", tuple(labels), labels=labels),) if labels else ()


def _capacity(now: int) -> FormField:
    """One to five, and whatever the mentor has now."""
    numbers = tuple(map(str, sorted({*range(1, CAPACITIES + 1), now})))
    return FormField("capacity", "one", numbers, labels={number: number for number in numbers})
