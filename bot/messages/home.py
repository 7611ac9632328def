"""The Home tab: a page to browse, and on the first one what is the person's own."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.features.answering.intents import OpenHome
from bot.features.answering.replies import Home
from bot.knowledge.shapes import Language
from bot.languages import manners
from bot.messages.catalogue import Catalogue
from bot.messages.introductions.own import own
from bot.messages.parts import Button, Buttons, Divider, Footnote, Paragraph, Part, Title
from bot.messages.standing import standing
from bot.messages.words import TemplateBlocks

LONGEST = 45
"""Entries on a page: a view holds 100 blocks."""


class Page(NamedTuple):
    """A list of entries to browse."""

    id: str
    title: str
    entries: tuple[str, ...]


def home(render: Catalogue, reply: Home, words: TemplateBlocks) -> list[Part]:
    language = reply.language
    back = Buttons((Button(words.label("back"), OpenHome(language=language)),))
    if reply.entry is not None:
        return _entry(render, reply, reply.entry, words, back)
    page = next((page for page in _pages(render, reply, words) if page.id == reply.path), None)
    if page is not None:
        lines = _opening(render, page.entries, reply)
        return [Title(page.title), *(Buttons(lines[i : i + 1]) for i in range(len(lines))), Divider(), back]
    return _front(render, reply, words, language)


def _entry(render: Catalogue, reply: Home, name: str, words: TemplateBlocks, back: Buttons) -> list[Part]:
    entry = render.knowledge.entries.get(name)
    if entry is None:
        return [Paragraph(words("gone")), back]
    facts = render.facts(entry, reply.language, mentors=reply.people)
    shown: list[Part] = [Title(facts["title"]), Paragraph(facts["answer"])]
    if source := words("source", **facts):
        shown.append(Footnote(source))
    if commands := (*render.commands(entry, reply.language), *render.guides_from(entry, reply.language)):
        shown.append(Buttons(commands))
    following = _opening(render, entry.next, reply)
    return [*shown, *((Buttons(following),) if following else ()), Divider(), back]


def _front(render: Catalogue, reply: Home, words: TemplateBlocks, language: Language) -> list[Part]:
    organisation = render.knowledge.organisation
    pages = tuple(
        Button(page.title, OpenHome(language=language, path=page.id)) for page in _pages(render, reply, words)
    )
    prompts = _opening(render, render.knowledge.prompts, reply)
    welcome = words("welcome", organisation=organisation.name, people=reply.people)
    parts: list[Part] = [Title(words.label("title")), Paragraph(welcome)]
    if prompts:
        parts.append(Buttons(prompts))
    if pages:
        parts += [Divider(), Paragraph(f"**{words('browse')}**"), Buttons(pages)]
    if guides := render.guides(render.knowledge.questionnaires.values(), language):
        parts += [Divider(), Paragraph(f"**{words('guides')}**"), Buttons(guides)]
    parts += standing(render, reply.mine.stations, words, people=reply.people)
    parts += own(render, reply.mine, words, language)
    if len(organisation.languages) > 1:
        others = (
            Button(words.label("other", into=manners(other).switch), OpenHome(language=other, remember=True))
            for other in organisation.languages
            if other != language
        )
        parts += [Divider(), Footnote(words("language")), Buttons(tuple(others))]
    return parts


def _pages(render: Catalogue, reply: Home, words: TemplateBlocks) -> list[Page]:
    """The organisation's paths; where it names none, all its entries, unless the first page has them already."""
    knowledge = render.knowledge
    if knowledge.organisation.paths:
        paths = knowledge.organisation.paths
        return [Page(path.id, path.title.get(reply.language), path.entries) for path in paths]
    listed = _known(render, tuple(knowledge.own), reply)
    if set(listed) <= set(knowledge.prompts):
        return []
    starts = range(0, len(listed), LONGEST)
    return [
        Page(f"all-{number}", words.label("all", number=number, of=len(starts)), tuple(listed[start : start + LONGEST]))
        for number, start in enumerate(starts, 1)
    ]


def _opening(render: Catalogue, entries: Sequence[str], reply: Home) -> tuple[Button, ...]:
    """A button for each of these entries that there is."""
    return tuple(
        Button(render.title(name, reply.language), OpenHome(language=reply.language, entry=name))
        for name in _known(render, entries, reply)
    )


def _known(render: Catalogue, entries: Sequence[str], reply: Home) -> list[str]:
    return [name for name in entries if name in render.knowledge.entries and name not in reply.hidden]
