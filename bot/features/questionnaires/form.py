"""The form of a questionnaire: one question a step, and what is wrong with an answer. Pure, and quick."""

import json
import re
from typing import NamedTuple

from bot.features.forms import FormErrors, FormField, FormStep
from bot.features.questionnaires.intents import AnswerStep, GoBack, StartQuestionnaire
from bot.features.questionnaires.unsure import is_unsure
from bot.knowledge.questionnaires.condition import UNKNOWN, Answers, StepAnswer
from bot.knowledge.questionnaires.schema import Questionnaire
from bot.knowledge.questionnaires.step import ANSWER, QuestionStep
from bot.knowledge.questionnaires.walk import Walk, before, still_taken, walked
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language

FORM, WHY_NOT = "questionnaire_form", "why_not_form"
FIGURES = 12
SPACES = re.compile(r"\s+")


class WrongAnswer(NamedTuple):
    """The block of the form's template that says what is wrong."""

    block: str


def asked(
    questionnaire: Questionnaire, walk: Walk, language: Language, answers: Answers, *, resumed: bool = False
) -> FormStep | None:
    """The form of the walk's next question, with the answer that it had; None when nothing is left to ask.

    `answers`: of later steps too. `resumed`: the person goes on where they stopped.
    """
    step = walk.step
    if step is None:
        return None
    intent = AnswerStep(
        language=language,
        questionnaire=questionnaire.id,
        step=step.id,
        answers={name: answer for name, answer in answers.items() if name != step.id},
        answer=_shown(step, answers.get(step.id)),
    )
    number = len(walk.answers) + 1
    back = GoBack(language=language, questionnaire=questionnaire.id, step=step.id)
    again = StartQuestionnaire(language=language, questionnaire=questionnaire.id, again=True)
    return FormStep(
        language,
        FORM,
        intent,
        (_field(step, language),),
        facts={
            "name": questionnaire.title.get(language),
            "number": number,
            "total": walk.total,
            "fewer": walk.fewer,
            "resumed": resumed and number > 1,
            "blank": step.answer in ("number", "text"),
        },
        above=questionnaire.intro.get(language) if number == 1 else "",
        buttons=(("back", back), ("again", again)) if number > 1 else (),
    )


def step(intent: AnswerStep, knowledge: Knowledge) -> FormStep | FormErrors | None:
    """The next question; None at the end, and where the questionnaire has changed meanwhile."""
    questionnaire = knowledge.questionnaires.get(intent.questionnaire)
    question = questionnaire.step(intent.step) if questionnaire else None
    if questionnaire is None or question is None:
        return None
    answer = taken(question, intent)
    if isinstance(answer, WrongAnswer):
        facts = {"min": question.min, "max": question.max}
        return FormErrors(intent.language, FORM, {"answer": answer.block}, facts)
    answers = {**still_taken(questionnaire, intent.answers), question.id: answer}
    return asked(questionnaire, onward(questionnaire, question, answers), intent.language, answers)


def onward(questionnaire: Questionnaire, step: QuestionStep, answers: Answers) -> Walk:
    """The walk up to the first question after this step, whether it was answered once or not."""
    return walked(questionnaire, before(questionnaire, step.id, answers) | {step.id: answers[step.id]})


def taken(step: QuestionStep, intent: AnswerStep) -> StepAnswer | WrongAnswer:
    """What was chosen or typed, as an answer. Nothing typed means: I don't know; those words mean it too."""
    given = intent.answer or ()
    if step.answer in ("one", "several"):
        names = (given,) if isinstance(given, str) else given
        chosen = step.offered(names)
        if not chosen:
            return WrongAnswer("choose")
        if step.contradictory(chosen):
            return WrongAnswer("exclusive")
        return chosen if step.answer == "several" else chosen[:1]
    text = (given if isinstance(given, str) else " ".join(given)).strip()
    if not text or is_unsure(text):
        return (UNKNOWN,)
    return _number(step, text) if step.answer == "number" else (_kept(text),)


def _kept(text: str) -> str:
    """As much of it as the form carries on: a quotation mark or a line break takes two characters there."""
    while len(json.dumps(text, ensure_ascii=False)) > ANSWER + 2:
        text = text[:-1]
    return text


def _number(step: QuestionStep, text: str) -> StepAnswer | WrongAnswer:
    figures = SPACES.sub("", text)
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", figures):
        return WrongAnswer("not_a_number")
    number = int(figures)
    return (str(number),) if step.within(number) else WrongAnswer("out_of_bounds")


def _shown(step: QuestionStep, answer: StepAnswer | None) -> str | StepAnswer | None:
    """An answer as the field has it."""
    if answer is None:
        return None
    if step.answer == "several":
        return answer
    return "" if step.answer != "one" and answer == (UNKNOWN,) else answer[0]


def _field(step: QuestionStep, language: Language) -> FormField:
    label, hint = step.ask.get(language), step.help.get(language) if step.help else ""
    if step.answer in ("one", "several"):
        names = (*(option.id for option in step.options), UNKNOWN)
        labels = {option.id: option.label.get(language) for option in step.options}
        return FormField("answer", step.answer, names, label=label, labels=labels, hint=hint, whole=True)
    if step.answer == "number":
        return FormField("answer", "line", optional=True, longest=FIGURES, label=label, hint=hint)
    return FormField("answer", "lines", optional=True, longest=ANSWER, label=label, hint=hint)
