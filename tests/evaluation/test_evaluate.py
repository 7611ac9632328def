"""`passeur evaluate` on a small knowledge of its own, from the files to every face, and the page in a browser."""

import json
import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli.evaluate import BOUNDS
from bot.cli.evaluation.markdown import as_markdown
from bot.cli.evaluation.page import as_page
from bot.cli.evaluation.wording import HEADINGS
from bot.cli.main import app
from bot.search.evaluation.compare import compare
from bot.search.evaluation.figures import BY_NAME
from bot.search.evaluation.report import report
from tests.evaluation.made import NINE, made

SUBJECTS = {
    "bot-help": ("what can you do", "que sais-tu faire", "how do you work", "comment marches-tu"),
    "bicycle": ("where to park my bicycle", "où garer mon vélo", "is there a bicycle shed", "local à vélos"),
    "lunch": ("when is lunch served", "à quelle heure est le déjeuner", "lunch menu today", "menu du déjeuner"),
}
QUESTIONS = [
    {"q": "where to park my bicycle", "expect": ["bicycle"], "lang": "en", "style": "question"},
    {"q": "menu du déjeuner", "expect": ["section-lunch"], "lang": "fr", "style": "keywords"},
    {"q": "que sais-tu faire", "expect": ["bot-help"], "lang": "fr"},
    {"q": "repeal of the corn laws", "expect": [], "lang": "en", "kind": "far"},
    {"q": "", "expect": [], "kind": "far"},
]


def entry(name: str, questions: tuple[str, ...]) -> dict[str, Any]:
    def wording(some: tuple[str, ...]) -> dict[str, Any]:
        return {"title": f"About {name}", "questions": list(some), "answer": f"All about {name}."}

    section = name if name == "bot-help" else f"section-{name}"
    return {
        "id": name,
        "sections": [section],
        "en": wording(questions[::2]),
        "fr": wording(questions[1::2]),
        "source": {"document": "handbook", "part": "1"},
        "owner": "Ada",
        "reviewed": "2026-11-23",
    }


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a knowledge of three entries and a file of five questions."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PASSEUR_")]:
        monkeypatch.delenv(name)
    (tmp_path / "knowledge" / "entries").mkdir(parents=True)
    organisation = {"name": "The Works", "documents": {"handbook": {"fr": "Le manuel", "en": "The handbook"}}}
    (tmp_path / "knowledge" / "organisation.yaml").write_text(yaml.safe_dump(organisation))
    entries = yaml.safe_dump([entry(*subject) for subject in SUBJECTS.items()], allow_unicode=True)
    (tmp_path / "knowledge" / "entries" / "all.yaml").write_text(entries, encoding="utf-8")
    (tmp_path / "q.yaml").write_text(yaml.safe_dump(QUESTIONS, allow_unicode=True), encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["evaluate", "q.yaml", "--knowledge", "knowledge", *arguments])


@pytest.mark.usefixtures("place")
def test_the_json_holds_every_figure_and_every_prediction() -> None:
    result = run("--json")
    assert result.exit_code == 0, result.output
    printed = json.loads(result.stdout)
    assert (printed["n"], printed["in_scope"], printed["out_of_scope"]) == (5, 3, 2)
    assert printed["figures"].keys() == BY_NAME.keys()
    assert printed["figures"]["top1"]["value"] == 1
    assert [p["q"] for p in printed["predictions"]] == [q["q"] for q in QUESTIONS]


def test_the_lines_of_predictions_keep_their_promise(place: Path) -> None:
    assert run("--predictions", "p.jsonl").exit_code == 0
    lines = [json.loads(line) for line in (place / "p.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["q"] for line in lines] == [q["q"] for q in QUESTIONS]
    for line in lines:
        assert line["outcome"] in ("answer", "choices", "hand_off", "help", "small_talk")
        assert len(line["entries"]) <= 5
        assert all(list(e) == ["id", "sections", "probability", "matched"] for e in line["entries"])
    assert lines[1]["entries"][0]["id"] == "lunch"
    assert lines[1]["entries"][0]["sections"] == ["section-lunch"]
    assert lines[4]["outcome"] == "help"
    assert lines[4]["shown"] == [{"id": "bot-help", "sections": ["bot-help"]}]


@pytest.mark.usefixtures("place")
def test_the_terminal_shows_the_figures_and_the_groups() -> None:
    shown = run().stdout
    for word in ("5 questions: 3 in scope, 2 out of scope", "top1", "right_offered", "keywords", "section-lunch"):
        assert word in shown


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("form", ["json", "lines"])
def test_a_run_compared_with_itself_has_changed_nothing(form: str) -> None:
    if form == "json":
        Path("then").write_text(run("--json").stdout, encoding="utf-8")
    else:
        run("--predictions", "then")
    comparison = json.loads(run("--json", "--baseline", "then").stdout)["comparison"]
    assert (comparison["n"], comparison["better"], comparison["worse"]) == (5, [], [])
    assert "Then and now, 5 questions" in run("--baseline", "then").stdout


@pytest.mark.usefixtures("place")
def test_a_bound_that_is_missed_exits_with_1_and_says_which() -> None:
    assert run("--at-least", "top1=1,wrong=0").exit_code == 0
    missed = run("--at-least", "top1=1,near_answered=0.1,auroc=1,ece=0", "--json")
    assert missed.exit_code == 1
    assert "near_answered can't be measured" in missed.stderr
    assert "ece is 0." in missed.stderr
    assert "top1" not in missed.stderr
    assert json.loads(missed.stdout)["n"] == 5


def test_an_expected_id_that_nothing_answers_is_warned_of_and_counts_as_a_miss(place: Path) -> None:
    (place / "q.yaml").write_text("- {q: lunch menu today, expect: [lnch]}\n", encoding="utf-8")
    result = run("--json")
    assert 'Warning: q.yaml:1:34: "lnch" is the id of no entry and of no section (unknown-id)' in result.stderr
    assert json.loads(result.stdout)["figures"]["top1"]["value"] == 0


def test_a_bad_file_of_questions_is_refused_at_its_place(place: Path) -> None:
    (place / "q.yaml").write_text("- {q: lunch menu today, expect: lunch}\n", encoding="utf-8")
    result = run()
    assert result.exit_code == 1
    assert 'q.yaml:1:33: "expect" must be a list of ids' in str(result.exception)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    "arguments",
    [("--json", "--markdown"), ("--at-least", "best=1"), ("--baseline", "absent"), ("--html", "q.yaml/in-a-file.html")],
)
def test_options_that_can_not_work_are_refused_in_a_sentence(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert type(result.exception).__name__ == "PasseurError"


def test_the_help_names_every_figure() -> None:
    written = set(re.findall(r"\w+", BOUNDS))
    short = {re.sub(r"^(near|far)_", "oos_", name) for name in BY_NAME}
    assert short <= written | {name.replace("oos_", "near_") for name in written}
    assert {name for _, names in HEADINGS for name in names} == set(BY_NAME)


HOSTILE = made("<script>x</script> | [bold] `a`\n{{ 7*7 }}", ["a"], "answer", ("b", 0.9), shown=1, lang="<b>")
COMPARED = compare({p.question.q: NINE[0].answered for p in NINE}, NINE, 20)


def test_words_of_others_stay_words_in_markdown() -> None:
    lines = as_markdown(report((*NINE, HOSTILE), 10), None).splitlines()
    (row,) = [line for line in lines if "7\\*7" in line or "7*7" in line]
    assert "\\<script\\>" in row
    assert len(re.findall(r"(?<!\\)\|", row)) == 6


class Elements(HTMLParser):
    """The elements of a page, and whether each that must be closed is closed in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    "asked", [NINE, (*NINE, HOSTILE), NINE[:5], NINE[5:], NINE[:1], (made("", ["a"], "help"),)], ids=len
)
def test_the_page_is_whole_whatever_was_asked(asked: Any) -> None:
    for comparison in (None, COMPARED, compare({}, asked, 5)):
        page = as_page(report(asked, 10), asked, comparison)
        elements = Elements()
        elements.feed(page)
        assert elements.open == []
        assert "script" not in elements.seen
        assert not re.search(r"\bnan\b|\bNone\b|Undefined|\{\{ (?!7)", page)


def test_the_page_asks_for_no_other_file() -> None:
    page = as_page(report(NINE, 10), NINE, COMPARED)
    assert not re.search(r"(src|href)=|url\(|@import|https?:", page)


def test_the_page_opens_in_a_browser_without_a_complaint(place: Path) -> None:
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (browser and driver):
        from tests.conftest import absent

        absent("chromium or chromedriver isn't installed")
    from selenium import webdriver

    assert run("--html", "page.html").exit_code == 0
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in ("--headless=new", "--no-sandbox", "--window-size=900,800"):
        options.add_argument(argument)
    chrome = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        for scheme in ("light", "dark"):
            chrome.execute_cdp_cmd(
                "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
            )
            chrome.get((place / "page.html").as_uri())
            assert chrome.get_log("browser") == []
            assert chrome.execute_script("return document.documentElement.scrollWidth") <= 900
            drawn = "return [...document.querySelectorAll('figure svg')].map(s => s.getBBox().width)"
            assert min(chrome.execute_script(drawn)) > 100
            paper = chrome.execute_script("return getComputedStyle(document.body).backgroundColor")
            assert (sum(map(int, re.findall(r"\d+", paper))) > 380) == (scheme == "light")
    finally:
        chrome.quit()
