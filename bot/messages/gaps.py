"""Gaps as they are shown: the maintainers' digest, what became of a decision, and what those who asked hear."""

import re
from collections.abc import Callable
from typing import Any

from bot.features.answering.intents import Pick
from bot.features.gaps.intents import DecideGap, Hush, OpenGapForm, StillRight
from bot.features.gaps.replies import AskerNote, GapDigest, GapNote, HumanAnswer, NowAnswered, ReviewDigest, ShownGap
from bot.knowledge.shapes import Language
from bot.messages.blocks import cut
from bot.messages.catalogue import Catalogue
from bot.messages.parts import Button, Buttons, Divider, Footnote, Paragraph, Part, Quote
from bot.messages.words import TemplateBlocks

LONGEST = 300
"""Characters of a question: enough to know it again."""
_REFERENCE = re.compile(r"<([@#!])(?:subteam\^)?([^<>|\s]+)(?:\|[@#]?([^<>]*))?>")
"""A person, channel or group as Slack writes it; its name may stand behind a bar."""


def readable(text: str) -> str:
    """The words with <@•••> as @•••, <#C0OPEN|open-source> as #open-source."""
    return _REFERENCE.sub(lambda found: found[1].replace("!", "@") + (found[3] or found[2]), text)


def _short(text: str) -> str:
    """A question in one line."""
    return cut(" ".join(readable(text).split()), LONGEST)


def _digest(render: Catalogue, reply: GapDigest, words: TemplateBlocks) -> list[Part]:
    count = len(reply.gaps) + reply.more
    parts: list[Part] = [Paragraph(words("body", count=count))]
    for gap in reply.gaps:
        parts += [Divider(), *_gap(render, gap, reply.language, words)]
    return [*parts, *([Footnote(words("more", more=reply.more))] if reply.more else [])]


def _gap(render: Catalogue, gap: ShownGap, language: Language, words: TemplateBlocks) -> list[Part]:
    titles = [
        {"title": render.title(near.entry, language), "percent": round(100 * near.probability)}
        for near in gap.nearest
        if near.entry in render.knowledge.entries
    ]
    forms = [(do, OpenGapForm(language=language, question=gap.question, do=do)) for do in ("entry", "new", "answered")]
    plain = [
        (do, DecideGap(language=language, question=gap.question, do=do)) for do in ("out_of_scope", "done", "ignored")
    ]
    return [
        Paragraph(words("gap", text=_short(gap.text), people=gap.people)),
        *(Footnote(words("reason", wrong=wrong, said=_short(said))) for wrong, said in gap.reasons),
        Footnote(words("why", why=gap.why, nearest=titles)),
        Buttons(tuple(Button(words.label(do), intent) for do, intent in (*forms, *plain))),
    ]


def _reviews(render: Catalogue, reply: ReviewDigest, words: TemplateBlocks) -> list[Part]:
    language = reply.language
    parts: list[Part] = [Paragraph(words("body", count=len(reply.reviews)))]
    for one in reply.reviews:
        see = Button(words.label("see"), Pick(entry=one.entry, language=language))
        right = Button(words.label("right"), StillRight(language=language, entry=one.entry))
        said = words("review", title=render.title(one.entry, language), reviewed=one.reviewed, owner=one.owner)
        parts += [Divider(), Paragraph(said), Buttons((see, right))]
    return [*parts, *([Footnote(words("more", more=reply.more))] if reply.more else [])]


def _note(render: Catalogue, reply: GapNote, words: TemplateBlocks) -> list[Part]:
    known = reply.entry in render.knowledge.entries
    title = render.title(reply.entry, reply.language) if known else reply.entry
    return [Paragraph(words(reply.of, text=_short(reply.text), title=title, people=reply.people))]


def _human_answer(_render: Catalogue, reply: HumanAnswer, words: TemplateBlocks) -> list[Part]:
    hush = Button(words.label("hush"), Hush(language=reply.language))
    said = Paragraph(words("body", question=_short(reply.question)))
    return [said, Quote(reply.words), Footnote(words("unreviewed")), Buttons((hush,))]


def _now_answered(render: Catalogue, reply: NowAnswered, words: TemplateBlocks) -> list[Part]:
    entry = render.knowledge.entries.get(reply.entry)
    title = render.title(reply.entry, reply.language) if entry else ""
    see = Button(words.label("see"), Pick(entry=reply.entry, language=reply.language), "primary")
    hush = Button(words.label("hush"), Hush(language=reply.language))
    return [Paragraph(words("body", question=_short(reply.question), title=title)), Buttons((see, hush))]


def _asker_note(_render: Catalogue, reply: AskerNote, words: TemplateBlocks) -> list[Part]:
    return [Paragraph(words(reply.of))]


RENDERERS: dict[type, Callable[[Any, Any, TemplateBlocks], list[Part]]] = {
    GapDigest: _digest,
    ReviewDigest: _reviews,
    GapNote: _note,
    HumanAnswer: _human_answer,
    NowAnswered: _now_answered,
    AskerNote: _asker_note,
}
