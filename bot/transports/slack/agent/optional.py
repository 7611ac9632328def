"""What not every plan or workspace of Slack has, learnt from its first refusal."""

import logging

log = logging.getLogger(__name__)
LACKING = frozenset(
    {
        "access_denied",
        "accesslimited",
        "feature_not_enabled",
        "invalid_blocks",
        "method_deprecated",
        "missing_scope",
        "no_permission",
        "team_access_not_granted",
        "unknown_method",
    }
)
"""Slack's words for what it won't do here, whoever asks and wherever."""


class OptionalFeatures:
    """One a workspace's bot: what its first refusal names is left out until the next start."""

    def __init__(self) -> None:
        self._lacking: set[str] = set()

    def has(self, feature: str) -> bool:
        return feature not in self._lacking

    def refused(self, feature: str, word: str) -> bool:
        """Whether Slack's word means that the workspace lacks it; the first time, the log says so."""
        if word not in LACKING and not word.startswith("not_allowed"):
            return False
        if feature not in self._lacking:
            log.info("This workspace has no %s (%s): Passeur does without until the next start.", feature, word)
            self._lacking.add(feature)
        return True
