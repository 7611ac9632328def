"""Overdue answers: the plan, the digest with its buttons, and *still right* as a patch of the day."""

import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.app import reviews
from bot.app.directories import PersonKey
from bot.app.introducing import Introducing
from bot.cli.main import app
from bot.features.gaps.intents import StillRight
from bot.features.gaps.replies import GapNote, ReviewDigest
from bot.knowledge import Knowledge, load
from bot.knowledge.editing.entries import ReviewEdit, edited
from bot.knowledge.load import examine
from bot.knowledge.review import review_plan
from bot.storage import Store

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "reviews.yaml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def written(folder: Path, entries: dict[str, Any]) -> Knowledge:
    made = [
        {
            "id": name,
            "fr": {"title": name, "questions": [f"{name} un", f"{name} deux"], "answer": "R."},
            "owner": owner,
            "reviewed": day,
        }
        for name, (owner, day, _) in entries.items()
    ]
    kept = [{key: value for key, value in one.items() if value is not None} for one in made]
    (folder / "entries").mkdir()
    (folder / "organisation.yaml").write_text(
        "name: X\nlanguages: [fr]\nowner: all\nchannels: { maintainers: C0MAINTAIN }\n", encoding="utf-8"
    )
    (folder / "entries/a.yaml").write_text(yaml.safe_dump(kept, sort_keys=False), encoding="utf-8")
    return load([folder])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_what_is_overdue_is_spread(case: dict[str, Any], tmp_path: Path) -> None:
    used = {name: votes for name, (_, _, votes) in case["entries"].items()}
    capped = {"a_week": case["a_week"]} if "a_week" in case else {}
    plan = review_plan(written(tmp_path, case["entries"]), used, TODAY, done=case.get("done", ()), **capped)
    assert [(one.entry, one.due) for one in plan] == list(case["plan"].items())


def test_check_and_plan_say_the_same(tmp_path: Path) -> None:
    days = [datetime.now(UTC).date() - timedelta(days=ago) for ago in (10, 700, 725, 735, 2000)]
    knowledge = written(tmp_path, {f"e{n}": ["us", day, 0] for n, day in enumerate(days)})
    _, problems = examine([tmp_path])
    planned = review_plan(knowledge, {}, datetime.now(UTC).date())
    assert len(planned) == sum(problem.rule == "old-review" for problem in problems) == 2


def test_still_right_changes_the_day_alone(tmp_path: Path) -> None:
    written(tmp_path, {"a": ["us", date(2020, 1, 1), 0], "b": ["us", date(2020, 1, 1), 0], "c": ["us", None, 0]})
    path = tmp_path / "entries/a.yaml"
    before = "# ours\n" + path.read_text(encoding="utf-8").replace("2020-01-01", "2020-01-01  # long ago", 1)
    path.write_text(before, encoding="utf-8")
    (file,), refused = edited(
        load([tmp_path]), [ReviewEdit("a", TODAY), ReviewEdit("c", TODAY), ReviewEdit("x", TODAY)]
    )
    assert list(refused) == [2]
    taken = [line for line in before.splitlines() if line not in file.after.splitlines()]
    put = [line for line in file.after.splitlines() if line not in before.splitlines()]
    assert (taken, put) == (
        ["  reviewed: 2020-01-01  # long ago"],
        ["  reviewed: 2026-11-25  # long ago", "  reviewed: 2026-11-25"],
    )
    path.write_text(file.after, encoding="utf-8")
    assert edited(load([tmp_path]), [ReviewEdit("a", TODAY), ReviewEdit("c", date(2026, 11, 1))]).files == ()


async def test_the_channel_is_asked_and_its_word_becomes_a_patch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours").mkdir()
    knowledge = written(tmp_path / "ours", {f"e{n}": ["us", date(2020, 1, 1), 0] for n in range(7)})
    url = f"sqlite:///{tmp_path}/p.sqlite3"
    store = await Store.open(url)
    async with store.transaction() as transaction:
        await transaction.vote("e6", "fr", "somebody", NOW, helpful=True)
        (sent,) = await reviews.digest(transaction, knowledge, NOW)
        shown = sent.reply
        assert isinstance(shown, ReviewDigest)
        assert ([one.entry for one in shown.reviews], shown.more) == (["e6", "e0", "e1", "e2", "e3"], 2)
        asked = _asked(knowledge, transaction, maintainers=False)
        assert await reviews.still_right(asked, StillRight(language="fr", entry="e6")) == (GapNote("fr", "not_yours"),)
        asked = _asked(knowledge, transaction, maintainers=True)
        for _ in range(2):  # a second click changes nothing
            said = await reviews.still_right(asked, StillRight(language="fr", entry="e6"))
            assert said == (GapNote("fr", "reviewed", entry="e6"),)
        assert len(await transaction.gaps.decisions(NOW)) == 1
        (sent,) = await reviews.digest(transaction, knowledge, NOW)
        assert "e6" not in [one.entry for one in sent.reply.reviews]  # type: ignore[union-attr]
    await store.close()
    monkeypatch.setenv("DATABASE_URL", url)
    ours = ("--knowledge", str(tmp_path / "ours"))
    done = await asyncio.to_thread(CliRunner().invoke, app, ["gaps", "apply", *ours, "--write"])
    assert done.exit_code == 0, done.output
    assert load([tmp_path / "ours"]).entries["e6"].reviewed == TODAY
    told = await asyncio.to_thread(CliRunner().invoke, app, ["review", "--json", *ours])
    assert [one["entry"] for one in json.loads(told.stdout)][:2] == ["e0", "e1"]


def test_nothing_overdue_is_no_message(tmp_path: Path) -> None:
    assert review_plan(written(tmp_path, {"a": ["us", TODAY, 0]}), {}, TODAY) == ()
    done = CliRunner().invoke(app, ["review", "--knowledge", str(tmp_path)])
    assert (done.exit_code, done.stdout) == (0, "No answer is overdue.\n")


def test_a_name_that_nobody_knows_is_told(tmp_path: Path) -> None:
    written(tmp_path, {"leave": ["us", TODAY, 0]})
    done = CliRunner().invoke(app, ["review", "right", "leav", "--knowledge", str(tmp_path)])
    assert 'did you mean "leave"?' in str(done.exception)


def _asked(knowledge: Knowledge, transaction: Any, *, maintainers: bool) -> Introducing:
    from bot.app.directories import Directories

    directories = Directories(knowledge, lambda *parts: ":".join(parts), False)
    return Introducing(directories, transaction, "T", PersonKey("p", "U0EXAMPLE"), NOW, maintainers=maintainers)
