"""What introductions say, by whom it is for; `mail` makes a letter into an e-mail."""

from collections.abc import Callable
from typing import Any

from bot.features.introductions.card import Settled
from bot.features.introductions.replies import (
    Asked,
    DidYouMeet,
    Draft,
    HelpedAlong,
    Introduced,
    MentorHidden,
    MentorNews,
    MetNoted,
    MyRequests,
    NobodyLeft,
    Offer,
    ProfileNote,
    Progress,
    Rated,
    Request,
    Status,
    StillMentor,
    StuckRequests,
)
from bot.features.privacy.replies import MyData, Privacy
from bot.messages.catalogue import Catalogue
from bot.messages.introductions import asker, both, maintainers, mentor, own, status
from bot.messages.introductions.mail import LINK as LINK
from bot.messages.introductions.mail import mail as mail
from bot.messages.parts import Part
from bot.messages.words import TemplateBlocks

RENDERERS: dict[type, Callable[[Catalogue, Any, TemplateBlocks], list[Part]]] = {
    Request: mentor.request,
    Draft: maintainers.draft,
    Progress: asker.progress,
    MentorNews: mentor.news,
    Asked: asker.asked,
    Introduced: both.introduced,
    Settled: both.settled,
    DidYouMeet: both.did_you_meet,
    MetNoted: both.met_noted,
    Rated: both.rated,
    StillMentor: mentor.still_mentor,
    MentorHidden: maintainers.mentor_hidden,
    StuckRequests: maintainers.stuck_requests,
    HelpedAlong: maintainers.helped_along,
    NobodyLeft: maintainers.nobody_left,
    Offer: maintainers.offer,
    ProfileNote: mentor.profile_note,
    Privacy: own.privacy,
    MyData: own.my_data,
    MyRequests: own.my_requests,
    Status: status.status,
}
