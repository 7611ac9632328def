"""The one retry policy: how long to wait before the next try, and how many tries there are."""

from datetime import timedelta

LONGEST_WAIT = 300.0
"""Seconds. Slack's own Retry-After may be longer, and is waited for."""
ATTEMPTS = 12
"""Tries of a message in Slack, over nearly twenty minutes: then people have asked again."""
MAILS = 100
"""Tries of an e-mail, over some eight hours: mail servers may be away for longer than Slack."""


def backoff(attempts: int) -> timedelta:
    """1, 2, 4… seconds, five minutes at most."""
    return timedelta(seconds=min(LONGEST_WAIT, 2.0 ** min(20, max(0, attempts - 1))))
