"""Slack's address: tokens go there, so it must be Slack's or another https one, or this machine."""

import pytest

from bot.errors import SettingsError
from bot.settings import read


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://slack.example/api", "https://slack.example/api/"),
        ("https://slack.example:8443/api/", "https://slack.example:8443/api/"),
        ("http://127.0.0.1:3001/api/", "http://127.0.0.1:3001/api/"),
        ("http://localhost/api", "http://localhost/api/"),
        ("http://[::1]:3001/api", "http://[::1]:3001/api/"),
    ],
)
def test_https_and_this_machine_are_taken(given: str, used: str) -> None:
    assert read(slack_api_base_url=given).slack_api_base_url == used


@pytest.mark.parametrize(
    "given",
    [
        "http://slack.example/api/",
        "http://127.0.0.1:1@slack.example/api/",
        "http://127.0.0.1.slack.example/api/",
        "http://localhost:1@127.0.0.1:2@slack.example/",
        "http://127.0.0.1\\@slack.example/api/",
        "https://me:secret@slack.example/api/",
        "https:///api/",
        "https:slack.example",
        "http://[::1/api/",
        "ftp://127.0.0.1/",
        "slack.example",
    ],
)
def test_an_address_that_could_leak_tokens_is_refused_in_words(given: str) -> None:
    with pytest.raises(SettingsError, match="SLACK_API_BASE_URL") as refused:
        read(slack_api_base_url=given)
    assert "secret" not in str(refused.value)
