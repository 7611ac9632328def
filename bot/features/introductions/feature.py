"""Introductions, as the table of features knows them."""

from collections.abc import Callable
from typing import Any, get_args

from bot.features.commands import CommandRule
from bot.features.feature import Audience, Feature, IntentRule, ReplyRule, Shown
from bot.features.intents import Intent
from bot.features.introductions.forms import TEMPLATES
from bot.features.introductions.intents import (
    EditProfile,
    GoOn,
    HelpAlong,
    Introduce,
    OfferHelp,
    OfIntroduction,
    OfNeed,
    Rate,
    Respond,
    ReviewOffer,
    Rewrite,
    SaveProfile,
    SayMore,
    Send,
    SendOffer,
    ShowMyRequests,
    ShowStatus,
)
from bot.features.introductions.replies import IntroductionReply, MyRequests, ProfileNote, Status


def _of_need(intent: OfNeed) -> Audience:
    """Who may not be introduced any more still gets out of what they began."""
    return "anybody" if intent.do == "withdraw" else "concerned"


def _rule(
    intent: type[Intent],
    audience: Audience = "members",
    shown: Shown = "alone",
    command: CommandRule | None = None,
) -> IntentRule:
    return IntentRule(intent, audience, shown, repeat="always", at_home=True, command=command)


def _to_mentor(reply: ProfileNote) -> bool:
    return not reply.to_maintainers


_PERSONAL: dict[type, bool | Callable[[Any], bool]] = {
    MyRequests: True,
    ProfileNote: _to_mentor,
    Status: True,
}

FEATURE = Feature(
    "introductions",
    intents=(
        _rule(Introduce),
        _rule(Send),
        IntentRule(OfNeed, _of_need, "alone", repeat="always", at_home=True),
        _rule(Rewrite, "concerned"),
        _rule(OfIntroduction, "concerned"),
        _rule(Respond, "concerned"),
        _rule(Rate, "concerned"),
        _rule(SayMore, "concerned"),
        _rule(OfferHelp, command=CommandRule("become_mentor", opens_form=True)),
        _rule(SendOffer),
        _rule(ReviewOffer, "maintainers", "place"),
        _rule(EditProfile, "concerned"),
        _rule(SaveProfile, "concerned"),
        _rule(GoOn, "concerned"),
        _rule(ShowMyRequests, command=CommandRule("my_requests")),
        _rule(ShowStatus, "maintainers", command=CommandRule("mentors", everywhere=True, for_maintainers=True)),
        _rule(HelpAlong, "maintainers", "place"),
    ),
    replies=(
        *(ReplyRule(reply) for reply in get_args(IntroductionReply) if reply not in _PERSONAL),
        *(ReplyRule(reply, personal) for reply, personal in _PERSONAL.items()),
    ),
    forms=TEMPLATES,
)
