"""Teams, as the table of features knows them."""

from bot.features.feature import Feature, IntentRule, ReplyRule
from bot.features.teams.intents import LeaveTeam, OpenTeam, ShowTeam
from bot.features.teams.replies import TeamInvitation, TeamNote

FORM = "team_form"
FEATURE = Feature(
    "teams",
    intents=(
        IntentRule(OpenTeam, "members", "alone", repeat="always", at_home=True),
        IntentRule(ShowTeam, "members", "opened"),
        IntentRule(LeaveTeam, "anybody", "alone", at_home=True),
    ),
    replies=(ReplyRule(TeamNote, personal=True), ReplyRule(TeamInvitation, personal=True)),
    forms=(FORM,),
)
