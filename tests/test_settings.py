"""Slack's address: tokens go there, so it must be Slack's or another https one, or this machine."""

import os
from pathlib import Path

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


def test_the_environment_wins_over_the_file_and_an_empty_one_is_unset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 'PORT=4001\nexport host="127.0.0.1"  # this machine\nSMTP_FROM=\nPASSEUR_MODEL=small\nOTHER=1\n'
    (tmp_path / ".env").write_text(written, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("HOST", "SMTP_FROM", "PASSEUR_LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("port", "4002")
    monkeypatch.setenv("PASSEUR_MODEL", "")
    monkeypatch.setenv("PASSEUR_KNOWLEDGE", f"one{os.pathsep}two")
    found = read(passeur_log_level="debug")
    assert (found.port, found.host, found.smtp_from, found.passeur_model) == (4002, "127.0.0.1", None, "small")
    assert (found.passeur_knowledge, found.passeur_log_level) == ((Path("one"), Path("two")), "debug")
    assert read(None).host == "0.0.0.0"


def test_a_value_that_cannot_be_is_told_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "soon")
    with pytest.raises(SettingsError, match=r"PORT: .*integer"):
        read()
