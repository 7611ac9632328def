"""Errors that a person may read: a full sentence, the value in quotes, and the way out."""


class PasseurError(Exception):
    """An expected failure; its text is shown to the person as it is."""


class SettingsError(PasseurError):
    """The environment or .env holds something that can't work."""


class StorageError(PasseurError):
    """The database is absent, too old or refuses."""


class SlackError(PasseurError):
    """Slack refuses, or can't be reached."""
