"""The doubles of Slack and the real bot, as for its doors."""

from tests.slack.conftest import bot, slack, socket, socket_and_slack

__all__ = ["bot", "slack", "socket", "socket_and_slack"]
