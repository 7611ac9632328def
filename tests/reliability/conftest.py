"""The doubles of the Slack tests."""

from tests.slack.conftest import slack, socket, socket_and_slack

__all__ = ["slack", "socket", "socket_and_slack"]
