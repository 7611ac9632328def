"""`passeur export`: a sheet that can be imported again, and pages that ask nothing of anybody."""

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.knowledge import load
from bot.settings import shipped

SPOKEN = ("fr", "en")


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.lang = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        self.loaded += [given[name] for name in ("src", "data", "action") if name in given]
        self.loaded += [given["href"]] if tag == "link" else []
        self.lang = given["lang"] if tag == "html" else self.lang


def export(*words: str) -> None:
    done = CliRunner().invoke(app, ["export", *words])
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    export(str(folder), "--knowledge", str(shipped()))
    return folder


@pytest.mark.parametrize("language", SPOKEN)
def test_a_page_has_all_answers_each_with_its_anchor(site: Path, language: str) -> None:
    text = (site / f"{language}.html").read_text(encoding="utf-8")
    page, knowledge = Page(text), load([shipped()])
    assert page.lang == language
    assert set(knowledge.own) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert {f"{other}.html" for other in SPOKEN if other != language} <= set(page.links)
    assert "{{" not in text


@pytest.mark.parametrize("language", SPOKEN)
def test_a_page_asks_nothing_of_another_server(site: Path, language: str) -> None:
    text = (site / f"{language}.html").read_text(encoding="utf-8")
    assert Page(text).loaded == []
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest", text)
    assert "default-src 'none'" in text
    allowed = ("#", "https://", *(f"{other}.html" for other in SPOKEN))
    assert [link for link in Page(text).links if not link.startswith(allowed)] == []


def test_words_of_the_knowledge_are_no_html(tmp_path: Path) -> None:
    (tmp_path / "ours/entries").mkdir(parents=True)
    (tmp_path / "ours/organisation.yaml").write_text("name: <b>X</b>\nlanguages: [fr]\n", encoding="utf-8")
    answer = "'Voyez [ici](https://example.org/?a&b).'"
    entry = f"- id: a\n  fr: {{ title: 'a < b', questions: ['\"><script>'], answer: {answer} }}\n"
    (tmp_path / "ours/entries/a.yaml").write_text(entry, encoding="utf-8")
    export(str(tmp_path / "out"), "--knowledge", str(tmp_path / "ours"))
    text = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert (text.count("<script>"), text.count("<b>")) == (1, 0)
    assert "https://example.org/?a&amp;b" in text


def test_a_sheet_can_be_imported_again(tmp_path: Path) -> None:
    export(str(tmp_path / "faq.csv"), "--knowledge", str(shipped()))
    done = CliRunner().invoke(app, ["import", str(tmp_path / "faq.csv"), "--into", str(tmp_path / "ours")])
    assert done.exit_code == 0, done.output
    before, after = load([shipped()]), load([tmp_path / "ours"])
    for language in SPOKEN:
        titles = [{e.wording(language).title for e in known.own.values()} for known in (before, after)]
        assert titles[0] == titles[1]


def test_a_page_in_french_is_set_as_a_typographer_would(site: Path) -> None:
    """No plain space before a sign of two parts or inside « », in what is read or read out; code is left alone."""
    text = (site / "fr.html").read_text(encoding="utf-8")
    shown = re.sub(r"<(style|script|code)\b.*?</\1>", "", text, flags=re.DOTALL)
    read_out = re.findall(r'(?:aria-label|data-found|data-none)="([^"]*)"', shown)
    words = [html.unescape(part) for part in (re.sub(r"<[^>]*>", "", shown), *read_out)]
    assert [found for part in words for found in re.findall(r".{0,20}(?: [:;?!»]|« ).{0,20}", part)] == []
