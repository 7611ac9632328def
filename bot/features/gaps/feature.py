"""Gaps, as the table of features knows them: maintainers decide, and whoever asked may say why, or hear no more."""

from typing import get_args

from bot.features.feature import Feature, IntentRule, ReplyRule
from bot.features.gaps.intents import (
    AddExample,
    AnswerNow,
    DecideGap,
    Hush,
    MakeAnswer,
    OpenGapForm,
    SendWhy,
    StillRight,
    TellWhy,
    WriteEntry,
)
from bot.features.gaps.replies import AskerNote, GapReply, HumanAnswer, NowAnswered

FEATURE = Feature(
    "gaps",
    intents=(
        *(IntentRule(intent, "maintainers", repeat="always") for intent in (DecideGap, OpenGapForm, StillRight)),
        *(IntentRule(intent, "maintainers", repeat="always") for intent in (AddExample, WriteEntry, AnswerNow)),
        IntentRule(MakeAnswer, "maintainers", "alone", repeat="always"),
        *(IntentRule(intent, "anybody", "alone", repeat="always") for intent in (TellWhy, SendWhy, Hush)),
    ),
    replies=tuple(
        ReplyRule(reply, personal=reply in (AskerNote, HumanAnswer, NowAnswered)) for reply in get_args(GapReply)
    ),
    forms=("gap_example_form", "gap_entry_form", "gap_answer_form", "why_form"),
)
