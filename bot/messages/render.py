"""A reply and the knowledge in, the parts of its message out; one function a class of reply."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.conversation.asks import Forward, NoneOfThese, OpenHome, Pick, SeekMentor, Share, Vote
from bot.conversation.replies import (
    Answer,
    Apology,
    Choices,
    ForMaintainers,
    HandOff,
    Help,
    Home,
    Note,
    Prompts,
    Reply,
    Shared,
    SmallTalk,
    Suggestion,
)
from bot.knowledge.schema import Entry, Knowledge, Language
from bot.messages.buttons import fitting
from bot.messages.language import typographic
from bot.messages.markdown import Markdown
from bot.messages.parts import Button, Buttons, Part, Rule, Say, Small, Title, Verbatim
from bot.messages.words import Words, filled


def template_of(reply: type) -> str:
    """ForMaintainers -> for_maintainers."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", reply.__name__).lower()


@dataclass(frozen=True)
class Renderer:
    """Needs the knowledge, since replies name entries by id."""

    knowledge: Knowledge

    def parts(self, reply: Reply) -> tuple[Part, ...]:
        words = Words(template_of(type(reply)), reply.language)
        return tuple(_RENDERERS[type(reply)](self, reply, words))

    def title(self, entry: str, language: Language) -> str:
        return typographic(self.knowledge.entries[entry].wording(language).title, language)

    def facts(self, entry: Entry, language: Language, short: bool = False) -> dict[str, Any]:
        """What the templates of an entry know of it."""
        wording = entry.wording(language)
        organisation = self.knowledge.organisation
        document = organisation.documents.get(entry.source.document)
        return {
            "title": typographic(wording.title, language),
            "answer": filled(
                wording.short or _first_and_last(wording.answer) if short else wording.answer, organisation, language
            ),
            "document": document.get(language) if document else entry.source.document,
            "part": entry.source.part.get(language),
            "reviewed": entry.reviewed,
        }

    def picks(self, entries: tuple[str, ...], language: Language) -> tuple[Button, ...]:
        return tuple(
            Button(self.title(entry, language), Pick(entry=entry, language=language))
            for entry in entries
            if entry in self.knowledge.entries
        )


def _first_and_last(answer: str) -> str:
    """An entry without a short form says its first paragraph, and the last, which tells what to do."""
    paragraphs = [paragraph for paragraph in answer.split("\n\n") if paragraph.strip()]
    return "\n\n".join(dict.fromkeys((paragraphs[0], paragraphs[-1])))


def _answer(render: Renderer, reply: Answer, words: Words) -> list[Part]:
    entry, language = render.knowledge.entries[reply.entry], reply.language
    facts = render.facts(entry, language, reply.short)
    parts: list[Part] = [Say(words("body", **facts))]
    if reply.mentors is not None:
        parts += _mentors(reply.mentors, words, language, bool(render.knowledge.organisation.channels.maintainers))
    parts.append(Small(words("why", **facts, matched=reply.matched)))
    if reply.next:
        parts += [Small(words("next")), Buttons(render.picks(reply.next, language))]
    votes = tuple(
        Button(words.label(label), Vote(entry=entry.id, language=language, helpful=label == "helpful"))
        for label in ("helpful", "not_helpful")
    )
    mentor = (
        ()
        if reply.mentors is not None
        else (Button(words.label("mentor"), SeekMentor(language=language, entry=entry.id)),)
    )
    share = (Button(words.label("share"), Share(entry=entry.id, language=language)),) if reply.share else ()
    return [*parts, Buttons((*votes, *mentor, *share))]


def _mentors(mentors: tuple[Suggestion, ...], words: Words, language: Language, reachable: bool) -> list[Part]:
    """`reachable`: the maintainers have a channel, to which a wish to be introduced can go."""
    if not mentors:
        return [Say(words("nobody"))]
    people: list[Part] = []
    for suggestion in mentors:
        mentor = suggestion.mentor
        reasons = words(
            "reasons",
            topics=suggestion.topics,
            steps=suggestion.steps,
            speaks=suggestion.language,
            sector=mentor.sector if suggestion.sector else None,
            internal=mentor.kind == "internal",
        )
        people.append(Say(words("person", name=mentor.name, did=mentor.did.get(language), reasons=Markdown(reasons))))
        if reachable:
            ask = Forward(language=language, mentor=mentor.id)
            people.append(Buttons((Button(words.label("introduce", name=mentor.name), ask),)))
    return [Say(words("mentors", mentors=mentors)), *people, Small(words("consent", reachable=reachable))]


def _none(reply: Choices) -> NoneOfThese:
    return NoneOfThese(language=reply.language, text=fitting(reply.text), keep=reply.keep)


def _choices(render: Renderer, reply: Choices, words: Words) -> list[Part]:
    none = Button(words.label("none"), _none(reply))
    return [Say(words("body", again=reply.again)), Buttons((*render.picks(reply.entries, reply.language), none))]


def _hand_off(render: Renderer, reply: HandOff, words: Words) -> list[Part]:
    topics = render.knowledge.topics
    buttons = [
        Button(
            words.label("mentor_on", topic=topics[topic].get(reply.language)),
            SeekMentor(language=reply.language, topic=topic),
        )
        for topic in reply.topics
        if topic in topics
    ]
    mentors = bool(render.knowledge.mentors)
    if mentors:
        buttons.append(Button(words.label("mentor"), SeekMentor(language=reply.language)))
    if reply.channel:
        buttons.append(Button(words.label("forward"), Forward(language=reply.language, text=fitting(reply.text))))
    rows = (Buttons(tuple(buttons)),) if buttons else ()
    return [Say(words("body", channel=reply.channel, kept=reply.kept, mentors=mentors)), *rows]


def _help(render: Renderer, reply: Help, words: Words) -> list[Part]:
    facts = render.facts(render.knowledge.entries[reply.entry], reply.language)
    parts: list[Part] = [Say(words("body", **facts))]
    if reply.next:
        parts += [Small(words("examples")), Buttons(render.picks(reply.next, reply.language))]
    return parts


def _small_talk(render: Renderer, reply: SmallTalk, words: Words) -> list[Part]:
    answer = render.knowledge.small_talk[reply.id].wording(reply.language).answer
    return [Say(words("body", answer=filled(answer, render.knowledge.organisation, reply.language)))]


def _note(render: Renderer, reply: Note, words: Words) -> list[Part]:
    mentor = Button(words.label("mentor"), SeekMentor(language=reply.language, entry=reply.entry))
    return [Say(words(reply.of)), *((Buttons((mentor,)),) if reply.of == "not_helpful" else ())]


def _shared(render: Renderer, reply: Shared, words: Words) -> list[Part]:
    facts = render.facts(render.knowledge.entries[reply.entry], reply.language)
    return [Say(words("body", **facts)), Small(words("by", **facts, user=reply.user))]


def _for_maintainers(render: Renderer, reply: ForMaintainers, words: Words) -> list[Part]:
    question = (Verbatim(reply.text),) if reply.text else ()
    return [
        Say(words("body", user=reply.user, mentor=reply.mentor)),
        *question,
        Small(words("what", mentor=reply.mentor)),
    ]


def _home(render: Renderer, reply: Home, words: Words) -> list[Part]:
    language = reply.language
    back = Buttons((Button(words.label("back"), OpenHome(language=language)),))
    if reply.entry is not None:
        entry = render.knowledge.entries.get(reply.entry)
        if entry is None:
            return [Say(words("gone")), back]
        facts = render.facts(entry, language)
        shown: list[Part] = [Title(facts["title"]), Say(facts["answer"]), Small(words("source", **facts))]
        following = tuple(
            Button(render.title(other, language), OpenHome(language=language, entry=other)) for other in entry.next
        )
        return [*shown, *((Buttons(following),) if following else ()), Rule(), back]
    path = next((path for path in render.knowledge.organisation.paths if path.id == reply.path), None)
    if path is not None:
        lines = tuple(
            Button(render.title(other, language), OpenHome(language=language, entry=other)) for other in path.entries
        )
        return [Title(path.title.get(language)), *(Buttons(lines[i : i + 1]) for i in range(len(lines))), Rule(), back]
    return _front(render, words, language)


def _front(render: Renderer, words: Words, language: Language) -> list[Part]:
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
    if len(organisation.languages) > 1:
        other: Language = "en" if language == "fr" else "fr"
        switch = Button(words.label("other"), OpenHome(language=other, remember=True))
        parts += [Rule(), Small(words("language")), Buttons((switch,))]
    return parts


def _prompts(render: Renderer, reply: Prompts, words: Words) -> list[Part]:
    return [Title(words.label("title")), Buttons(render.picks(reply.entries, reply.language))]


def _apology(render: Renderer, reply: Apology, words: Words) -> list[Part]:
    return [Say(words("body", reference=reply.reference))]


_RENDERERS: dict[type, Callable[[Renderer, Any, Words], list[Part]]] = {
    Answer: _answer,
    Choices: _choices,
    HandOff: _hand_off,
    Help: _help,
    SmallTalk: _small_talk,
    Note: _note,
    Shared: _shared,
    ForMaintainers: _for_maintainers,
    Home: _home,
    Prompts: _prompts,
    Apology: _apology,
}
