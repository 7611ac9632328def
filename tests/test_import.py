"""`passeur import`: FAQs of other tools become folders that answer; what can't be taken is told at its row."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from typer.testing import CliRunner

from bot.cli.importing.entries import TITLE
from bot.cli.importing.markdown import showable
from bot.cli.main import app
from bot.knowledge import load
from bot.knowledge.editing.naming import titled
from bot.knowledge.load import examine
from bot.messages.checks import RULES
from tests import processes

HERE = Path(__file__).parent / "imports"
ANSWERS: list[dict[str, str]] = yaml.safe_load((HERE / "answers.yaml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))


def imported(tmp_path: Path, *words: str, language: str = "en") -> tuple[int, str]:
    ours = ("--into", str(tmp_path / "ours"), "--language", language)
    done = CliRunner().invoke(app, ["import", *words, *ours])
    return done.exit_code, done.stderr


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["files"][0])
def test_a_file_becomes_a_bot_that_answers(case: dict[str, Any], tmp_path: Path) -> None:
    code, told = imported(tmp_path, *(str(HERE / file) for file in case["files"]), "--lang", case["lang"])
    lines = [line.removeprefix(str(HERE) + "/") for line in told.splitlines()]
    assert (code, len(lines)) == (0, len(case["told"])), told
    assert [words for line, words in zip(lines, case["told"], strict=True) if not line.startswith(words)] == []
    knowledge = load([tmp_path / "ours"], RULES)
    assert {entry.id: entry.wording(case["lang"]).title for entry in knowledge.own.values()} == case["entries"]
    written = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "ours/entries").iterdir())
    assert [words for words in case["contains"] if words not in written] == []
    for question, answer in case["ask"].items():
        done = processes.run("ask", question, "--knowledge", str(tmp_path / "ours"))
        assert (done.returncode, answer in done.stdout) == (0, True), done.stderr


def test_a_workbook_in_two_languages(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["nothing here"])  # type: ignore[union-attr]
    sheet = book.create_sheet("FAQ")
    sheet.append(["Question FR", "Réponse FR", "Question (English)", "Answer (English)"])
    sheet.append(["Où est le parking ?", "Rue A.", "Where is the car park?", "Street A."])
    sheet.append(["Où est le vélo ?", "Cour B.", None, None])
    book.save(tmp_path / "faq.xlsx")
    code, told = imported(tmp_path, str(tmp_path / "faq.xlsx"))
    assert (code, told) == (0, "")
    entries = yaml.safe_load((tmp_path / "ours/entries/faq.yaml").read_text(encoding="utf-8"))
    assert [sorted(entry) for entry in entries] == [["en", "fr", "id"], ["fr", "id"]]
    assert entries[0]["en"]["answer"] == "Street A."


@pytest.mark.parametrize(
    ("name", "content", "says", "dit"),
    [
        ("a.csv", "a,b\n1,2\n", ":1:1: no column is called question", "aucune colonne"),
        ("a.csv", "question,answer\nQ,\n", ":2:1: an answer is missing", "il manque une réponse"),
        ("a.csv", "question,answer\n,A\n", ":2:1: a question is missing", "il manque une question"),
        ("a.md", "text\n", ":1:1: there is no heading", "pas de titre"),
        ("a.md", "# A\n# B\n", ":1:1: no heading has a text", "aucun titre"),
        ("a.yml", "nlu: [\n", ": a value is missing here", "il manque une valeur"),
        ("a.json", '{"qna": [{"q": []}]}', ":1:1: a question is missing", "il manque une question"),
        ("a.csv", "question,answer\nQ," + "x" * 3001, ":2:1: the answer has 3001 characters", "3001 caractères"),
    ],
)
def test_what_can_not_be_taken_is_told(name: str, content: str, says: str, dit: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    for language, words in (("en", says), ("fr", dit)):
        code, told = imported(tmp_path, str(tmp_path / name), language=language)
        assert (code, words in told) == (1, True), told


@pytest.mark.parametrize(("name", "content"), [("a.json", "{"), ("a.json", "{}"), ("a.xlsx", "x"), ("a.pdf", "x")])
def test_a_file_in_no_known_form_is_an_error_with_a_way_out(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = CliRunner().invoke(app, ["import", str(tmp_path / name)])
    assert (done.exit_code, name in str(done.exception)) == (1, True)


def test_each_file_counts_its_own_rows(tmp_path: Path) -> None:
    for name, subject in (("a", "badge"), ("b", "taxi")):
        rows = "".join(f"{n},Who pays the {subject} {n}?,The {subject} desk {n}.\n" for n in (1, 2))
        (tmp_path / f"{name}.csv").write_text(f"id,question,answer\n{rows}", encoding="utf-8")
    assert imported(tmp_path, str(tmp_path / "a.csv"), str(tmp_path / "b.csv"))[0] == 0
    (file,) = (tmp_path / "ours" / "entries").glob("*.yaml")
    made = yaml.safe_load(file.read_text(encoding="utf-8"))
    said = [part["answer"].strip() for entry in made for part in entry.values() if isinstance(part, dict)]
    assert sorted(said) == sorted(f"The {subject} desk {n}." for subject in ("badge", "taxi") for n in (1, 2))


def test_nothing_is_written_over(tmp_path: Path) -> None:
    source = str(HERE / "qnamaker.tsv")
    assert imported(tmp_path, source)[0] == 0
    assert imported(tmp_path, source)[0] == 1
    assert imported(tmp_path, source, "--force")[0] == 0


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("Court ?", "Court ?"),
        ("x" * 75, "x" * 75),
        ("x" * 80, "x" * 74 + "…"),
        ("mot " * 30, ("mot " * 18).strip() + "…"),
        ("a" * 60 + ", " + "b" * 40, "a" * 60 + "…"),
    ],
)
def test_a_title_fits_on_a_button(title: str, cut: str) -> None:
    assert titled(title.strip(), TITLE) == cut


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case["given"])
def test_an_answer_becomes_what_slack_shows(case: dict[str, str]) -> None:
    assert showable(case["given"]) == case["shown"]


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case["given"])
def test_what_is_shown_passes_the_check(case: dict[str, str], tmp_path: Path) -> None:
    answer = {"title": "T", "questions": ["q", "p"], "answer": showable(case["given"])}
    (tmp_path / "ours/entries").mkdir(parents=True)
    (tmp_path / "ours/organisation.yaml").write_text("name: X\nlanguages: [en]\n", encoding="utf-8")
    (tmp_path / "ours/entries/a.yaml").write_text(yaml.safe_dump([{"id": "a", "en": answer}]), encoding="utf-8")
    _, found = examine([tmp_path / "ours"], RULES)
    assert [str(problem) for problem in found if problem.rule in ("markup", "template-error")] == []


def test_a_question_that_another_file_has_already_names_that_file(tmp_path: Path) -> None:
    for name, rows in (("a", "Where?,There.\nWhen?,Now."), ("b", "How?,So.\nWhere?,Elsewhere.\nWhy?,So.\nWhy?,No.")):
        (tmp_path / f"{name}.csv").write_text(f"question,answer\n{rows}\n", encoding="utf-8")
    _, told = imported(tmp_path, str(tmp_path / "a.csv"), str(tmp_path / "b.csv"))
    assert f"b.csv:3:1: warning: the same question is in row 2 of '{tmp_path / 'a.csv'}', and is left out" in told
    assert "b.csv:5:1: warning: the same question is in row 4, and is left out" in told


def test_a_page_may_say_below_where_its_links_lead(tmp_path: Path) -> None:
    page = "# `passeur` **how**?\nSee [the page][a], [B].\n# When?\nNow.\n\n[a]: https://example.org/a\n[b]: <https://example.org/b>\n"
    (tmp_path / "faq.md").write_text(page, encoding="utf-8")
    assert imported(tmp_path, str(tmp_path / "faq.md"))[0] == 0
    how, when = yaml.safe_load((tmp_path / "ours/entries/faq.yaml").read_text(encoding="utf-8"))
    assert how["fr"]["title"] == "passeur how?"
    assert how["fr"]["answer"].strip() == "See [the page](https://example.org/a), [B](https://example.org/b)."
    assert when["fr"]["answer"].strip() == "Now."


def test_what_is_written_names_its_schema(tmp_path: Path) -> None:
    assert imported(tmp_path, str(HERE / "faq.md"))[0] == 0
    for path in (tmp_path / "ours/organisation.yaml", tmp_path / "ours/entries/faq.yaml"):
        named = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / named).is_file()
