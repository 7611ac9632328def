"""What does each intent that needs the database: registered here beside its feature's line in the table."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.app import privacy
from bot.app.introducing import Introducing, Replies
from bot.app.mentoring import Mentoring
from bot.app.overview import shown
from bot.features.feature import FeatureContext, PureHandler
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
from bot.features.privacy.intents import ForgetMe, ShowMyData

Handler = Callable[[Introducing, Any], Awaitable[Replies]]

HANDLERS: Mapping[type[Intent], Handler] = {
    Introduce: Introducing.introduce,
    Send: Introducing.send,
    OfNeed: Introducing.of_need,
    Rewrite: Introducing.of_need,
    OfIntroduction: Introducing.of_introduction,
    Respond: Introducing.of_introduction,
    OfferHelp: lambda asked, intent: Mentoring(asked).offer(intent),
    SendOffer: lambda asked, intent: Mentoring(asked).send_offer(intent),
    ReviewOffer: lambda asked, intent: Mentoring(asked).rule(intent),
    EditProfile: lambda asked, intent: Mentoring(asked).edit(intent.language),
    SaveProfile: lambda asked, intent: Mentoring(asked).save(intent),
    GoOn: lambda asked, intent: Mentoring(asked).go_on(intent),
    ShowMyRequests: lambda asked, intent: Mentoring(asked).requests(intent.language),
    ShowStatus: lambda asked, intent: shown(intent, asked),
    ForgetMe: privacy.forget,
    ShowMyData: privacy.show,
}


async def handled(intent: Intent, asked: Introducing) -> Replies:
    """The replies to an intent of somebody who belongs to the organisation, or may do this without."""
    if handle := asked.features.rule(intent).handle:
        return await _with_kept(handle, intent, asked)
    return await HANDLERS[type(intent)](asked, intent)


async def _with_kept(handle: PureHandler, intent: Intent, asked: Introducing) -> Replies:
    """Load what the feature keeps of the person, and save what it keeps of them from now on."""
    transaction, person, name = asked.transaction, asked.place.person, asked.features.owner(intent).name
    await transaction.alone(f"{name}:{person}")
    kept = await transaction.kept.of(name, person, asked.now)
    knowledge, maintainers = asked.directories.knowledge, asked.maintainers
    context = FeatureContext(asked.place.user, asked.now, kept, knowledge=knowledge, maintainers=maintainers)
    result = handle(intent, context)
    await transaction.kept.keep(name, person, result.keep, asked.now + asked.keep)
    return result.replies
