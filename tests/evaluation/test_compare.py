"""Then and now, and the bounds that figures must keep."""

import json
from pathlib import Path

import pytest

from bot.errors import PasseurError
from bot.search.evaluation.compare import compare, read_former
from bot.search.evaluation.gates import failures, parse_gates
from bot.search.evaluation.report import report
from tests.evaluation.made import NINE, lines, made


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_changed_is_said_of_the_same_predictions(tmp_path: Path) -> None:
    text = "".join(json.dumps(line) + "\n" for line in lines(NINE))
    same = compare(read_former(written(tmp_path / "p.jsonl", text)), NINE, 50)
    assert (same.n, same.only_then, same.only_now, same.better, same.worse) == (9, 0, 0, (), ())
    assert all(change.difference in (0, None) for change in same.changes)


def test_both_forms_of_a_baseline_are_read(tmp_path: Path) -> None:
    whole = written(tmp_path / "a.json", json.dumps({"n": 9, "predictions": lines(NINE)}))
    text = "".join(json.dumps(line) + "\n" for line in lines(NINE))
    assert read_former(whole) == read_former(written(tmp_path / "p.jsonl", text))


def test_a_line_with_the_promised_keys_alone_is_enough(tmp_path: Path) -> None:
    bare = [{key: line[key] for key in ("q", "outcome", "entries")} for line in lines(NINE)]
    former = read_former(written(tmp_path / "p.jsonl", "\n".join(map(json.dumps, bare))))
    assert compare(former, NINE, 10).better == ()


def test_questions_that_got_better_and_worse_are_told_apart() -> None:
    now = {p.question.q: p.answered for p in NINE}
    then = {
        **now,
        "right": made("", [], "hand_off", ("a", 0.2)).answered,
        "offered": made("", [], "answer", ("a", 0.9), shown=1).answered,
        "gone": now["right"],
    }
    del then["sent on"]
    found = compare(then, NINE, 50)
    assert (found.n, found.only_then, found.only_now) == (8, 1, 1)
    assert [(m.q, m.then, m.now) for m in found.better] == [("right", "handed_off", "answered_right")]
    assert [(m.q, m.then, m.now_shown) for m in found.worse] == [("offered", "answered_right", ("c", "a"))]
    change = next(c for c in found.changes if c.name == "answered_right")
    assert (change.then, change.now) == (0.5, 0.5)


def test_a_change_is_sure_only_when_chance_is_an_unlikely_cause() -> None:
    now = tuple(made(str(i), ["a"], "answer", ("a", 0.9), shown=1) for i in range(100))
    wrong = made("", ["a"], "answer", ("b", 0.9), shown=1).answered
    for changed, sure in ((1, False), (30, True)):
        then = {p.question.q: wrong if i < changed else p.answered for i, p in enumerate(now)}
        assert next(c for c in compare(then, now).changes if c.name == "top1").sure is sure


@pytest.mark.parametrize("text", ["", "no json", '{"q": "a"}', '{"q": "a", "outcome": "no", "entries": []}', "[1]"])
def test_a_file_that_is_no_baseline_is_refused_in_a_sentence(text: str, tmp_path: Path) -> None:
    with pytest.raises(PasseurError, match="baseline"):
        read_former(written(tmp_path / "p.jsonl", text))
    with pytest.raises(PasseurError, match="baseline"):
        read_former(tmp_path / "absent.jsonl")


@pytest.mark.parametrize(
    ("bounds", "missed"),
    [
        ("top1=0.4,wrong=0.2,ece=0.34", []),
        ("top1=0.41", ["top1"]),
        ("wrong=0.19, near_answered=0.5 ,oos_answered=0.2", ["wrong", "oos_answered"]),
        ("answered_wrong=0.1", ["wrong"]),
    ],
)
def test_a_bound_is_a_least_or_a_most_as_the_figure_wants(bounds: str, missed: list[str]) -> None:
    told = list(failures(report(NINE, 10), parse_gates(bounds)))
    assert [sentence.split()[0] for sentence in told] == missed


def test_what_can_not_be_measured_keeps_no_bound() -> None:
    (told,) = failures(report(NINE[:5], 10), parse_gates("near_answered=0.5"))
    assert "can't be measured" in told


@pytest.mark.parametrize("bounds", ["top1", "top1=", "top1=2", "top1=x", "top1=nan", "best=0.3"])
def test_a_bound_that_says_nothing_is_refused(bounds: str) -> None:
    with pytest.raises(PasseurError):
        parse_gates(bounds)
