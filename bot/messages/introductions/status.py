"""Words the maintainers' figures of introductions, and what is missing."""

from collections.abc import Sequence

from bot.features.answering.intents import SeekMentor
from bot.features.introductions.figures import Figures
from bot.features.introductions.replies import Status
from bot.features.introductions.states import INTRODUCED
from bot.messages.catalogue import Catalogue
from bot.messages.parts import Button, Buttons, Footnote, Paragraph, Part, Title
from bot.messages.words import TemplateBlocks

LISTED = 10
"""How many requests, mentors or topics a message names at most; the terminal has them all."""


def status(render: Catalogue, reply: Status, words: TemplateBlocks) -> list[Part]:
    figures = reply.figures
    if figures is None:
        seek = Button(words.label("seek"), SeekMentor(language=reply.language))
        reachable = render.knowledge.organisation.channels.maintainers is not None
        told = Paragraph(words("elsewhere", reachable=reachable, people=reply.people))
        return [told, *((Buttons((seek,)),) if reply.people else ())]
    return [
        Title(words.label("title")),
        Paragraph("\n".join((_open(figures, words), *_requests(figures, words)))),
        Paragraph(words("process", answers=figures.answers, hours=figures.first_answer, shares=figures.shares)),
        *_mentors(figures, words),
        *_missing(render, figures, words),
        Footnote(words("more")),
    ]


def _open(figures: Figures, words: TemplateBlocks) -> str:
    accepted = sum(request.state in INTRODUCED for request in figures.open)
    return words("open", count=len(figures.open), accepted=accepted)


def _requests(figures: Figures, words: TemplateBlocks) -> list[str]:
    first = [
        "- " + words("request", days=one.days, state=one.state, name=figures.names.get(one.mentor, "…"))
        for one in figures.open[:LISTED]
    ]
    left = len(figures.open) - len(first)
    return ["", *first, *(["- " + words("others", count=left)] if left else [])]


def _mentors(figures: Figures, words: TemplateBlocks) -> list[Part]:
    lines = [
        "- " + words("mentors", of=of, names=_some([figures.names[name] for name in ids], words))
        for of, ids in figures.mentors._asdict().items()
        if ids
    ]
    return [Paragraph("\n".join((words("watch"), "", *lines)))] if lines else []


def _missing(render: Catalogue, figures: Figures, words: TemplateBlocks) -> list[Part]:
    parts: list[Part] = []
    if figures.nobody_covered:
        counted = [
            words.label("missing", count=one.needs, topic=_named(render, one.topic, words))
            for one in figures.nobody_covered
        ]
        parts.append(Paragraph(words("nobody_covered", topics=_some(counted, words))))
    if figures.without_mentor:
        topics = [_named(render, topic, words) for topic in figures.without_mentor]
        parts.append(Paragraph(words("without_mentor", topics=_some(topics, words))))
    return parts


def _named(render: Catalogue, topic: str | None, words: TemplateBlocks) -> str:
    """By its name; by its id when no file has it any more."""
    if topic is None:
        return words.label("no_topic")
    return next(iter(render.topics((topic,), words.language)), topic)


def _some(names: Sequence[str], words: TemplateBlocks) -> tuple[str, ...]:
    left = len(names) - LISTED
    return (*names[:LISTED], *((words.label("others", count=left),) if left > 0 else ()))
