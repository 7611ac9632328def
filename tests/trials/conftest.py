"""What went wrong in use, tried again: the bot of the Slack tests, for cases that are data."""

from tests.slack.conftest import bot, slack, socket, socket_and_slack

__all__ = ["bot", "slack", "socket", "socket_and_slack"]
