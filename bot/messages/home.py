"""The Home tab: a page to browse, and on the first one what is the person's own."""

from bot.conversation.asks import OpenHome
from bot.conversation.replies import Home
from bot.knowledge.shapes import Language
from bot.messages.catalogue import Catalogue
from bot.messages.introductions.own import own
from bot.messages.parts import Button, Buttons, Part, Rule, Say, Small, Title
from bot.messages.words import Words


def home(render: Catalogue, reply: Home, words: Words) -> list[Part]:
    language = reply.language
    back = Buttons((Button(words.label("back"), OpenHome(language=language)),))
    if reply.entry is not None:
        entry = render.knowledge.entries.get(reply.entry)
        if entry is None:
            return [Say(words("gone")), back]
        facts = render.facts(entry, language)
        shown: list[Part] = [Title(facts["title"]), Say(facts["answer"])]
        if source := words("source", **facts):
            shown.append(Small(source))
        following = tuple(
            Button(render.title(other, language), OpenHome(language=language, entry=other)) for other in entry.next
        )
        if commands := render.commands(entry, language):
            shown.append(Buttons(commands))
        return [*shown, *((Buttons(following),) if following else ()), Rule(), back]
    path = next((path for path in render.knowledge.organisation.paths if path.id == reply.path), None)
    if path is not None:
        lines = tuple(
            Button(render.title(other, language), OpenHome(language=language, entry=other)) for other in path.entries
        )
        return [Title(path.title.get(language)), *(Buttons(lines[i : i + 1]) for i in range(len(lines))), Rule(), back]
    return _front(render, reply, words, language)


def _front(render: Catalogue, reply: Home, words: Words, language: Language) -> list[Part]:
    organisation = render.knowledge.organisation
    paths = tuple(Button(p.title.get(language), OpenHome(language=language, path=p.id)) for p in organisation.paths)
    prompts = tuple(
        Button(render.title(entry, language), OpenHome(language=language, entry=entry))
        for entry in organisation.prompts
    )
    parts: list[Part] = [Title(words.label("title")), Say(words("welcome", organisation=organisation.name))]
    if prompts:
        parts.append(Buttons(prompts))
    if paths:
        parts += [Rule(), Say(f"**{words('browse')}**"), Buttons(paths)]
    parts += own(render, reply.mine, words, language)
    if len(organisation.languages) > 1:
        other: Language = "en" if language == "fr" else "fr"
        switch = Button(words.label("other"), OpenHome(language=other, remember=True))
        parts += [Rule(), Small(words("language")), Buttons((switch,))]
    return parts
