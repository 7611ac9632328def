"""Errors that a person may read: a full sentence, the value in quotes, and the way out."""

import shlex
import sys


class PasseurError(Exception):
    """An expected failure; its text is shown to the person as it is."""


class SettingsError(PasseurError):
    """The environment or .env holds something that can't work."""


class StorageError(PasseurError):
    """The database is absent, too old or refuses."""


class SlackError(PasseurError):
    """Slack refuses, or can't be reached."""


class MissingLibraryError(PasseurError):
    """Something that was asked for needs a library that is no part of the base installation."""

    def __init__(self, what: str, library: str) -> None:
        super().__init__(
            f"{what} needs the library '{library}'. Run: {shlex.quote(sys.executable)} -m pip install {library}"
        )
