"""Privacy, as the table of features knows it: open to everybody, also to who may have nothing else."""

from bot.features.commands import CommandRule
from bot.features.feature import Feature, IntentRule, ReplyRule
from bot.features.intents import Intent
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.features.privacy.replies import MyData, Privacy
from bot.knowledge.shapes import Language


def _rule(intent: type[Intent], command: CommandRule) -> IntentRule:
    return IntentRule(intent, "anybody", "alone", repeat="always", at_home=True, command=command)


def _sure(language: Language) -> tuple[Intent, ...]:
    """What follows « oui » to the question whether somebody is sure."""
    return ForgetMe(language=language, sure=True), ShowMyData(language=language)


FEATURE = Feature(
    "privacy",
    intents=(
        _rule(ForgetMe, CommandRule("forget_me", for_outsiders=True, offers=_sure)),
        _rule(ShowMyData, CommandRule("my_data", for_outsiders=True, gives_way=True)),
    ),
    replies=(ReplyRule(Privacy, personal=True), ReplyRule(MyData, personal=True)),
)
