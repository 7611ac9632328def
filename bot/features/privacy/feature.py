"""Privacy, as the table of features knows it: open to everybody, also to who may have nothing else."""

from bot.features.feature import Feature, IntentRule, ReplyRule
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.features.privacy.replies import MyData, Privacy

FEATURE = Feature(
    "privacy",
    intents=tuple(
        IntentRule(intent, "anybody", "alone", repeat="always", at_home=True) for intent in (ForgetMe, ShowMyData)
    ),
    replies=(ReplyRule(Privacy, personal=True), ReplyRule(MyData, personal=True)),
)
