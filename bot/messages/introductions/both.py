"""What both read: that they are introduced, and whether they met."""

import re
from typing import get_args

from bot.features.introductions.card import Settled
from bot.features.introductions.intents import OfIntroduction, Rate, SayMore, Worth
from bot.features.introductions.replies import DidYouMeet, Introduced, MetNoted, Rated
from bot.messages.catalogue import Catalogue
from bot.messages.parts import Button, Buttons, Footnote, Paragraph, Part, Quote
from bot.messages.words import TemplateBlocks

SLACK_ID = re.compile(r"[UW][A-Z0-9]{7,}")


def introduced(render: Catalogue, reply: Introduced, words: TemplateBlocks) -> list[Part]:
    """In the conversation of both; with `contact`, to the asker alone."""
    rules = render.knowledge.organisation.introductions
    facts = {"asker": reply.asker, "mentor": reply.mentor, "name": reply.name, "contact": reply.contact}
    return [
        Paragraph(words("body", **facts)),
        *((Footnote(words("note", contact=reply.contact)), Quote(reply.note)) if reply.note else ()),
        Paragraph(words("questions", questions=reply.questions)),
        Paragraph(words("when", contact=reply.contact)),
        Footnote(words("later", rules=rules, contact=reply.contact)),
    ]


def settled(_render: Catalogue, reply: Settled, words: TemplateBlocks) -> list[Part]:
    """The mentor keeps the note that was theirs to read; the asker sees which of their requests it was."""
    facts = {"asker": reply.asker, "mentor": reply.mentor, "day": reply.day}
    told = Paragraph(words(reply.of, **facts, group=reply.group, team=reply.team, contact=reply.contact))
    return [told, *((Footnote(words("note", asker=reply.asker)), Quote(reply.note)) if reply.note else ())]


def did_you_meet(_render: Catalogue, reply: DidYouMeet, words: TemplateBlocks) -> list[Part]:
    facts = {"other": reply.other, "is_user": SLACK_ID.fullmatch(reply.other) is not None}
    return [Paragraph(words("body", **facts)), Buttons((_told(reply, words, met=True), _told(reply, words, met=False)))]


def met_noted(_render: Catalogue, reply: MetNoted, words: TemplateBlocks) -> list[Part]:
    block = OfIntroduction(language=reply.language, introduction=reply.introduction, do="block")
    return [
        Paragraph(words("body", met=reply.met)),
        *(_rating(reply, words) if reply.met else ()),
        Footnote(words("change")),
        Buttons((_told(reply, words, met=not reply.met), Button(words.label("block"), block))),
    ]


def rated(_render: Catalogue, reply: Rated, words: TemplateBlocks) -> list[Part]:
    """A click is enough; words may follow it."""
    said = Paragraph(words("body", worth=reply.worth, worded=reply.worded))
    if reply.worth is None or reply.worded:
        return [said]
    more = SayMore(language=reply.language, introduction=reply.introduction, worth=reply.worth)
    return [said, Buttons((Button(words.label("more"), more),))]


def _rating(reply: MetNoted, words: TemplateBlocks) -> tuple[Part, ...]:
    spoken, one = reply.language, reply.introduction
    clicks = ((worth, Rate(language=spoken, introduction=one, worth=worth)) for worth in get_args(Worth))
    return Paragraph(words("worth")), Buttons(tuple(Button(words.label(f"worth_{w}"), click) for w, click in clicks))


def _told(reply: DidYouMeet | MetNoted, words: TemplateBlocks, *, met: bool) -> Button:
    ask = OfIntroduction(language=reply.language, introduction=reply.introduction, do="met" if met else "not_met")
    return Button(words.label("met" if met else "not_met"), ask)
