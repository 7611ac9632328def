"""Answering, as the table of features knows it: who may do what is decided with the question itself."""

from typing import get_args

from bot.features.answering.intents import (
    Forward,
    NoneOfThese,
    OpenConversation,
    OpenHome,
    Pick,
    Question,
    SeekMentor,
    Share,
    ShowHelp,
    Vote,
)
from bot.features.answering.replies import Spoken
from bot.features.commands import CommandRule
from bot.features.feature import Feature, IntentRule, ReplyRule

FEATURE = Feature(
    "answering",
    intents=(
        IntentRule(Question),
        IntentRule(Pick),
        IntentRule(NoneOfThese),
        IntentRule(Vote, shown="beside", repeat="always"),
        IntentRule(SeekMentor),
        IntentRule(Forward, shown="beside", repeat="once_each"),
        IntentRule(Share, shown="channel", repeat="once"),
        IntentRule(ShowHelp, command=CommandRule("help", everywhere=True)),
        IntentRule(OpenHome, shown="home", at_home=True),
        IntentRule(OpenConversation),
    ),
    replies=tuple(ReplyRule(reply) for reply in get_args(Spoken)),
)
