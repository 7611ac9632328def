"""The table of features: a new one is its folder and a line here."""

from bot.features.answering.feature import FEATURE as ANSWERING
from bot.features.feature import FeatureTable
from bot.features.gaps.feature import FEATURE as GAPS
from bot.features.introductions.feature import FEATURE as INTRODUCTIONS
from bot.features.licences.feature import FEATURE as LICENCES
from bot.features.previews.feature import FEATURE as PREVIEWS
from bot.features.privacy.feature import FEATURE as PRIVACY
from bot.features.questionnaires.feature import FEATURE as QUESTIONNAIRES
from bot.features.steps.feature import FEATURE as STEPS
from bot.features.teams.feature import FEATURE as TEAMS
from bot.features.welcome.feature import FEATURE as WELCOME
from bot.features.working.feature import FEATURE as WORKING

FEATURES = FeatureTable(
    (ANSWERING, INTRODUCTIONS, PRIVACY, LICENCES, GAPS, QUESTIONNAIRES, TEAMS, WELCOME, WORKING, PREVIEWS, STEPS)
)
INTENT = FEATURES.adapter
"""Reads every intent that Passeur itself knows, whichever version wrote it."""
