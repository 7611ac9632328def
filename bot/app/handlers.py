"""What does each intent that needs the database: registered here beside its feature's line in the table."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.app import privacy, rating, reviews, stepping, stopping, stuck, teams, welcoming
from bot.app.gaps import GapDesk
from bot.app.introducing import Introducing, Replies
from bot.app.mentoring import Mentoring
from bot.app.overview import shown
from bot.features.feature import FeatureContext, PureHandler
from bot.features.gaps.intents import (
    AddExample,
    AnswerNow,
    DecideGap,
    Hush,
    MakeAnswer,
    OpenGapForm,
    SendWhy,
    StillRight,
    TellWhy,
    WriteEntry,
)
from bot.features.intents import Intent
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
from bot.features.privacy.intents import ForgetMe, ShowMyData
from bot.features.steps.intents import AskInStep
from bot.features.teams.intents import LeaveTeam, OpenTeam, ShowTeam
from bot.features.welcome.intents import JoinChannel
from bot.features.working.intents import StopWork

Handler = Callable[[Introducing, Any], Awaitable[Replies]]

HANDLERS: Mapping[type[Intent], Handler] = {
    Introduce: Introducing.introduce,
    Send: Introducing.send,
    OfNeed: Introducing.of_need,
    Rewrite: Introducing.of_need,
    OfIntroduction: Introducing.of_introduction,
    Respond: Introducing.of_introduction,
    Rate: rating.rate,
    SayMore: rating.say_more,
    OfferHelp: lambda asked, intent: Mentoring(asked).offer(intent),
    SendOffer: lambda asked, intent: Mentoring(asked).send_offer(intent),
    ReviewOffer: lambda asked, intent: Mentoring(asked).rule(intent),
    EditProfile: lambda asked, intent: Mentoring(asked).edit(intent.language),
    SaveProfile: lambda asked, intent: Mentoring(asked).save(intent),
    GoOn: lambda asked, intent: Mentoring(asked).go_on(intent),
    ShowMyRequests: lambda asked, intent: Mentoring(asked).requests(intent.language),
    HelpAlong: stuck.help_along,
    ShowStatus: lambda asked, intent: shown(intent, asked),
    DecideGap: lambda asked, intent: _desk(asked).decide(intent),
    OpenGapForm: lambda asked, intent: _desk(asked).open(intent),
    AddExample: lambda asked, intent: _desk(asked).add(intent),
    WriteEntry: lambda asked, intent: _desk(asked).write(intent),
    AnswerNow: lambda asked, intent: _desk(asked).answer(intent),
    MakeAnswer: lambda asked, intent: _desk(asked).make(intent),
    StillRight: reviews.still_right,
    TellWhy: lambda asked, intent: _desk(asked).why(intent),
    SendWhy: lambda asked, intent: _desk(asked).because(intent),
    Hush: lambda asked, intent: _desk(asked).hush(intent),
    ForgetMe: privacy.forget,
    ShowMyData: privacy.show,
    OpenTeam: teams.opened,
    ShowTeam: teams.shown,
    LeaveTeam: teams.left,
    JoinChannel: welcoming.channel,
    StopWork: stopping.stop,
    AskInStep: stepping.step,
}


def _desk(asked: Introducing) -> GapDesk:
    assert asked.decider is not None
    return GapDesk(asked, asked.decider)


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
    people = asked.features.rule(intent).people and await asked.people()
    context = FeatureContext(
        asked.place.user,
        asked.now,
        kept,
        maintainers=maintainers,
        knowledge=knowledge,
        share=asked.share,
        people=people,
    )
    result = handle(intent, context)
    await transaction.kept.keep(name, person, result.keep, asked.now + asked.keep)
    return result.replies
