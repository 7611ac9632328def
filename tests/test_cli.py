"""The command line as people and scripts use it."""

import asyncio
import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.app.pseudonyms import pseudonym
from bot.cli.main import app
from bot.cli.terminal.shown import shown
from bot.features.gaps.values import NewDecision, NewKept
from bot.settings import shipped
from bot.storage.store import Store
from tests import processes

QUESTION = "quelle licence pour nos données ?"
OUTCOMES = {"answer", "choices", "hand_off", "help", "small_talk"}


def run(*arguments: str, typed: str | None = None) -> str:
    result = CliRunner().invoke(app, [*arguments], input=typed)
    assert result.exit_code == 0, result.output
    return result.stdout


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real program, for its exit code."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "PASSEUR_"))}
    return processes.run(*arguments, environment=settings | environment)


def test_ask_prints_the_answer_with_its_source() -> None:
    printed = run("ask", QUESTION)
    assert "Quelle licence pour des données" in printed
    assert "relue le 23 novembre 2026" in printed


@pytest.mark.parametrize("width", range(30, 60))
def test_no_line_of_the_terminal_breaks_at_a_non_breaking_space(width: int) -> None:
    console = Console(width=width)
    with console.capture() as printed:
        console.print(shown("Un\u00a0**essai**\u202f; " * 20 + "\n\n- quel projet\u00a0: le nôtre\n" * 5, console))
    lines = printed.get().splitlines()
    assert not [line for line in lines if line.lstrip(" ").startswith((";", ":", "\u00a0", "\u202f", "**essai"))]
    assert "essai\u202f;" in printed.get()
    assert not [line for line in lines if line.rstrip(" ").endswith(("Un", "\u00a0", "\u202f"))]


@pytest.mark.parametrize("question", [QUESTION, "bonjour", "what can you do?", "où est la cantine ?", "", "licence"])
def test_ask_json_is_one_object_of_a_known_shape(question: str) -> None:
    printed: dict[str, Any] = json.loads(run("ask", question, "--json"))
    assert list(printed) == ["question", "language", "outcome", "entries", "text"]
    assert printed["question"] == question
    assert printed["language"] in ("fr", "en")
    assert printed["outcome"] in OUTCOMES
    assert len(printed["entries"]) <= 5
    assert printed["text"]
    for entry in printed["entries"]:
        assert list(entry) == ["id", "sections", "probability", "matched"]
    probabilities = [entry["probability"] for entry in printed["entries"]]
    assert probabilities == sorted(probabilities, reverse=True)


def test_ask_lists_entries_also_when_it_hands_off() -> None:
    printed = json.loads(run("ask", "comment régler la chaudière du bâtiment ?", "--json"))
    assert (printed["outcome"], bool(printed["entries"])) == ("hand_off", True)


def test_a_language_can_be_forced() -> None:
    assert json.loads(run("ask", QUESTION, "--json", "--lang", "en"))["language"] == "en"


def test_ask_explains_itself() -> None:
    printed = run("ask", QUESTION, "--explain")
    for part in ("Language: fr", "Shared words", "Signals", "Runner-up"):
        assert part in printed


def test_chat_remembers_and_takes_numbers() -> None:
    printed = run("chat", typed=f"{QUESTION}\net pour du code ?\n4\n")
    assert "Quelle licence pour un logiciel" in printed
    assert "Merci" in printed


def test_another_knowledge_takes_the_place_of_ours_and_two_add_up(tmp_path: Path) -> None:
    (tmp_path / "entries").mkdir()
    wording = {"title": "Coffee", "answer": "mot " * 50}
    entry = {
        "id": "coffee",
        "sections": ["bot-help"],
        "next": [],
        "owner": "team",
        "reviewed": "2026-11-23",
        "source": {"document": "guide", "part": {"fr": "Café", "en": "Coffee"}},
        "fr": {**wording, "questions": [f"fr coffee {i}" for i in range(12)]},
        "en": {**wording, "questions": [f"en coffee {i}" for i in range(12)]},
    }
    (tmp_path / "entries" / "coffee.json.yaml").write_text(json.dumps([entry]))
    ours = str(Path(__file__).parents[1] / "knowledge")
    both = json.loads(run("ask", "fr coffee 3", "--json", "--knowledge", ours, "--knowledge", str(tmp_path)))
    assert both["entries"][0]["id"] == "coffee"
    assert (
        json.loads(run("ask", QUESTION, "--json", "--knowledge", ours, "--knowledge", str(tmp_path)))["entries"][0][
            "id"
        ]
        == "licence-data"
    )


def test_check_finds_nothing_wrong_in_our_knowledge() -> None:
    assert "entries" in run("check")


def test_evaluate_writes_a_prediction_a_line(tmp_path: Path) -> None:
    questions, predictions = tmp_path / "questions.yaml", tmp_path / "predictions.jsonl"
    questions.write_text(
        '- {q: "quelle licence pour nos données ?", expect: [licence-data]}\n- {q: "où est la cantine ?", expect: []}\n'
    )
    figures = json.loads(run("evaluate", str(questions), "--json", "--predictions", str(predictions)))
    assert figures
    lines = [json.loads(line) for line in predictions.read_text().splitlines()]
    assert [line["q"] for line in lines] == [QUESTION, "où est la cantine ?"]
    assert all({"q", "outcome", "entries"} <= line.keys() for line in lines)


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "says"),
    [
        (["ask", "x", "--knowledge", "nowhere"], {}, 1, "nowhere"),
        (["serve"], {"SLACK_BOT_TOKEN": "xoxb-example"}, 1, "SLACK_APP_TOKEN"),
        (["serve"], {"SLACK_API_BASE_URL": "http://example.org/api/"}, 1, "https://"),
        (["serve"], {"PORT": "many"}, 1, "PORT"),
        (["database", "upgrade"], {"DATABASE_URL": "nonsense"}, 1, "DATABASE_URL"),
        (["forget", "", ""], {}, 1, "T0EXAMPLE U0EXAMPLE"),
        (["forget", "T0EXAMPLE", " "], {}, 1, "empty"),
        (["nonsense"], {}, 2, "nonsense"),
        (["ask"], {}, 2, "QUESTION"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_was_to_be_expected_is_a_sentence_and_an_exit_code(
    arguments: list[str], environment: dict[str, str], code: int, says: str
) -> None:
    done = process(*arguments, **environment)
    assert done.returncode == code, done.stderr
    assert says.lower() in done.stderr.lower()
    assert "Traceback" not in done.stderr


def test_the_database_is_brought_up_to_date_as_often_as_one_likes(tmp_path: Path) -> None:
    for _ in range(2):
        done = process("database", "upgrade", DATABASE_URL=f"sqlite:///{tmp_path}/p.sqlite3")
        assert done.returncode == 0, done.stderr


def test_the_questions_without_an_answer_are_listed_without_their_authors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/p.sqlite3")
    process("database", "upgrade", DATABASE_URL=f"sqlite:///{tmp_path}/p.sqlite3")
    assert "No question" in run("gaps")
    asyncio.run(_keep(f"sqlite:///{tmp_path}/p.sqlite3", "comment régler la chaudière ?"))
    asyncio.run(_keep(f"sqlite:///{tmp_path}/p.sqlite3", "comment on règle la chaudière", "another"))
    monkeypatch.setenv("COLUMNS", "140")
    assert "comment régler la chaudière ?" in run("gaps")
    (gap,) = json.loads(run("gaps", "--json"))["gaps"]
    assert (gap["number"], gap["people"], gap["decision"], len(gap["asked"])) == (1, 2, None, 2)
    assert "hash" not in json.dumps(gap)


def test_a_gap_is_decided_and_applied_from_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url, folder = f"sqlite:///{tmp_path}/p.sqlite3", tmp_path / "knowledge"
    shutil.copytree(shipped(), folder)
    for name, value in {"DATABASE_URL": url, "PASSEUR_KNOWLEDGE": str(folder), "COLUMNS": "140"}.items():
        monkeypatch.setenv(name, value)
    for number, text in enumerate(
        ("où est le sauna du bureau", "quand ouvre la piscine", "comment réserver le tennis"), 1
    ):
        asyncio.run(_keep(url, text, f"hash {number}"))
    assert "No entry has the id" in fails("gaps", "decide", "1", "--entry", "nowhere")
    assert "One decision is wanted" in fails("gaps", "decide", "1", "--done", "--ignore")
    assert "There is no question 77" in fails("gaps", "decide", "77", "--done")
    for option in ("--entry", "--words", "--answer"):
        for blank in ("", " \t\n"):
            more = ("--new",) if option == "--words" else ()
            assert f"{option} is empty" in fails("gaps", "decide", "1", option, blank, *more)
    run("gaps", "decide", "1", "--entry", "licence-data")
    run("gaps", "decide", "2", "--new")
    run("gaps", "decide", "3", "--out-of-scope")
    assert json.loads(run("gaps", "--json"))["gaps"] == []
    patch = run("gaps", "apply")
    added = [line for line in patch.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert '+      - "où est le sauna du bureau"' in added
    assert '+  - "comment réserver le tennis"' in added
    assert "+- id: quand-ouvre-piscine" in added
    assert not [line for line in patch.splitlines() if line.startswith("-") and not line.startswith("---")]
    run("gaps", "apply", "--write")
    assert "drafts.yaml" in fails("gaps", "apply")  # a draft must be completed first
    (folder / "entries" / "drafts.yaml").unlink()
    run("gaps", "decide", "2", "--done")  # the last word counts
    assert run("gaps", "apply") == ""

    asyncio.run(_decided_on(url, 1, "renamed-since"))
    done = CliRunner().invoke(app, ["gaps", "apply"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Not applied, No 1: No file of the knowledge has an entry 'renamed-since'" in done.stderr
    assert "Nothing to apply" not in done.stderr


def fails(*arguments: str) -> str:
    return str(CliRunner().invoke(app, [*arguments]).exception)


def test_the_questions_are_shown_as_they_were_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/p.sqlite3")
    text = "<@U0MENTOR> <#C0OPEN|open-source> <#C0OPEN> <!here> <!subteam^S0TEAM|@juristes> 3 < 4 [/b] :+1:"
    asyncio.run(_keep(f"sqlite:///{tmp_path}/p.sqlite3", text))
    monkeypatch.setenv("COLUMNS", "140")
    assert "@••• #open-source #C0OPEN @here @juristes 3 < 4 [/b] :+1:" in run("gaps")


def test_the_answers_that_were_not_helpful_are_listed_worst_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/p.sqlite3")
    process("database", "upgrade", DATABASE_URL=f"sqlite:///{tmp_path}/p.sqlite3")
    asyncio.run(_vote(f"sqlite:///{tmp_path}/p.sqlite3", {"good": "++", "mixed": "+-", "bad": "--+"}))
    printed = run("gaps")
    assert "No question" in printed
    assert printed.index("Answers that were not helpful") < printed.index("bad") < printed.index("mixed")
    assert "good" not in printed
    assert json.loads(run("gaps", "--json")) == {
        "gaps": [],
        "unhelpful": [
            {"entry": "bad", "helpful": 1, "not_helpful": 2},
            {"entry": "mixed", "helpful": 1, "not_helpful": 1},
        ],
    }


def test_a_person_is_forgotten_by_their_slack_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/p.sqlite3")
    monkeypatch.setenv("PASSEUR_SECRET", "key")
    mine = pseudonym(b"key", "T0EXAMPLE", "U0EXAMPLE")
    asyncio.run(_keep(f"sqlite:///{tmp_path}/p.sqlite3", "ma question", mine))
    asyncio.run(_keep(f"sqlite:///{tmp_path}/p.sqlite3", "celle d'une autre"))
    assert "questions 1" in run("forget", "T0EXAMPLE", "U0EXAMPLE")
    assert [gap["text"] for gap in json.loads(run("gaps", "--json"))["gaps"]] == ["celle d'une autre"]


async def _keep(url: str, text: str, person: str = "hash") -> None:
    store = await Store.open(url)
    now = datetime.now(UTC)
    async with store.transaction() as transaction:
        await transaction.gaps.keep(NewKept(person, text, "fr"), now, now + timedelta(days=1))
    await store.close()


async def _decided_on(url: str, number: int, entry: str) -> None:
    store = await Store.open(url)
    now = datetime.now(UTC)
    async with store.transaction() as transaction:
        decision = NewDecision("entry", "fr", entry, "où donc ?")
        await transaction.gaps.decide(decision, [number], now, now + timedelta(days=1))
    await store.close()


async def _vote(url: str, votes: dict[str, str]) -> None:
    store = await Store.open(url)
    async with store.transaction() as transaction:
        for entry, given in votes.items():
            for person, vote in enumerate(given):
                await transaction.vote(entry, "fr", f"hash {person}", datetime.now(UTC), helpful=vote == "+")
    await store.close()
