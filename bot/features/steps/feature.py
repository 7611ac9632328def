"""Steps, as the table of features knows them."""

from bot.features.feature import Feature, IntentRule, ReplyRule
from bot.features.steps.intents import AskInStep
from bot.features.steps.replies import StepOutcome, StepRefused

FEATURE = Feature("steps", intents=(IntentRule(AskInStep),), replies=(ReplyRule(StepOutcome), ReplyRule(StepRefused)))
