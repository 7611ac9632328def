"""An ask about introductions in; what handles it, called."""

from bot.app.introducing import Introducing, Replies
from bot.app.mentoring import Mentoring
from bot.app.overview import shown
from bot.features.introductions.intents import (
    EditProfile,
    ForgetMe,
    GoOn,
    Introduce,
    IntroductionIntent,
    OfferHelp,
    OfIntroduction,
    OfNeed,
    Respond,
    ReviewOffer,
    Rewrite,
    SaveProfile,
    Send,
    SendOffer,
    ShowMyData,
    ShowMyRequests,
    ShowStatus,
)


async def routed(ask: IntroductionIntent, asked: Introducing) -> Replies:
    mentoring = Mentoring(asked)
    match ask:
        case Introduce():
            return await asked.introduce(ask)
        case Send():
            return await asked.send(ask)
        case OfNeed() | Rewrite():
            return await asked.of_need(ask)
        case OfIntroduction() | Respond():
            return await asked.of_introduction(ask)
        case OfferHelp():
            return await mentoring.offer(ask)
        case SendOffer():
            return await mentoring.send_offer(ask)
        case ReviewOffer():
            return await mentoring.rule(ask)
        case EditProfile():
            return await mentoring.edit(ask.language)
        case SaveProfile():
            return await mentoring.save(ask)
        case GoOn():
            return await mentoring.go_on(ask)
        case ForgetMe():
            return await mentoring.forget(ask)
        case ShowMyData():
            return await mentoring.data(ask.language)
        case ShowMyRequests():
            return await mentoring.requests(ask.language)
        case ShowStatus():
            return await shown(ask, asked)
