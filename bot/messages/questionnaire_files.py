"""The files of a questionnaire: the whole result in Markdown, and the files to begin with."""

import re
from collections.abc import Mapping
from datetime import date

from bot.features.questionnaires.replies import ResultFile
from bot.knowledge.questionnaires.condition import Known
from bot.knowledge.questionnaires.schema import ANSWER_IN_FILE, Questionnaire
from bot.knowledge.questionnaires.walk import picked, subject, walked
from bot.messages.catalogue import Catalogue
from bot.messages.markdown import escaped
from bot.messages.questionnaire_words import given, holding, levels, places, ranked, table
from bot.messages.words import TemplateBlocks

RESULT = "questionnaire_result"
MISSING = "…"
"""Stands in a file for what was not answered."""


def file_name(reply: ResultFile) -> str:
    return reply.name or f"{reply.questionnaire}.md"


def file_text(render: Catalogue, reply: ResultFile) -> str:
    """A file to begin with, completed with the answers; or the whole result."""
    questionnaire, words = render.knowledge.questionnaires[reply.questionnaire], render.words(RESULT, reply.language)
    known = walked(questionnaire, reply.answers).known
    outcome = questionnaire.outcome(reply.outcome) if reply.outcome else None
    files = outcome.files if outcome else questionnaire.files
    starter = next((file for file in files if reply.name and file.name == reply.name), None)
    if starter is not None:
        said = {one.step: one.said for one in given(questionnaire, known, words) if one.said != words.label("unknown")}
        return _completed(starter.text.get(reply.language), said)
    parts = [*_result(render, reply, known, words), *_answered(render, questionnaire, known, words)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _result(render: Catalogue, reply: ResultFile, known: Known, words: TemplateBlocks) -> list[str]:
    questionnaire, language = render.knowledge.questionnaires[reply.questionnaire], reply.language
    name = escaped(subject(questionnaire, reply.answers))
    lines = [f"# {' · '.join(filter(None, (questionnaire.title.get(language), name)))}"]
    lines.append(words("dated", day=date.fromisoformat(reply.day)))
    for one in picked(questionnaire, known):
        lines += [f"## {one.title.get(language)}", render.filled(one.text.get(language), language)]
        if reasons := holding(render, one.reasons, known, language):
            lines += [words("why"), "\n".join(reasons)]
    if points := levels(questionnaire, known, {}, words):
        lines += [f"## {words('levels')}", points]
    if reply.beside:
        rank = ranked(questionnaire, reply.answers, reply.beside)
        lines += [f"## {words('compared')}", places(questionnaire, rank, words), table(questionnaire, rank, words)]
    return lines


def _answered(render: Catalogue, questionnaire: Questionnaire, known: Known, words: TemplateBlocks) -> list[str]:
    language = words.language
    answers = [f"- **{escaped(one.asked)}** {escaped(one.said)}" for one in given(questionnaire, known, words)]
    note = render.filled(questionnaire.note.get(language), language) if questionnaire.note else ""
    notes = holding(render, questionnaire.notes, known, language)
    return ["\n".join((words("also"), *notes)) if notes else "", f"## {words('answers')}", "\n".join(answers), note]


def _completed(text: str, said: Mapping[str, str]) -> str:
    """With the answers in their places."""
    return re.sub(ANSWER_IN_FILE, lambda found: said.get(found[1]) or MISSING, text)
