"""What the maintainers read: whom to write to, who offers to help, and where somebody is missing."""

from typing import Literal

from bot.features.introductions.intents import OfIntroduction, ReviewOffer
from bot.features.introductions.replies import Draft, MentorHidden, NobodyLeft, Offer
from bot.messages.blocks import split
from bot.messages.catalogue import Catalogue
from bot.messages.introductions import mail
from bot.messages.parts import Button, Buttons, Footnote, Paragraph, Part, Quote
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
