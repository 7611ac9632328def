"""Files of questions: what is read, and what is refused at which place."""

import json
from pathlib import Path

import pytest

from bot.errors import PasseurError
from bot.search.evaluation.questions import QuestionsError, read_questions, unknown_ids


def problems(path: Path, text: str) -> list[tuple[int, int, str]]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionsError) as refused:
        read_questions([path])
    return [(p.line, p.column, p.rule) for p in refused.value.problems]


def test_a_question_keeps_what_the_file_says_of_it(tmp_path: Path) -> None:
    path = tmp_path / "q.yaml"
    path.write_text('- {q: "où ?", expect: [a, b], lang: fr, job: hr, hurry: 3, notes: [x]}\n', encoding="utf-8")
    (placed,) = read_questions([path])
    assert (placed.question.q, placed.question.expect) == ("où ?", ("a", "b"))
    assert placed.question.labels == {"lang": "fr", "job": "hr", "hurry": "3"}


def test_lines_of_json_are_read_as_the_same_list_in_yaml(tmp_path: Path) -> None:
    items = [{"q": "où ?", "expect": ["a"], "lang": "fr", "kind": "in"}, {"q": "x", "expect": [], "kind": "far"}]
    (tmp_path / "q.yaml").write_text(json.dumps(items), encoding="utf-8")
    (tmp_path / "q.jsonl").write_text("\n\n".join(json.dumps(item) for item in items), encoding="utf-8")
    yaml, lines = (read_questions([tmp_path / name]) for name in ("q.yaml", "q.jsonl"))
    assert [p.question for p in yaml] == [p.question for p in lines]
    assert [p.question.kind for p in lines] == [None, "far"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- {q: a}", (1, 3, "missing-key")),
        ("- {expect: [a]}", (1, 3, "missing-key")),
        ("- {q: 12, expect: [a]}", (1, 7, "wrong-type")),
        ("- {q: a, expect: b}", (1, 18, "wrong-type")),
        ("- {q: a, expect: [b, 3]}", (1, 22, "wrong-type")),
        ("- {q: a, expect: }", (1, 18, "wrong-type")),
        ("- {q: a, expect: [b], lang: 4}", (1, 29, "wrong-type")),
        ("- {q: a, expect: [], kind: close}", (1, 28, "wrong-value")),
        ("- {q: a, expect: [b], kind: near}", (1, 29, "wrong-value")),
        ("- {q: a, expect: [], kind: in}", (1, 28, "wrong-value")),
        ("- a", (1, 3, "wrong-type")),
        ("q: a\nexpect: [b]", (1, 1, "wrong-type")),
        ("- {q: a, q: b, expect: []}", (1, 10, "duplicate-key")),
        ("- {q: a, expect: []\n- {q: b", (2, 1, "syntax")),
    ],
)
def test_a_mistake_is_told_at_its_place(text: str, expected: tuple[int, int, str], tmp_path: Path) -> None:
    assert problems(tmp_path / "q.yaml", text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"q": "a", "expect": []}\n{"q" "a"}', (2, 6, "syntax")),
        ('{"q": "a", "expect": "b"}', (1, 12, "wrong-type")),
        ('{"q": "a", "expect": []}\n[1]', (2, 1, "wrong-type")),
        ('{"q": "a", "expect": null}', (1, 1, "missing-key")),
    ],
)
def test_a_mistake_in_lines_of_json_is_told_at_its_line(
    text: str, expected: tuple[int, int, str], tmp_path: Path
) -> None:
    assert problems(tmp_path / "q.jsonl", text) == [expected]


def test_the_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.jsonl"
    first.write_text("- {q: a}\n- {q: b, expect: 3}\n", encoding="utf-8")
    second.write_text("no\n", encoding="utf-8")
    with pytest.raises(QuestionsError, match=r"The questions have 4 problems") as refused:
        read_questions([first, second, tmp_path / "absent.jsonl"])
    assert len(refused.value.problems) == 4


def test_no_question_at_all_is_refused(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(PasseurError, match="no question"):
        read_questions([tmp_path / "q.jsonl"])


def test_an_id_that_nothing_answers_is_found_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "q.yaml").write_text("- {q: a, expect: [known]}\n- {q: b, expect: [known, slip]}\n", encoding="utf-8")
    (found,) = unknown_ids(read_questions([tmp_path / "q.yaml"]), {"known"})
    assert (found.line, found.column, found.rule) == (2, 26, "unknown-id")
