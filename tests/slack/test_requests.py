"""What counts as a request in a help channel, and what is a statement or thanks."""

from pathlib import Path

import pytest
import yaml

from bot.features.answering.reading.requests import requests

CASES = yaml.safe_load(Path(__file__).with_name("requests.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", CASES["asks"])
def test_a_request_asks(text: str) -> None:
    assert requests(text)


@pytest.mark.parametrize("text", CASES["silent"])
def test_a_statement_asks_nothing(text: str) -> None:
    assert not requests(text)
