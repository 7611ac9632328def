"""What each intent of a questionnaire does: pure functions of the intent and of what is kept of the person."""

from bot.features.feature import FeatureContext, FeatureResult
from bot.features.forms import FormField, FormStep
from bot.features.questionnaires.form import WHY_NOT, WrongAnswer, asked, onward, taken
from bot.features.questionnaires.intents import (
    AnswerStep,
    AskWhyNot,
    AskWhyNotNamed,
    GoBack,
    KeepResult,
    OfferQuestionnaire,
    ShareResult,
    ShowResult,
    StartQuestionnaire,
)
from bot.features.questionnaires.progress import PastResult, begun, compared, finished, progress, result_of
from bot.features.questionnaires.replies import (
    NotChosen,
    QuestionnaireNote,
    QuestionnaireOffer,
    QuestionnaireResult,
    ResultFile,
    ResultPicture,
    SharedResult,
)
from bot.knowledge.questionnaires.condition import Answers
from bot.knowledge.questionnaires.schema import Questionnaire
from bot.knowledge.questionnaires.walk import Walk, before, picked, still_taken, walked
from bot.knowledge.shapes import Language

OfAResult = ShowResult | AskWhyNot | KeepResult | ShareResult


def offered(intent: OfferQuestionnaire, context: FeatureContext) -> FeatureResult:
    questionnaire = context.knowledge.questionnaires.get(intent.questionnaire)
    if questionnaire is None:
        return _gone(intent.language)
    so_far = progress(questionnaire, context.kept)
    count = len(_here(questionnaire, so_far.answers, so_far.step).answers) if so_far.step else 0
    last = result_of(questionnaire, so_far.last, context.kept) if questionnaire.follow and so_far.last else None
    stands = last.answers if last else {}
    return FeatureResult((QuestionnaireOffer(intent.language, questionnaire.id, count, so_far.last, stands),))


def started(intent: StartQuestionnaire, context: FeatureContext) -> FeatureResult:
    questionnaire = context.knowledge.questionnaires.get(intent.questionnaire)
    if questionnaire is None:
        return _gone(intent.language)
    so_far = progress(questionnaire, context.kept)
    answers, step = ({}, None) if intent.again else (so_far.answers, so_far.step)
    walk = _here(questionnaire, answers, step or questionnaire.steps[0].id)
    if walk.step is None:  # its last questions are gone from the file since
        answers, walk = {}, walked(questionnaire, {})
    form = asked(questionnaire, walk, intent.language, answers, resumed=True)
    keep = {questionnaire.id: None} if intent.again and so_far.step else {}
    return FeatureResult((form,), keep)


def answered(intent: AnswerStep, context: FeatureContext) -> FeatureResult:
    """Keep the answer; at the end, say the result. Between, the form itself shows the next question."""
    questionnaire = context.knowledge.questionnaires.get(intent.questionnaire)
    step = questionnaire.step(intent.step) if questionnaire else None
    if questionnaire is None or step is None:
        return _gone(intent.language)
    answer = taken(step, intent)
    if isinstance(answer, WrongAnswer):  # the form says so
        return FeatureResult()
    answers = {**still_taken(questionnaire, intent.answers), step.id: answer}
    walk = onward(questionnaire, step, answers)
    if walk.step is not None:
        return FeatureResult((), begun(questionnaire, answers, walk.step.id))
    so_far = progress(questionnaire, context.kept)
    number, keep = finished(questionnaire, walk.answers, context.now.date(), so_far)
    return _result(intent, questionnaire, number, walk.answers, context)._replace(keep=keep)


def back(intent: GoBack, context: FeatureContext) -> FeatureResult:
    questionnaire = context.knowledge.questionnaires.get(intent.questionnaire)
    if questionnaire is None:
        return _gone(intent.language)
    answers = progress(questionnaire, context.kept).answers
    earlier = tuple(walked(questionnaire, before(questionnaire, intent.step, answers)).answers)
    step = earlier[-1] if earlier else questionnaire.steps[0].id
    walk = _here(questionnaire, answers, step)
    form = asked(questionnaire, walk, intent.language, answers)
    return FeatureResult((form,), begun(questionnaire, answers, step))


def shown(intent: ShowResult, context: FeatureContext) -> FeatureResult:
    found = _past(intent, context)
    if found is None:
        return _gone(intent.language)
    questionnaire, past = found
    return _result(intent, questionnaire, intent.result, past.answers, context)


def why_not(intent: AskWhyNot, context: FeatureContext) -> FeatureResult:
    found = _past(intent, context)
    if found is None:
        return _gone(intent.language)
    questionnaire, past = found
    chosen = {outcome.id for outcome in picked(questionnaire, walked(questionnaire, past.answers).known)}
    if intent.outcome is None:
        others = [one for one in questionnaire.outcomes if one.id not in chosen and one.against]
        if not others:
            return _gone(intent.language)
        labels = {one.id: one.title.get(intent.language) for one in others}
        field = FormField("outcome", "one", tuple(labels), labels=labels)
        return FeatureResult((FormStep(intent.language, WHY_NOT, intent, (field,)),))
    if questionnaire.outcome(intent.outcome) is None:
        return _gone(intent.language)
    reply = NotChosen(intent.language, questionnaire.id, intent.outcome, past.answers, chosen=intent.outcome in chosen)
    return FeatureResult((reply,))


def why_not_named(intent: AskWhyNotNamed, context: FeatureContext) -> FeatureResult:
    """From the reasons of what is being answered, or else of the last result; without either, it is offered."""
    questionnaire = context.knowledge.questionnaires.get(intent.questionnaire)
    if questionnaire is None or questionnaire.outcome(intent.outcome) is None:
        return _gone(intent.language)
    so_far = progress(questionnaire, context.kept)
    past = result_of(questionnaire, so_far.last, context.kept) if so_far.last is not None else None
    answers = so_far.answers if so_far.step else past.answers if past else {}
    if not answers:
        return offered(OfferQuestionnaire(language=intent.language, questionnaire=questionnaire.id), context)
    walk = walked(questionnaire, answers)
    chosen = walk.step is None and intent.outcome in {one.id for one in picked(questionnaire, walk.known)}
    told = NotChosen(
        intent.language, questionnaire.id, intent.outcome, answers, chosen=chosen, unfinished=walk.step is not None
    )
    return FeatureResult((told,))


def kept(intent: KeepResult, context: FeatureContext) -> FeatureResult:
    found = _past(intent, context)
    if found is None:
        return _gone(intent.language)
    questionnaire, past = found
    common = (intent.language, questionnaire.id, past.answers, past.day.isoformat())
    beside = compared(questionnaire, intent.result, past.answers, context.kept).beside
    files = [ResultFile(*common, name=file.name) for file in questionnaire.files]
    files += [
        ResultFile(*common, outcome.id, file.name)
        for outcome in picked(questionnaire, walked(questionnaire, past.answers).known)
        for file in outcome.files
    ]
    return FeatureResult((ResultFile(*common, beside=beside), *files))


def shared(intent: ShareResult, context: FeatureContext) -> FeatureResult:
    found = _past(intent, context)
    if found is None:
        return _gone(intent.language)
    questionnaire, past = found
    return FeatureResult((SharedResult(intent.language, questionnaire.id, past.answers, context.user),))


def _result(
    intent: AnswerStep | ShowResult,
    questionnaire: Questionnaire,
    number: int,
    answers: Answers,
    context: FeatureContext,
) -> FeatureResult:
    last, beside = compared(questionnaire, number, answers, context.kept)
    common = (intent.language, questionnaire.id, number, answers, last, beside)
    told = QuestionnaireResult(*common, share=context.share, people=context.people)
    if questionnaire.picture is None:
        return FeatureResult((told,))
    return FeatureResult((told, ResultPicture(intent.language, questionnaire.id, answers, last)))


def _here(questionnaire: Questionnaire, answers: Answers, step: str) -> Walk:
    """The walk up to this step."""
    return walked(questionnaire, before(questionnaire, step, answers))


def _past(intent: OfAResult, context: FeatureContext) -> tuple[Questionnaire, PastResult] | None:
    """What the button was about; None when it is not there any more, or is somebody else's."""
    questionnaire = context.knowledge.questionnaires.get(intent.questionnaire)
    past = result_of(questionnaire, intent.result, context.kept) if questionnaire else None
    return None if questionnaire is None or past is None else (questionnaire, past)


def _gone(language: Language) -> FeatureResult:
    return FeatureResult((QuestionnaireNote(language),))
