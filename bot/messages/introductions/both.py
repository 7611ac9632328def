"""What both read: that they are introduced, and whether they met."""

import re

from bot.features.introductions.asks import OfIntroduction
from bot.features.introductions.card import Settled
from bot.features.introductions.replies import DidYouMeet, Introduced, MetNoted
from bot.messages.catalogue import Catalogue
from bot.messages.parts import Button, Buttons, Part, Say, Small, Verbatim
from bot.messages.words import Words

SLACK_ID = re.compile(r"[UW][A-Z0-9]{7,}")


def introduced(render: Catalogue, reply: Introduced, words: Words) -> list[Part]:
    """In the conversation of both; with `contact`, to the asker alone."""
    rules = render.knowledge.organisation.introductions
    facts = {"asker": reply.asker, "mentor": reply.mentor, "name": reply.name, "contact": reply.contact}
    return [
        Say(words("body", **facts)),
        *((Small(words("note", contact=reply.contact)), Verbatim(reply.note)) if reply.note else ()),
        Say(words("questions", questions=reply.questions)),
        Say(words("when", contact=reply.contact)),
        Small(words("later", rules=rules, contact=reply.contact)),
    ]


def settled(render: Catalogue, reply: Settled, words: Words) -> list[Part]:
    """The mentor keeps the note that was theirs to read; the asker sees which of their requests it was."""
    facts = {"asker": reply.asker, "mentor": reply.mentor, "day": reply.day}
    told = Say(words(reply.of, **facts, group=reply.group, team=reply.team, contact=reply.contact))
    return [told, *((Small(words("note", asker=reply.asker)), Verbatim(reply.note)) if reply.note else ())]


def did_you_meet(render: Catalogue, reply: DidYouMeet, words: Words) -> list[Part]:
    facts = {"other": reply.other, "is_user": SLACK_ID.fullmatch(reply.other) is not None}
    return [Say(words("body", **facts)), Buttons((_told(reply, words, True), _told(reply, words, False)))]


def met_noted(render: Catalogue, reply: MetNoted, words: Words) -> list[Part]:
    block = OfIntroduction(language=reply.language, introduction=reply.introduction, do="block")
    return [
        Say(words("body", met=reply.met)),
        Small(words("change")),
        Buttons((_told(reply, words, not reply.met), Button(words.label("block"), block))),
    ]


def _told(reply: DidYouMeet | MetNoted, words: Words, met: bool) -> Button:
    ask = OfIntroduction(language=reply.language, introduction=reply.introduction, do="met" if met else "not_met")
    return Button(words.label("met" if met else "not_met"), ask)
