"""What a programme manager reads: mentors with their state, load and history; requests by month and topic; as CSV."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli.main import app
from bot.cli.tables import TableForm, show
from bot.features.introductions.intents import OfIntroduction, Send, SendOffer
from bot.features.introductions.programme import MentorRecord, MonthFigures, by_month, mentor_records
from bot.features.introductions.states import State
from bot.features.introductions.values import Introduction, MentorStatus, Need
from bot.knowledge.people import Introductions
from tests.introductions.bench import Bench
from tests.introductions.directory import MONDAY, mentor
from tests.introductions.folder import installed

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "programme.yaml").read_text(encoding="utf-8")
)
RULES = Introductions()
HOUR = timedelta(hours=1)


def introduction(number: int, need: str, state: str, name: str = "ada", **said: Any) -> Introduction:
    first = MONDAY + said["first_answer"] * HOUR if "first_answer" in said else None
    answered = MONDAY + HOUR if said.get("answered") or state in ("met", "accepted") else None
    facts: Any = {"begun": MONDAY, "asked": MONDAY, "first_answer": first, "answered": answered}
    return Introduction(id=f"{need}-{number}", need=need, mentor=name, state=State(state), **facts)


@pytest.mark.parametrize("case", CASES["mentors"], ids=lambda case: case["about"])
def test_a_mentor_has_a_state_a_load_and_a_history(case: dict[str, Any]) -> None:
    ada = mentor("ada").model_copy(update=case.get("mentor", {}))
    status = MentorStatus(ada, open=case.get("open", 0), hidden=case.get("hidden", False))
    made = [
        introduction(number, "n", one.pop("state"), one.pop("mentor", "ada"), **one)
        for number, one in enumerate(map(dict, case.get("introductions", ())))
    ]
    askable = ["ada"] if case.get("askable", True) else []
    (record,) = mentor_records({"ada": status}, [], made, askable=askable, rules=RULES, now=MONDAY)
    assert {name: getattr(record, name) for name in case["has"]} == case["has"]


def test_offers_that_wait_stand_first() -> None:
    found = mentor_records(
        {"ada": MentorStatus(mentor("ada"))}, [mentor("zoe")], [], askable=["ada"], rules=RULES, now=MONDAY
    )
    assert [(one.id, one.standing) for one in found] == [("zoe", "offered"), ("ada", "available")]


@pytest.mark.parametrize("case", CASES["months"], ids=lambda case: case["about"])
def test_requests_are_counted_by_month_and_topic(case: dict[str, Any]) -> None:
    needs, made = [], []
    for number, one in enumerate(case["needs"]):
        day = one["opened"]
        opened = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        facts: Any = {"team": "T0", "asker": "U0CHAMPION", "language": "fr", "note": "…", "candidates": ()}
        closed = opened if one.get("closed") else None
        needs.append(
            Need(
                id=f"n{number}",
                topics=tuple(one["topics"]),
                opened=opened,
                closed=closed,
                given_up=one.get("given_up", False),
                **facts,
            )
        )
        for place, state in enumerate(one["states"]):
            asker, mentor = one["worth"][place] if "worth" in one else (None, None)
            told = {"worth_to_asker": asker, "worth_to_mentor": mentor}
            made.append(introduction(place, f"n{number}", state).changed(**told))
    found = by_month(needs, made, RULES)
    assert [list(one) for one in found] == case["figures"]


def test_a_spreadsheet_reads_them_and_takes_nothing_for_a_formula(capsys: pytest.CaptureFixture[str]) -> None:
    record = MentorRecord("ada", '=HYPERLINK("x")', "full", ("data", "legal"), 2, 2, hours=1.5)
    show([record], TableForm.csv)
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["name"], row["topics"], row["hours"], row["last_asked"]) == (
        '\'=HYPERLINK("x")',
        "data, legal",
        "1.5",
        "",
    )
    show([MonthFigures("2026-11", None, 1, 1, 0, 0, 0, 0, 0, 0, 0)], TableForm.json)
    assert '"topic": null' in capsys.readouterr().out
    show([], TableForm.csv)
    assert capsys.readouterr().out == ""


def test_the_commands_read_the_database_and_name_nobody_who_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = installed(tmp_path, monkeypatch)

    async def ask(bench: Bench) -> None:
        await bench.ask("U0CHAMPION", Send(language="fr", candidates=("ada",), topics=("data",), note="Nos horaires."))
        await bench.ask("U0ADA", OfIntroduction(language="fr", introduction=(await bench.only()).id, do="yes"))
        await bench.ask("U0NOVICE", SendOffer(language="fr", name="Zoé (example)", did="A publié", topics=("data",)))

    here.with_bench(ask)
    offer, ada = json.loads(here.run("mentors", "directory", "--format", "json"))
    assert (offer["name"], offer["standing"]) == ("Zoé (example)", "offered")
    assert (ada["standing"], ada["open"], ada["asked"], ada["accepted"]) == ("available", 1, 1, 1)
    (month,) = csv.DictReader(io.StringIO(here.run("mentors", "figures", "--format", "csv")))
    assert (month["topic"], month["needs"], month["introduced"]) == ("data", "1", "1")
    printed = here.run("mentors", "directory") + here.run("mentors", "figures")
    assert [words for words in ("U0CHAMPION", "Nos horaires") if words in printed] == []


@pytest.mark.parametrize("command", ["directory", "figures", "words"])
def test_the_commands_say_where_no_database_is(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.sqlite3")
    done = CliRunner().invoke(app, ["mentors", command])
    assert done.exit_code == 1
    assert "none.sqlite3" in str(done.exception)
