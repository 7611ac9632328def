"""What an asker reads: how their request goes, and what the mentor would like to know."""

from bot.features.introductions.intents import OfIntroduction, OfNeed
from bot.features.introductions.replies import Asked, Progress
from bot.features.introductions.settling import GOING_ON
from bot.messages.catalogue import Catalogue
from bot.messages.parts import Button, Buttons, Footnote, Paragraph, Part, Quote
from bot.messages.words import TemplateBlocks

ASKING = frozenset({"sent", "declined", "expired", "left"})
"""With these the next mentor is asked, if there is one."""


def progress(render: Catalogue, reply: Progress, words: TemplateBlocks) -> list[Part]:
    organisation = render.knowledge.organisation
    channel = organisation.channels.maintainers
    facts = {"mentor": reply.mentor, "before": reply.before, "day": reply.day, "more": reply.more}
    shown: list[Part] = [Paragraph(words(reply.of, **facts, channel=channel, told=bool(reply.need and channel)))]
    if reply.mentor and reply.of in ASKING:
        shown.append(Footnote(words("how_long", rules=organisation.introductions, more=reply.more)))
    if reply.need and reply.of in GOING_ON:
        shown.append(Buttons((*_onward(reply, words), *change(reply.need, words))))
    return shown


def _onward(reply: Progress, words: TemplateBlocks) -> tuple[Button, ...]:
    if not (reply.of == "deferred" and reply.more):
        return ()
    return (Button(words.label("next"), OfNeed(language=reply.language, need=reply.need, do="next"), "primary"),)


def change(need: str, words: TemplateBlocks) -> tuple[Button, Button]:
    """The buttons with which an open request is changed or withdrawn."""
    return (
        Button(words.label("edit"), OfNeed(language=words.language, need=need, do="edit")),
        Button(words.label("withdraw"), OfNeed(language=words.language, need=need, do="withdraw")),
    )


def asked(render: Catalogue, reply: Asked, words: TemplateBlocks) -> list[Part]:
    answer = OfIntroduction(language=reply.language, introduction=reply.introduction, do="reply")
    return [
        Paragraph(words("body", mentor=reply.mentor)),
        Quote(reply.question),
        Buttons((Button(words.label("reply"), answer, "primary"),)),
        Footnote(words("how_long", rules=render.knowledge.organisation.introductions)),
    ]
