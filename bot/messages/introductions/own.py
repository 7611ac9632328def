"""What is a person's own: their requests and profile on the Home tab, what is kept of them, and how it is erased."""

from datetime import date

from bot.features.answering.intents import SeekMentor
from bot.features.introductions.intents import EditProfile, GoOn, OfferHelp, OfIntroduction
from bot.features.introductions.replies import MyRequests
from bot.features.introductions.states import State
from bot.features.introductions.values import Introduction, MentorStatus, Mine, Need
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.features.privacy.replies import MyData, Privacy
from bot.knowledge.shapes import Language
from bot.messages.blocks import cut
from bot.messages.catalogue import Catalogue
from bot.messages.introductions.asker import change
from bot.messages.parts import Button, Buttons, Divider, Footnote, Paragraph, Part
from bot.messages.words import TemplateBlocks

FIRST_WORDS = 90
CLOSED, OPEN = 3, 10
"""How many requests are shown at most."""


def privacy(_render: Catalogue, reply: Privacy, words: TemplateBlocks) -> list[Part]:
    if reply.of == "forgotten":
        return [Paragraph(words("forgotten"))]
    data = Button(words.label("data"), ShowMyData(language=reply.language))
    forget = Button(words.label("forget_all"), ForgetMe(language=reply.language, sure=True), "danger")
    return [Paragraph(words("sure")), Buttons((forget, data))]


def my_data(_render: Catalogue, _reply: MyData, words: TemplateBlocks) -> list[Part]:
    return [Paragraph(words("body"))]


def my_requests(render: Catalogue, reply: MyRequests, words: TemplateBlocks) -> list[Part]:
    """As on the Home tab, in its words."""
    shown = _shown(Mine(reply.needs))
    if not shown:
        seek = Buttons((Button(words.label("seek"), SeekMentor(language=reply.language)),))
        return [Paragraph(words("none")), *((seek,) if reply.people else ())]
    home = render.words("home", reply.language)
    needs = [part for need, introductions in shown for part in _need(need, introductions, home, reply.language)]
    return [Paragraph(f"**{home('needs')}**"), *needs]


def own(render: Catalogue, mine: Mine, words: TemplateBlocks, language: Language) -> list[Part]:
    """In the words of the Home tab's template."""
    parts: list[Part] = []
    shown = _shown(mine)
    if shown:
        parts += [Divider(), Paragraph(f"**{words('needs')}**")]
        for need, introductions in shown:
            parts += _need(need, introductions, words, language)
    if mine.profile:
        parts += [Divider(), *_profile(render, mine.profile, words, language)]
    elif mine.may_help and render.knowledge.organisation.channels.maintainers:
        offer = Button(words.label("offer"), OfferHelp(language=language))
        parts += [Divider(), Footnote(words("why_offer")), Buttons((offer,))]
    data = Button(words.label("data"), ShowMyData(language=language))
    forget = Button(words.label("forget"), ForgetMe(language=language))
    return [*parts, Divider(), Buttons((data, forget))]


def _shown(mine: Mine) -> list[tuple[Need, tuple[tuple[Introduction, str], ...]]]:
    """The open ones, then the last closed ones of which the words aren't erased yet."""
    latest = sorted(mine.needs, key=lambda own: own[0].opened, reverse=True)
    going_on = [own for own in latest if own[0].closed is None]
    ended = [own for own in latest if own[0].closed is not None and own[0].note]
    return [*going_on[:OPEN], *ended[:CLOSED]]


def _need(
    need: Need, introductions: tuple[tuple[Introduction, str], ...], words: TemplateBlocks, language: Language
) -> list[Part]:
    states = [{"name": name, "state": str(one.state), "day": one.not_before} for one, name in introductions]
    lines = "\n".join(words("state", **state) for state in states)
    note = cut(" ".join(need.note.split()), FIRST_WORDS)
    told = Paragraph(f"{words('need', note=note, closed=need.closed is not None)}\n{lines}".rstrip())
    if need.closed is not None:
        return [told]
    replies = tuple(
        Button(words.label("reply", name=name), OfIntroduction(language=language, introduction=one.id, do="reply"))
        for one, name in introductions
        if one.state is State.QUESTIONED
    )
    return [told, Buttons((*replies, *change(need.id, words)))]


def _profile(render: Catalogue, standing: MentorStatus, words: TemplateBlocks, language: Language) -> list[Part]:
    mentor = standing.mentor
    stopped = mentor.pause_until == date.max
    facts = {
        "champion": mentor.role == "champion",
        "hidden": standing.hidden,
        "stopped": stopped,
        "pause": mentor.pause_until,
        "open": standing.open,
        "capacity": mentor.capacity,
        "topics": render.topics(mentor.topics, language),
    }
    edit = Button(words.label("edit_profile"), EditProfile(language=language))
    resume = Button(words.label("resume"), GoOn(language=language, go_on=True))
    away = standing.hidden or mentor.pause_until is not None
    return [Paragraph(words("profile", **facts)), Buttons((edit, *((resume,) if away else ())))]
