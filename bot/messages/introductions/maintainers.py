"""What the maintainers read: whom to write to, who offers to help, and where somebody is missing."""

from typing import Literal

from bot.features.introductions.intents import HelpAlong, OfIntroduction, ReviewOffer
from bot.features.introductions.replies import Draft, HelpedAlong, MentorHidden, NobodyLeft, Offer, StuckRequests
from bot.features.introductions.states import State
from bot.messages.blocks import split
from bot.messages.catalogue import Catalogue
from bot.messages.introductions import mail
from bot.messages.parts import Button, Buttons, Divider, Footnote, Paragraph, Part, Quote
from bot.messages.words import TemplateBlocks

ANSWERS: tuple[Literal["yes", "no", "question", "not_before"], ...] = ("yes", "no", "question", "not_before")


def draft(render: Catalogue, reply: Draft, words: TemplateBlocks) -> list[Part]:
    mentor = reply.mentor
    subject = words.label("subject_line", subject=mail.subject(render, reply.request))
    text = mail.request(render, reply.request, mentor.name)
    buttons = tuple(
        Button(words.label(do), OfIntroduction(language=reply.language, introduction=reply.introduction, do=do))
        for do in ANSWERS
    )
    return [
        Paragraph(words("body", name=mentor.name, email=mentor.email or "", again=reply.request.again)),
        *(Quote(piece) for piece in split(f"{subject}\n\n{text}")),
        Footnote(words("what")),
        Buttons(buttons),
    ]


def mentor_hidden(_render: Catalogue, reply: MentorHidden, words: TemplateBlocks) -> list[Part]:
    return [Paragraph(words("body", name=reply.name, count=reply.count))]


def nobody_left(render: Catalogue, reply: NobodyLeft, words: TemplateBlocks) -> list[Part]:
    return [Paragraph(words("body", topics=render.topics(reply.topics, reply.language))), Footnote(words("what"))]


def stuck_requests(_render: Catalogue, reply: StuckRequests, words: TemplateBlocks) -> list[Part]:
    parts: list[Part] = [Paragraph(words("body", count=len(reply.requests) + reply.more))]
    for one in reply.requests:
        doing: tuple[Literal["nudge", "reassign", "close"], ...] = ("reassign", "close")
        doing = ("nudge", *doing) if one.state == State.ASKED else doing
        asked = {do: HelpAlong(language=reply.language, introduction=one.introduction, do=do) for do in doing}
        parts += [
            Divider(),
            Paragraph(words("request", name=one.mentor, days=one.days, state=one.state)),
            Buttons(tuple(Button(words.label(do), intent) for do, intent in asked.items())),
        ]
    return [*parts, Footnote(words("what", more=reply.more))]


def helped_along(_render: Catalogue, reply: HelpedAlong, words: TemplateBlocks) -> list[Part]:
    return [Paragraph(words(reply.of, name=reply.mentor))]


def offer(render: Catalogue, reply: Offer, words: TemplateBlocks) -> list[Part]:
    mentor, language = reply.mentor, reply.language
    buttons = (
        Button(words.label("approve"), ReviewOffer(language=language, mentor=mentor.id, approve=True), "primary"),
        Button(words.label("refuse"), ReviewOffer(language=language, mentor=mentor.id, approve=False)),
    )
    return [
        Paragraph(words("body", name=mentor.name, user=mentor.slack, champion=mentor.role == "champion")),
        Quote(mentor.did.get(language)),
        Paragraph(words("facts", topics=render.topics(mentor.topics, language), speaks=mentor.languages)),
        Buttons(buttons),
        Footnote(words("what")),
    ]
