"""Makes each class of reply the parts of its message; one function a class."""

import re
from collections.abc import Callable
from typing import Any

from bot.features.answering.intents import Forward, NoneOfThese, SeekMentor, Share, Vote
from bot.features.answering.passages import links, passages
from bot.features.answering.replies import (
    AboutAnswer,
    Answer,
    Apology,
    Choices,
    ForMaintainers,
    HandOff,
    Help,
    Home,
    KnowledgeRefused,
    Note,
    Prompts,
    Quoted,
    Shared,
    SmallTalk,
)
from bot.features.forms import FormStep
from bot.features.gaps.intents import TellWhy
from bot.features.introductions.replies import IntroductionReply
from bot.features.outgoing import AnyReply
from bot.features.previews.replies import LinkPreview
from bot.features.questionnaires.replies import ResultFile
from bot.knowledge.directory import Office
from bot.knowledge.schema import Entry
from bot.knowledge.shapes import Language
from bot.messages import forms, gaps, introductions, licences, questionnaire_files, questionnaires
from bot.messages.blocks import Block
from bot.messages.buttons import fitting
from bot.messages.catalogue import Catalogue
from bot.messages.home import home
from bot.messages.introductions.proposals import proposals
from bot.messages.language import joined
from bot.messages.markdown import Markdown, escaped
from bot.messages.parts import Button, Buttons, Footnote, Paragraph, Part, Quote, Title
from bot.messages.previews import preview
from bot.messages.words import TemplateBlocks

QUOTED = 140
"""Characters of a question that are quoted: enough to know it again."""


def template_of(reply: type) -> str:
    """ForMaintainers -> for_maintainers."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", reply.__name__).lower()


class Renderer(Catalogue):
    """Needs the knowledge, since replies name entries by id."""

    def parts(self, reply: AnyReply) -> tuple[Part, ...]:
        if isinstance(reply, FormStep):
            return tuple(forms.parts(self, reply))
        if isinstance(reply, Answer | AboutAnswer | Help | Shared) and reply.entry not in self.knowledge.entries:
            reply = Note(reply.language, "gone")  # decided on the knowledge of before an edit
        words = self.words(template_of(type(reply)), reply.language)
        quoted = getattr(reply, "quoted", None)
        return (
            *(self.parts(quoted) if quoted else ()),
            *_RENDERERS.get(type(reply), forms.declared)(self, reply, words),
        )

    def form(self, reply: FormStep) -> Block:
        """The modal of a form."""
        return forms.view(self, reply)

    def invitation(self, reply: FormStep) -> tuple[Part, ...]:
        """A message in place of the form: a button that opens it, or that it came too late."""
        if reply.opener is None:
            return self.parts(Note(reply.language, "form_late"))
        return tuple(forms.invitation(self, reply, reply.opener))

    def file(self, reply: ResultFile) -> tuple[str, str]:
        """The name of a file that is sent, and its text."""
        return questionnaire_files.file_name(reply), questionnaire_files.file_text(self, reply)

    def mail(self, reply: IntroductionReply) -> tuple[str, str]:
        """Subject and text, in which LINK stands for the address at which to answer."""
        return introductions.mail(self, reply)


def _quoted(_render: Renderer, reply: Quoted, words: TemplateBlocks) -> list[Part]:
    text = reply.text if len(reply.text) <= QUOTED else reply.text[: QUOTED - 1].rstrip() + "…"
    return [Footnote(words("body", user=reply.user, text=text))]


def _answer(render: Renderer, reply: Answer, words: TemplateBlocks) -> list[Part]:
    entry, language = render.knowledge.entries[reply.entry], reply.language
    facts = render.facts(entry, language, short=reply.short or bool(reply.mentors), mentors=reply.people)
    parts: list[Part] = [Paragraph(words("body", **facts)), *_commands(render, entry, language)]
    if reply.mentors is not None:
        proposed = proposals(reply, reply.mentors, words)
        # Who asks for a person reads of persons first.
        parts = [*proposed, *parts] if reply.mentors else [*parts, *proposed]
    if why := words("why", **facts, matched=reply.matched):
        parts.append(Footnote(why))
    if reply.also:
        parts += [Footnote(words("also")), Buttons(render.picks(reply.also, language))]
    if reply.next:
        parts += [Footnote(words("next")), Buttons(render.picks(reply.next, language))]
    votes = tuple(
        Button(words.label(label), Vote(entry=entry.id, language=language, helpful=label == "helpful"))
        for label in ("helpful", "not_helpful")
    )
    seek = Button(words.label("mentor"), SeekMentor(language=language, entry=entry.id))
    mentor = (seek,) if reply.mentors is None and reply.people else ()
    share = (Button(words.label("share"), Share(entry=entry.id, language=language)),) if reply.share else ()
    return [*parts, Buttons((*votes, *mentor, *share, *render.guides_from(entry, language)), feedback=True)]


def _commands(render: Catalogue, entry: Entry, language: Language) -> tuple[Buttons, ...]:
    buttons = render.commands(entry, language)
    return (Buttons(buttons),) if buttons else ()


def _about_answer(render: Renderer, reply: AboutAnswer, words: TemplateBlocks) -> list[Part]:
    entry, language = render.knowledge.entries[reply.entry], reply.language
    answer = entry.wording(language).answer
    said = dict(enumerate(passages(answer))).get(reply.passage if reply.passage is not None else -1)
    facts = render.facts(entry, language, mentors=reply.people)
    facts["passage"] = render.filled(said, language, mentors=reply.people) if said else ""
    readings = {link["url"]: escaped(link["title"]) for link in facts["links"]}
    readings |= {url: label for label, url in links(answer) if url not in readings}
    facts["links"] = Markdown(joined([f"[{title}]({url})" for url, title in readings.items()], language))
    parts: list[Part] = [Paragraph(words(reply.of, **facts, people=reply.people))]
    if reply.people:
        parts.append(Buttons((Button(words.label("mentor"), SeekMentor(language=language, entry=entry.id)),)))
    if reply.next:
        parts += [Footnote(words("next")), Buttons(render.picks(reply.next, language))]
    return parts


def _none(reply: Choices) -> NoneOfThese:
    return NoneOfThese(language=reply.language, text=fitting(reply.text), keep=reply.keep)


def _choices(render: Renderer, reply: Choices, words: TemplateBlocks) -> list[Part]:
    none = Button(words.label("none"), _none(reply))
    return [Paragraph(words("body", again=reply.again)), Buttons((*render.picks(reply.entries, reply.language), none))]


def _hand_off(render: Renderer, reply: HandOff, words: TemplateBlocks) -> list[Part]:
    topics, directory = render.knowledge.topics, render.knowledge.organisation.directory
    buttons = [
        Button(
            words.label("mentor_on", topic=topics[topic].get(reply.language)),
            SeekMentor(language=reply.language, topic=topic),
        )
        for topic in reply.topics
        if topic in topics
    ]
    if reply.people:
        buttons.append(Button(words.label("mentor"), SeekMentor(language=reply.language)))
    if reply.channel and reply.text:
        buttons.append(Button(words.label("forward"), Forward(language=reply.language, text=fitting(reply.text))))
    facts = {
        "missing": reply.missing,
        "outside": reply.outside,
        "channel": reply.channel,
        "office": render.offices(reply.language)["ospo"] if directory.ospo != Office() else None,
        "kept": reply.kept,
        "mentors": reply.people,
    }
    shown: list[Part] = [Paragraph(words("body", **facts))]
    if buttons:
        shown.append(Buttons(tuple(buttons)))
    onward = render.picks(reply.near or reply.examples, reply.language)
    if onward:
        shown += [Footnote(words("near" if reply.near else "examples", outside=reply.outside)), Buttons(onward)]
    return [*shown, Footnote(words("onward", missing=reply.missing, outside=reply.outside))]


def _help(render: Renderer, reply: Help, words: TemplateBlocks) -> list[Part]:
    entry = render.knowledge.entries[reply.entry]
    facts = render.facts(entry, reply.language, mentors=reply.people)
    parts: list[Part] = [Paragraph(words("body", **facts))]
    parts += _commands(render, entry, reply.language)
    if reply.next:
        parts += [Footnote(words("examples")), Buttons(render.picks(reply.next, reply.language))]
    return parts


def _small_talk(render: Renderer, reply: SmallTalk, words: TemplateBlocks) -> list[Part]:
    answer = render.knowledge.small_talk[reply.id].wording(reply.language).answer
    return [Paragraph(words("body", answer=render.filled(answer, reply.language, mentors=reply.people)))]


def _note(render: Renderer, reply: Note, words: TemplateBlocks) -> list[Part]:
    reachable = render.knowledge.organisation.channels.maintainers is not None
    said = Paragraph(words(reply.of, people=reply.people, reachable=reachable))
    if reply.of != "not_helpful" or reply.entry is None:
        return [said]
    mentor = Button(words.label("mentor"), SeekMentor(language=reply.language, entry=reply.entry))
    why = Button(words.label("why"), TellWhy(language=reply.language, entry=reply.entry))
    return [said, Buttons((*((mentor,) if reply.people else ()), why))]


def _shared(render: Renderer, reply: Shared, words: TemplateBlocks) -> list[Part]:
    entry = render.knowledge.entries[reply.entry]
    facts = render.facts(entry, reply.language)
    commands = _commands(render, entry, reply.language)
    return [Paragraph(words("body", **facts)), *commands, Footnote(words("by", **facts, user=reply.user))]


def _for_maintainers(_render: Renderer, reply: ForMaintainers, words: TemplateBlocks) -> list[Part]:
    return [Paragraph(words("body", user=reply.user)), Quote(reply.text), Footnote(words("what"))]


def _knowledge_refused(_render: Renderer, reply: KnowledgeRefused, words: TemplateBlocks) -> list[Part]:
    facts = {"day": reply.day, "count": len(reply.problems) + reply.more, "more": reply.more, "edited": reply.edited}
    return [Paragraph(words("body", **facts)), Quote("\n".join(reply.problems)), Footnote(words("what", **facts))]


def _prompts(render: Renderer, reply: Prompts, words: TemplateBlocks) -> list[Part]:
    return [Title(words.label("title")), Buttons(render.picks(reply.entries, reply.language))]


def _apology(_render: Renderer, reply: Apology, words: TemplateBlocks) -> list[Part]:
    return [Paragraph(words("body", reference=reply.reference))]


_RENDERERS: dict[type, Callable[[Renderer, Any, TemplateBlocks], list[Part]]] = {
    Quoted: _quoted,
    LinkPreview: preview,
    Answer: _answer,
    AboutAnswer: _about_answer,
    Choices: _choices,
    HandOff: _hand_off,
    Help: _help,
    SmallTalk: _small_talk,
    Note: _note,
    Shared: _shared,
    ForMaintainers: _for_maintainers,
    KnowledgeRefused: _knowledge_refused,
    Home: home,
    Prompts: _prompts,
    Apology: _apology,
    **introductions.RENDERERS,
    **licences.RENDERERS,
    **gaps.RENDERERS,
    **questionnaires.RENDERERS,
}
