"""Working, as the table of features knows it."""

from bot.features.feature import Feature, IntentRule, ReplyRule
from bot.features.working.intents import StopWork
from bot.features.working.replies import Stopped, Working

FEATURE = Feature("working", intents=(IntentRule(StopWork),), replies=(ReplyRule(Working), ReplyRule(Stopped)))
