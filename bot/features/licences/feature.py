"""Licences, as the table of features knows them: questions that name one."""

from typing import get_args

from bot.features.feature import Feature, IntentRule, ReplyRule
from bot.features.licences.answers import asked, unknown
from bot.features.licences.continuing import continued
from bot.features.licences.intents import AskLicence, AskUnknownLicence
from bot.features.licences.reading import read
from bot.features.licences.replies import LicenceReply

FEATURE = Feature(
    "licences",
    intents=(IntentRule(AskLicence, handle=asked), IntentRule(AskUnknownLicence, handle=unknown)),
    replies=tuple(ReplyRule(reply) for reply in get_args(LicenceReply)),
    reads=read,
    continues=continued,
)
