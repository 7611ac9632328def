"""Questionnaires, as the table of features knows them."""

from bot.features.feature import Feature, IntentRule, ReplyRule
from bot.features.questionnaires.form import FORM, WHY_NOT, step
from bot.features.questionnaires.handlers import (
    answered,
    back,
    kept,
    offered,
    shared,
    shown,
    started,
    why_not,
    why_not_named,
)
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
from bot.features.questionnaires.reading import read
from bot.features.questionnaires.replies import (
    NotChosen,
    QuestionnaireNote,
    QuestionnaireOffer,
    QuestionnaireResult,
    ResultFile,
    ResultPicture,
    SharedResult,
)

FEATURE = Feature(
    "questionnaires",
    intents=(
        IntentRule(OfferQuestionnaire, at_home=True, handle=offered),
        IntentRule(StartQuestionnaire, shown="alone", repeat="always", at_home=True, handle=started),
        IntentRule(AnswerStep, shown="opened", handle=answered, step=step, each_step=True, people=True),
        IntentRule(GoBack, shown="alone", repeat="always", handle=back),
        IntentRule(ShowResult, shown="alone", repeat="always", at_home=True, handle=shown, people=True),
        IntentRule(AskWhyNot, shown="opened", repeat="always", handle=why_not),
        IntentRule(AskWhyNotNamed, handle=why_not_named),
        IntentRule(KeepResult, shown="alone", handle=kept),
        IntentRule(ShareResult, shown="channel", repeat="once", handle=shared),
    ),
    replies=(
        ReplyRule(QuestionnaireOffer, personal=lambda reply: bool(reply.answered or reply.result)),
        ReplyRule(QuestionnaireResult, personal=True),
        ReplyRule(ResultPicture, personal=True),
        ReplyRule(SharedResult),
        ReplyRule(NotChosen, personal=True),
        ReplyRule(ResultFile, personal=True),
        ReplyRule(QuestionnaireNote, personal=True),
    ),
    forms=(FORM, WHY_NOT),
    reads=read,
)
