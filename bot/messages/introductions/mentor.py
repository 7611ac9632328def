"""What a mentor reads: a request without its asker, what became of it, and of their profile."""

from typing import Literal

from bot.features.introductions.intents import EditProfile, GoOn, OfferHelp, OfIntroduction
from bot.features.introductions.replies import MentorNews, ProfileNote, Request, StillMentor
from bot.features.introductions.settling import kind_of
from bot.knowledge.people import Introductions
from bot.messages.catalogue import Catalogue
from bot.messages.parts import Button, Buttons, Footnote, Paragraph, Part, Quote
from bot.messages.words import TemplateBlocks

ANSWERS: tuple[Literal["yes", "no"], ...] = ("yes", "no")


def request(render: Catalogue, reply: Request, words: TemplateBlocks) -> list[Part]:
    """Only what the asker wrote and the topics: whoever asked is nowhere in it."""
    language, name = reply.language, reply.introduction
    rules = render.knowledge.organisation.introductions
    answers = (
        Button(words.label("yes"), OfIntroduction(language=language, introduction=name, do="yes"), "primary"),
        Button(words.label("no"), OfIntroduction(language=language, introduction=name, do="no")),
        Button(words.label("question"), OfIntroduction(language=language, introduction=name, do="question")),
        Button(words.label("not_before"), OfIntroduction(language=language, introduction=name, do="not_before")),
    )
    block = Button(words.label("block"), OfIntroduction(language=language, introduction=name, do="block"))
    return [
        Paragraph(words("body", again=reply.again, topics=render.topics(reply.topics, language))),
        Quote(reply.note),
        *((Footnote(words("asked")), Quote(reply.question)) if reply.question else ()),
        *((Footnote(words("replied")), Quote(reply.reply)) if reply.reply else ()),
        Paragraph(words("would_you")),
        Buttons(answers),
        Footnote(words("why", again=reply.again, topics=reply.topics, days=_days_left(reply, rules))),
        Buttons((block,)),
    ]


def _days_left(reply: Request, rules: Introductions) -> int:
    """Working days until the next one is asked; 0 when that depends on when the request was made."""
    if reply.again == "note":
        return 0
    return max(1, rules.expire_after - rules.remind_after) if reply.again == "reminder" else rules.expire_after


def news(_render: Catalogue, reply: MentorNews, words: TemplateBlocks) -> list[Part]:
    """Until the question is answered, or the day has come, a mentor may still say yes or no."""
    shown: list[Part] = [Paragraph(words(reply.of, day=reply.day))]
    if reply.introduction and kind_of(reply) == "news":
        language, one = reply.language, reply.introduction
        answers = tuple(
            Button(words.label(do), OfIntroduction(language=language, introduction=one, do=do)) for do in ANSWERS
        )
        shown += [Footnote(words("meanwhile")), Buttons(answers)]
    return shown


def still_mentor(_render: Catalogue, reply: StillMentor, words: TemplateBlocks) -> list[Part]:
    buttons = (
        Button(words.label("go_on"), GoOn(language=reply.language, go_on=True), "primary"),
        Button(words.label("stop"), GoOn(language=reply.language, go_on=False)),
    )
    return [Paragraph(words("body", count=reply.count)), Buttons(buttons)]


def profile_note(render: Catalogue, reply: ProfileNote, words: TemplateBlocks) -> list[Part]:
    """`nowhere`: there is no profile to change, or nobody to whom an offer could go."""
    reachable = render.knowledge.organisation.channels.maintainers is not None
    facts = {"name": reply.name, "to_maintainers": reply.to_maintainers, "reachable": reachable}
    shown: list[Part] = [Paragraph(words(reply.of, **facts))]
    if reply.of in ("approved", "saved", "resumed") and not reply.to_maintainers:
        shown.append(Buttons((Button(words.label("edit"), EditProfile(language=reply.language)),)))
    if reply.of == "stopped":
        shown.append(Buttons((Button(words.label("again"), GoOn(language=reply.language, go_on=True)),)))
    if reply.of == "nowhere" and reachable:
        shown.append(Buttons((Button(words.label("offer"), OfferHelp(language=reply.language)),)))
    return shown
