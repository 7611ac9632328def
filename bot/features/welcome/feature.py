"""Welcome, as the table of features knows it."""

from bot.features.feature import Feature, IntentRule, ReplyRule
from bot.features.welcome.intents import JoinChannel
from bot.features.welcome.replies import Welcome

FEATURE = Feature("welcome", intents=(IntentRule(JoinChannel),), replies=(ReplyRule(Welcome),))
