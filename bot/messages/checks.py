"""Rules for the knowledge that need the words as they are shown: templates that break, texts too long once rendered."""

from collections.abc import Iterator

from jinja2 import meta

from bot.knowledge.near import did_you_mean
from bot.knowledge.places import Check, Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language
from bot.messages.blocks import FALLBACK
from bot.messages.catalogue import Catalogue
from bot.messages.markdown import mrkdwn
from bot.messages.renamed import RENAMED
from bot.messages.words import TemplateError, blocks, environment, facts_of

LONGEST = FALLBACK - 400
"""Room is left for what stands under an answer."""


def template_error(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """An answer may insert facts of the organisation, as `{{ organisation.name }}`; a broken template is a problem."""
    catalogue = Catalogue(knowledge)
    for kind, name, language, field, text in _texts(knowledge):
        try:
            for mentors in (True, False):
                catalogue.filled(text, language, mentors=mentors)
        except TemplateError as error:
            line = getattr(error, "lineno", None) or _line_of_braces(text)
            yield places.problem(
                "template-error",
                f"the template breaks: {error.message}",
                kind,
                name,
                language,
                field,
                hint="only facts of organisation.yaml, such as {{ organisation.name }}",
                line=line,
            )


def unknown_words(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """What words.yaml says otherwise is a sentence that there is, with the facts that it has."""
    known = blocks(knowledge.organisation.languages[0])
    for name, said in knowledge.words.items():
        now = RENAMED.get(name, (name,))[0]
        if now not in known:
            message, hint = f'no sentence has the name "{name}"', did_you_mean(name, known)
            yield places.problem("unknown-words", message, "words", name, key=True, hint=hint)
            continue
        facts = facts_of(*known[now])
        for language in knowledge.organisation.languages:
            if fault := _fault(said.get(language), facts):
                hint = "the facts here are " + ", ".join(sorted(facts))
                yield places.problem("template-error", fault, "words", name, language, hint=hint)


def _fault(text: str, facts: set[str]) -> str:
    try:
        named = meta.find_undeclared_variables(environment().parse(text))
    except TemplateError as error:
        return f"the template breaks: {error.message}"
    unknown = sorted(named - facts)
    return f'"{unknown[0]}" is not known here' if unknown else ""


def too_long_once_shown(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A text that fits in the file can pass Slack's limit once its characters are escaped and its facts put in."""
    for kind, name, language, field, text in _texts(knowledge):
        length = _shown_length(text, Catalogue(knowledge), language)
        if length > LONGEST:
            message = f"the {field} has {length} characters once shown in Slack; at most {LONGEST} fit"
            yield places.problem("too-long-for-slack", message, kind, name, language, field)


def _texts(knowledge: Knowledge) -> Iterator[tuple[str, str, Language, str, str]]:
    """Kind and id, language, key, and the text."""
    for language in knowledge.organisation.languages:
        for entry in knowledge.entries.values():
            wording = entry.wording(language)
            yield "entries", entry.id, language, "answer", wording.answer
            if wording.short:
                yield "entries", entry.id, language, "short", wording.short
        for talk in knowledge.small_talk.values():
            yield "small_talk", talk.id, language, "answer", talk.wording(language).answer


def _shown_length(text: str, catalogue: Catalogue, language: Language) -> int:
    if len(text) * 5 < LONGEST:
        return 0
    try:
        return len(mrkdwn(catalogue.filled(text, language, mentors=True)))
    except TemplateError:
        return 0


def _line_of_braces(text: str) -> int:
    """The line of the first template mark, from 1; a name that isn't known has no line of its own in Jinja's errors."""
    before = text[: max(0, min((at for mark in ("{{", "{%") if (at := text.find(mark)) >= 0), default=0))]
    return before.count("\n") + 1


RULES: tuple[Check, ...] = (template_error, unknown_words, too_long_once_shown)
