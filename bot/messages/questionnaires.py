"""The parts of what is said of a questionnaire: its own texts, with what the answers make of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.features.introductions.intents import Introduce
from bot.features.questionnaires.intents import (
    AskWhyNot,
    KeepResult,
    ShareResult,
    ShowResult,
    StartQuestionnaire,
)
from bot.features.questionnaires.replies import (
    NotChosen,
    QuestionnaireNote,
    QuestionnaireOffer,
    QuestionnaireResult,
    ResultFile,
    ResultPicture,
    SharedResult,
)
from bot.features.questionnaires.station import Station
from bot.knowledge.questionnaires.condition import Answers, Known
from bot.knowledge.questionnaires.schema import Questionnaire, QuestionnaireOutcome
from bot.knowledge.questionnaires.walk import picked, subject, walked
from bot.knowledge.shapes import Language
from bot.messages.buttons import fitting
from bot.messages.catalogue import Catalogue
from bot.messages.language import typographic
from bot.messages.markdown import escaped
from bot.messages.parts import Button, Buttons, Footnote, Paragraph, Part, Title
from bot.messages.questionnaire_files import file_name, file_text
from bot.messages.questionnaire_words import holding, levels, places, ranked, summary
from bot.messages.standing import HOME, told
from bot.messages.words import TemplateBlocks

SUMMARY = 1200
"""Characters of the answers in a note to a mentor, which the person still completes."""


def _offer(render: Catalogue, reply: QuestionnaireOffer, words: TemplateBlocks) -> list[Part]:
    questionnaire, language = render.knowledge.questionnaires[reply.questionnaire], reply.language
    common: dict[str, Any] = {"language": language, "questionnaire": reply.questionnaire}
    buttons = [Button(words.label("go_on" if reply.answered else "start"), StartQuestionnaire(**common), "primary")]
    if reply.answered:
        buttons.append(Button(words.label("again"), StartQuestionnaire(**common, again=True)))
    if reply.result is not None:
        buttons.append(Button(words.label("result"), ShowResult(**common, result=reply.result)))
    said = words("body", name=questionnaire.title.get(language), answered=reply.answered)
    stands = Station(questionnaire.id, reply.standing, reply.result or 0)
    if reply.standing and (shown := told(render, stands, render.words(HOME, language))):
        return [Paragraph(said), *shown, _row(buttons)]
    return [Paragraph(said), Paragraph(render.filled(questionnaire.intro.get(language), language)), _row(buttons)]


def _result(render: Catalogue, reply: QuestionnaireResult, words: TemplateBlocks) -> list[Part]:
    questionnaire, language = render.knowledge.questionnaires[reply.questionnaire], reply.language
    known = walked(questionnaire, reply.answers).known
    outcomes = picked(questionnaire, known)
    parts: list[Part] = [Title(_name(questionnaire, reply.answers, language))]
    parts += [Paragraph(_told(render, one, known, words)) for one in outcomes]
    if points := levels(questionnaire, known, reply.last, words):
        parts.append(Paragraph(f"**{words('levels')}**\n\n{points}"))
    if reply.beside:
        said = places(questionnaire, ranked(questionnaire, reply.answers, reply.beside), words)
        parts.append(Paragraph("\n\n".join((words("compared"), said))))
    if notes := holding(render, questionnaire.notes, known, language):
        parts.append(Paragraph("\n".join((words("also"), *notes))))
    names = [file.name for file in (*questionnaire.files, *(file for one in outcomes for file in one.files))]
    if names:
        parts.append(Footnote(words("files", names=names)))
    entries = tuple(dict.fromkeys(entry for outcome in outcomes for entry in outcome.entries))
    if picks := render.picks(entries, language):
        parts += [Footnote(words("next")), Buttons(picks)]
    return [*parts, _row(_after(render, reply, outcomes, words)), *_note(render, questionnaire, language)]


def _after(
    render: Catalogue, reply: QuestionnaireResult, outcomes: tuple[QuestionnaireOutcome, ...], words: TemplateBlocks
) -> Iterator[Button]:
    questionnaire = render.knowledge.questionnaires[reply.questionnaire]
    common: dict[str, Any] = {"language": reply.language, "questionnaire": reply.questionnaire}
    yield Button(words.label("keep"), KeepResult(**common, result=reply.result))
    if reply.share:
        yield Button(words.label("share"), ShareResult(**common, result=reply.result))
    if reply.people:
        topics = tuple(dict.fromkeys(topic for outcome in outcomes for topic in outcome.topics))
        note = fitting(summary(questionnaire, reply.answers, outcomes, words), SUMMARY)
        steps = tuple(dict.fromkeys(step for outcome in outcomes for step in outcome.steps))
        yield Button(words.label("mentor"), Introduce(language=reply.language, topics=topics, steps=steps, text=note))
    if any(one.against and one not in outcomes for one in questionnaire.outcomes):
        yield Button(words.label("why_not"), AskWhyNot(**common, result=reply.result))
    yield Button(words.label("again"), StartQuestionnaire(**common, again=True))


def _shared(render: Catalogue, reply: SharedResult, words: TemplateBlocks) -> list[Part]:
    questionnaire, language = render.knowledge.questionnaires[reply.questionnaire], reply.language
    known = walked(questionnaire, reply.answers).known
    told = [Paragraph(_titled(render, outcome, language)) for outcome in picked(questionnaire, known)]
    begin = Button(words.label("start"), StartQuestionnaire(language=language, questionnaire=questionnaire.id))
    by = Footnote(words("by", user=reply.user))
    return [
        Title(_name(questionnaire, reply.answers, language)),
        *told,
        by,
        *_note(render, questionnaire, language),
        _row([begin]),
    ]


def _not_chosen(render: Catalogue, reply: NotChosen, words: TemplateBlocks) -> list[Part]:
    questionnaire, language = render.knowledge.questionnaires[reply.questionnaire], reply.language
    outcome = questionnaire.outcome(reply.outcome)
    known = walked(questionnaire, reply.answers).known
    against = holding(render, outcome.against if outcome else (), known, language)
    name = outcome.title.get(language) if outcome else reply.outcome
    said = words("body", name=name, chosen=reply.chosen, unfinished=reply.unfinished, reasons=len(against))
    return [Paragraph("\n".join((said, *against))), *_note(render, questionnaire, language)]


def _gone(_render: Catalogue, reply: QuestionnaireNote, words: TemplateBlocks) -> list[Part]:
    return [Paragraph(words(reply.of))]


def _file(render: Catalogue, reply: ResultFile, words: TemplateBlocks) -> list[Part]:
    return [Paragraph(words("body", name=file_name(reply))), Paragraph(file_text(render, reply))]


def _picture(render: Catalogue, reply: ResultPicture, words: TemplateBlocks) -> list[Part]:
    """Its words; who shows pictures adds it."""
    questionnaire = render.knowledge.questionnaires[reply.questionnaire]
    return [Paragraph(words("body", name=_name(questionnaire, reply.answers, reply.language)))]


def _name(questionnaire: Questionnaire, answers: Answers, language: Language) -> str:
    """The title, with what the answers are about."""
    title, about = typographic(questionnaire.title.get(language), language), subject(questionnaire, answers)
    return f"{title} · {about}" if about else title


def _told(render: Catalogue, outcome: QuestionnaireOutcome, known: Known, words: TemplateBlocks) -> str:
    """An outcome, with why it is proposed."""
    said = _titled(render, outcome, words.language)
    reasons = holding(render, outcome.reasons, known, words.language)
    return "\n\n".join((said, "\n".join((words("why"), *reasons)))) if reasons else said


def _titled(render: Catalogue, outcome: QuestionnaireOutcome, language: Language) -> str:
    title = escaped(typographic(outcome.title.get(language), language))
    return f"**{title}**\n\n{render.filled(outcome.text.get(language), language)}"


def _note(render: Catalogue, questionnaire: Questionnaire, language: Language) -> list[Part]:
    note = questionnaire.note
    return [Footnote(render.filled(note.get(language), language))] if note else []


def _row(buttons: Iterable[Button]) -> Buttons:
    return Buttons(tuple(buttons))


RENDERERS: Mapping[type, Callable[[Any, Any, TemplateBlocks], list[Part]]] = {
    QuestionnaireOffer: _offer,
    QuestionnaireResult: _result,
    ResultPicture: _picture,
    SharedResult: _shared,
    NotChosen: _not_chosen,
    ResultFile: _file,
    QuestionnaireNote: _gone,
}
