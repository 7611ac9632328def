"""What an external mentor reads by e-mail, as plain text in their language: nothing in it tells who asks."""

from bot.features.introductions.replies import IntroductionReply, MentorNews, Request
from bot.messages.catalogue import Catalogue
from bot.messages.words import TemplateBlocks

LINK = "{passeur:link}"
"""Stands in an e-mail for the address at which its reader answers."""


def mail(render: Catalogue, reply: IntroductionReply) -> tuple[str, str]:
    """Subject and text of an e-mail that Passeur sends."""
    if isinstance(reply, Request):
        return subject(render, reply), request(render, reply, link=LINK)
    if isinstance(reply, MentorNews):
        words = render.words("draft", reply.language)
        news = render.words("mentor_news", reply.language).label(reply.of, day=reply.day)
        return words.label("news"), "\n\n".join((words.label("hello", name=""), news, _signed(render, words)))
    raise TypeError(f"{type(reply).__name__} is never sent by e-mail")


def subject(render: Catalogue, reply: Request) -> str:
    return render.words("draft", reply.language).label("subject", topics=render.topics(reply.topics, reply.language))


def request(render: Catalogue, reply: Request, name: str = "", link: str = "") -> str:
    """With a link to answer at, or without one, when the answer comes back by e-mail."""
    words = render.words("draft", reply.language)
    paragraphs = [
        words.label("hello", name=name),
        words.label("opening", again=reply.again),
        reply.note.strip(),
        *((words.label("asked"), reply.question.strip()) if reply.question else ()),
        *((words.label("replied"), reply.reply.strip()) if reply.reply else ()),
        words.label("would_you", link=link),
        _signed(render, words),
    ]
    return "\n\n".join(paragraphs)


def _signed(render: Catalogue, words: TemplateBlocks) -> str:
    return words.label("signed", organisation=render.knowledge.organisation.name)
