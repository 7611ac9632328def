"""Under an answer stand the pages on which it rests, and in it the offices of the organisation's directory."""

from pathlib import Path

import pytest

from bot.features.answering.replies import Answer, Shared
from bot.knowledge import Knowledge, load
from bot.messages import blocks
from bot.messages.markdown import mrkdwn
from bot.messages.plain import text
from bot.messages.render import Renderer

ENTRY = """
- id: a
  fr: { title: T, questions: [a], answer: "Voyez avec {{ offices.legal }}, puis {{ offices.security }}." }
  en: { title: T, questions: [b], answer: "Ask {{ offices.legal }}, then {{ offices.security }}." }
  links:
    - { title: { fr: La liste, en: The list }, url: "https://spdx.org/licenses/?a=1&b=2" }
    - { title: OSI, url: "https://opensource.org" }
"""
FILLED = """
name: X
directory:
  legal: { name: { fr: le pôle <juridique>, en: the legal team }, channel: C0EXAMPLE, delay: 5 }
  security: { email: security@example.org }
"""


def render(folder: Path, organisation: str) -> Knowledge:
    (folder / "entries").mkdir()
    (folder / "entries/a.yaml").write_text(ENTRY, encoding="utf-8")
    (folder / "organisation.yaml").write_text(organisation, encoding="utf-8")
    return load([folder])


@pytest.mark.parametrize(
    ("language", "organisation", "said"),
    [
        ("fr", "name: X", "Voyez avec le service juridique, puis l’équipe sécurité."),
        ("en", "name: X", "Ask your legal department, then the security team."),
        (
            "fr",
            FILLED,
            "Voyez avec le pôle &lt;juridique&gt; (<#C0EXAMPLE>, réponse sous 5 jours ouvrés), "
            "puis l’équipe sécurité (<mailto:security@example.org|security@example.org>).",
        ),
        (
            "en",
            FILLED,
            "Ask the legal team (<#C0EXAMPLE>, answer within 5 working days), "
            "then the security team (<mailto:security@example.org|security@example.org>).",
        ),
    ],
)
def test_an_answer_names_the_office_and_how_it_is_reached(
    tmp_path: Path, language: str, organisation: str, said: str
) -> None:
    parts = Renderer(render(tmp_path, organisation)).parts(Answer(language, "a"))
    assert said in mrkdwn(text(parts)).replace("\u00a0", " ")


@pytest.mark.parametrize(("language", "title", "source"), [("fr", "La liste", "Source"), ("en", "The list", "Source:")])
@pytest.mark.parametrize("shared", [False, True])
def test_the_pages_stand_under_the_answer(tmp_path: Path, language: str, title: str, source: str, shared: bool) -> None:
    reply = Shared(language, "a", "U0EXAMPLE") if shared else Answer(language, "a")
    parts = Renderer(render(tmp_path, "name: X")).parts(reply)
    shown = str(blocks.blocks(parts))
    assert f"<https://spdx.org/licenses/?a=1&amp;b=2|{title}> · <https://opensource.org|OSI>" in shown
    assert source in shown
