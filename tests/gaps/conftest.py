"""Slack's double, as in tests/slack."""

from tests.slack.conftest import slack as slack
from tests.slack.conftest import socket_and_slack as socket_and_slack
