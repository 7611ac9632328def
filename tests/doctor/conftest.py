"""Slack's doubles, as everywhere."""

from tests.slack.conftest import slack as slack
from tests.slack.conftest import socket as socket
from tests.slack.conftest import socket_and_slack as socket_and_slack
