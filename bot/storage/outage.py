"""A database that does not answer is one line in the log, however much fails meanwhile, and one when it is over."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from bot.errors import StorageError

log = logging.getLogger(__name__)
AGAIN = 60.0
"""Seconds after which an outage that goes on is told again."""


class Outage:
    """`failures`: how many tries have failed since the start."""

    def __init__(self) -> None:
        self.failures = 0
        self._here = 0
        self._began: float | None = None
        self._told = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Around whatever asks the database for something."""
        try:
            yield
        except StorageError as error:
            self._failed(error)
            raise
        self._answered()

    def _failed(self, error: StorageError) -> None:
        self.failures, self._here, now = self.failures + 1, self._here + 1, monotonic()
        if self._began is None:
            self._began, self._told = now, now
            log.error("%s Events that could not be written down are brought again by Slack.", error)
        elif now - self._told > AGAIN:
            self._told = now
            log.error("The database fails since %d s, %d tries until now. %s", now - self._began, self._here, error)

    def _answered(self) -> None:
        if self._began is not None:
            log.warning("The database answers again: %d tries failed in %d s.", self._here, monotonic() - self._began)
            self._began, self._here = None, 0
