"""Masking, measured on messages in which what must go is marked: 98 % of it goes, 98 % of the other words stay."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from bot.knowledge.private.mask import MARK, masked, private_spans
from bot.knowledge.private.secrets import named_secrets

FOLDER = Path(__file__).parent
PARTS = re.compile(r"⟦(.*?)⟧", re.DOTALL)
MOST_LEFT, MOST_TAKEN = 0.02, 0.02
LONG = 5_000
BEGINNINGS = ("a ", "token = ", "le mot de passe est ", "a@", "a (")
"""After which a pattern may have begun to match."""


class MarkedMessage(NamedTuple):
    text: str
    items: tuple[range, ...]

    @property
    def words(self) -> tuple[range, ...]:
        """Of the words that must stay."""
        taken = {place for item in self.items for place in item}
        found = (range(*word.span()) for word in re.finditer(r"\S+", self.text))
        return tuple(word for word in found if not taken & set(word))


def messages(name: str) -> list[MarkedMessage]:
    return [_read(marked) for marked in yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))]


def _read(marked: str) -> MarkedMessage:
    items, plain = [], ""
    for number, piece in enumerate(PARTS.split(marked)):
        if number % 2:
            items.append(range(len(plain), len(plain) + len(piece)))
        plain += piece
    return MarkedMessage(plain, tuple(items))


def figures(name: str) -> tuple[list[str], int, list[str], int]:
    """Items left in part or whole, of how many; words taken, of how many."""
    left, taken, items, words = [], [], 0, 0
    for message in messages(name):
        gone = {place for span in private_spans(message.text) for place in range(*span)}
        items, words = items + len(message.items), words + len(message.words)
        left += [message.text for item in message.items if _stands(message.text, item, gone)]
        taken += [message.text for word in message.words if gone & set(word)]
    return left, items, taken, words


def _stands(text: str, item: range, gone: set[int]) -> bool:
    return any(text[place].isalnum() and place not in gone for place in item)


@pytest.mark.parametrize("name", ["development", "measured"])
def test_what_is_private_goes_and_the_rest_stays(name: str) -> None:
    left, items, taken, words = figures(name)
    assert len(left) <= MOST_LEFT * items, f"{len(left)} of {items} items are left"
    assert len(taken) <= MOST_TAKEN * words, f"{len(taken)} of {words} words are taken"


@pytest.mark.parametrize("name", ["development", "measured"])
def test_masking_twice_changes_nothing(name: str) -> None:
    once = [masked(message.text) for message in messages(name)]
    assert [masked(text) for text in once] == once
    assert any(MARK in text for text in once)


@pytest.mark.parametrize("unit", yaml.safe_load((FOLDER / "long.yaml").read_text("utf-8")))
def test_long_harmless_messages_are_left(unit: str) -> None:
    text = (unit * LONG)[:LONG] + " "
    assert masked(text) == text
    assert not any(shape.pattern.search(text) for shape in named_secrets())
    for beginning in BEGINNINGS:
        assert masked(f"{beginning}{text}").startswith(beginning)
