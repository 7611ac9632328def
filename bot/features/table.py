"""The table of features: a new one is its folder and a line here."""

from bot.features.answering.feature import FEATURE as ANSWERING
from bot.features.feature import FeatureTable
from bot.features.introductions.feature import FEATURE as INTRODUCTIONS
from bot.features.licences.feature import FEATURE as LICENCES
from bot.features.privacy.feature import FEATURE as PRIVACY

FEATURES = FeatureTable((ANSWERING, INTRODUCTIONS, PRIVACY, LICENCES))
INTENT = FEATURES.adapter
"""Reads every intent that Passeur itself knows, whichever version wrote it."""
