"""A message as the studio's page shows it."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.features.answering.intents import OpenHome
from bot.messages.html import html
from bot.messages.parts import Button, Buttons, Divider, Footnote, Paragraph, Quote, Title
from tests.cases import cases

TAGS = {"div", "p", "span", "a", "ul", "li", "strong", "em", "blockquote", "hr"}


@pytest.mark.parametrize("case", cases(Path(__file__).parent / "html.yaml"))
@pytest.mark.parametrize("part", [Paragraph, Footnote])
def test_words_become_html_and_no_more(case: dict[str, Any], part: Any) -> None:
    shown = str(html([part(case["markdown"])]))
    assert [piece for piece in case["has"] if piece not in shown] == []
    assert set(re.findall(r"<(\w+)", shown)) <= TAGS


def test_words_that_are_no_markdown_stay_as_they_are() -> None:
    shown = str(html([Title("<i>"), Quote("<b> & *c*"), Divider(), Buttons((Button("<u>", OpenHome()),))]))
    assert "&lt;i&gt;" in shown
    assert "&lt;b&gt; &amp; *c*" in shown
    assert "&lt;u&gt;" in shown
    assert set(re.findall(r"<(\w+)", shown)) <= TAGS
