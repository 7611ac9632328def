"""Introductions, as the table of features knows them."""

from bot.features.feature import Audience, Feature, IntentRule, Shown
from bot.features.intents import Intent
from bot.features.introductions.intents import (
    EditProfile,
    GoOn,
    Introduce,
    OfferHelp,
    OfIntroduction,
    OfNeed,
    Respond,
    ReviewOffer,
    Rewrite,
    SaveProfile,
    Send,
    SendOffer,
    ShowMyRequests,
    ShowStatus,
)


def _of_need(intent: OfNeed) -> Audience:
    """Who may not be introduced any more still gets out of what they began."""
    return "anybody" if intent.do == "withdraw" else "concerned"


def _rule(intent: type[Intent], audience: Audience = "members", shown: Shown = "alone") -> IntentRule:
    return IntentRule(intent, audience, shown, repeat="always", at_home=True)


FEATURE = Feature(
    "introductions",
    intents=(
        _rule(Introduce),
        _rule(Send),
        IntentRule(OfNeed, _of_need, "alone", repeat="always", at_home=True),
        _rule(Rewrite, "concerned"),
        _rule(OfIntroduction, "concerned"),
        _rule(Respond, "concerned"),
        _rule(OfferHelp),
        _rule(SendOffer),
        _rule(ReviewOffer, "maintainers", "place"),
        _rule(EditProfile, "concerned"),
        _rule(SaveProfile, "concerned"),
        _rule(GoOn, "concerned"),
        _rule(ShowMyRequests),
        _rule(ShowStatus, "maintainers"),
    ),
)
