"""Folders are read whole or refused with places; whatever a file holds, nothing but KnowledgeError comes out."""

import json
import random
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import bot.knowledge.source
from bot.cli.check import check
from bot.knowledge import Knowledge, KnowledgeError, Problem, load
from bot.knowledge.checks import RULES
from bot.knowledge.load import examine
from bot.knowledge.places import Places
from bot.messages.checks import RULES as RULES_OF_MESSAGES
from bot.settings import shipped

ENTRY = """
- id: {id}
  sections: [s]
  fr: {{ title: T, questions: [question {id}], answer: {answer} }}
  en: {{ title: T, questions: [asking {id}], answer: r }}
  source: {{ document: guide, part: p }}
  owner: us
  reviewed: 2026-01-01
"""
PIECES = [
    "- ", "id: ", "a", "fr: ", "questions", ": ", "[", "]", "{", "}", "\n", "  ", "'", '"', "|", ">", "\n", "&a ", "*a",
    "!", "!!int ", "<<", "#", "%", "@", "\t", "---\n", "...\n", "? ", "null", "~", "2024", "0x1F", "1:30", ".inf", "no",
    "2026-01-01", "é", "\u2028", "\x85", "\ufeff", "\x00", "\\ud800", ", ", "\r\n", "🚀",
]  # fmt: skip
PATIENT = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
cli = typer.Typer()
cli.command()(check)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    entry = ENTRY.format(id="a", answer="r")
    return made(tmp_path / "knowledge", {"organisation.yaml": "name: X\n", "entries/a.yaml": entry})


def made(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return folder


def test_the_shipped_knowledge_has_no_problem() -> None:
    assert [str(problem) for problem in examine([shipped()], RULES_OF_MESSAGES)[1]] == []


def test_every_section_is_answered_and_every_entry_is_whole() -> None:
    knowledge = load([shipped()])
    assert all(knowledge.answering(section) for section in knowledge.sections)
    for entry in knowledge.entries.values():
        assert entry.next
        assert entry.fr.short
        assert entry.en.short
    assert knowledge.mentors == ()


def test_every_rule_has_a_manual_page_that_shows_what_fails() -> None:
    assert [rule.__name__ for rule in RULES if "." not in (rule.__doc__ or "")] == []


def test_a_second_folder_adds_and_overrides_by_id(folder: Path) -> None:
    ours = made(
        folder.parent / "ours",
        {
            "entries/mine.yml": ENTRY.format(id="b", answer="new") + ENTRY.format(id="a", answer="better"),
            "vocabulary.yaml": "fr: { synonyms: [[x, y]], abbreviations: { rh: b } }",
        },
    )
    made(folder, {"vocabulary.yaml": "fr: { synonyms: [[u, v]], abbreviations: { rh: a, dg: c } }"})
    knowledge = load([folder, ours])
    assert {name: entry.fr.answer for name, entry in knowledge.own.items()} == {"a": "better", "b": "new"}
    assert list(knowledge.own) == ["a", "b"]
    assert knowledge.vocabulary.fr.synonyms == (("u", "v"), ("x", "y"))
    assert knowledge.vocabulary.fr.abbreviations == {"rh": "b", "dg": "c"}
    assert knowledge.folders == (folder, ours)


def test_the_organisation_is_overridden_key_by_key(folder: Path) -> None:
    made(folder, {"organisation.yaml": "name: X\nlanguages: [en, fr]\nprompts: [a]\n"})
    ours = made(folder.parent / "ours", {"organisation.yaml": "name: Y\n"})
    organisation = load([folder, ours]).organisation
    assert (organisation.name, organisation.languages, organisation.prompts) == ("Y", ("en", "fr"), ("a",))


def test_the_order_of_files_changes_nothing_but_the_order(folder: Path) -> None:
    made(folder, {"entries/0.yaml": ENTRY.format(id="z", answer="r")})
    assert list(load([folder]).own) == ["z", "a"]


def test_a_language_that_is_not_spoken_repeats_the_other(folder: Path) -> None:
    made(folder, {"organisation.yaml": "name: X\nlanguages: [fr]\n", "topics.yaml": "t: { fr: sujet }\n"})
    assert load([folder]).topics["t"].get("en") == "sujet"


def test_no_folder_at_all_is_a_problem() -> None:
    with pytest.raises(KnowledgeError, match="no folder"):
        load([])


def test_a_rule_of_another_room_points_at_a_word(folder: Path) -> None:
    def no_shouting(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
        for entry in knowledge.entries.values():
            if "NOW" in entry.fr.answer:
                yield places.problem("shouting", "no shouting", "entries", entry.id, "fr", "answer", part="NOW")

    made(folder, {"entries/a.yaml": ENTRY.format(id="a", answer="do it NOW please")})
    with pytest.raises(KnowledgeError) as raised:
        load([folder], [no_shouting])
    [problem] = raised.value.problems
    assert (problem.line, problem.column, problem.rule) == (4, 58, "shouting")


def test_a_rule_of_another_room_points_at_a_line(folder: Path) -> None:
    def second_line(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
        yield places.problem("second", "here", "entries", "a", "fr", "answer", line=2)

    text = "- id: a\n  fr:\n    answer: |\n\n      one\n      two\n"
    made(folder, {"entries/a.yaml": text})
    assert any(problem.rule == "second" and problem.line == 6 for problem in examine([folder], [second_line])[1])


@pytest.mark.parametrize(("answer", "looked"), [("fine", ["fast", "slow"]), ("broken", ["fast"])])
def test_a_slow_rule_looks_once_and_only_at_what_has_no_error(folder: Path, answer: str, looked: list[str]) -> None:
    made(folder, {"entries/a.yaml": ENTRY.format(id="a", answer=answer)})
    seen: list[str] = []

    def fast(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
        seen.append("fast")
        if knowledge.entries["a"].wording("fr").answer == "broken":
            yield places.problem("broken", "here", "entries", "a", "fr", "answer")

    def slow(_knowledge: Knowledge, _places: Places) -> Iterator[Problem]:
        seen.append("slow")
        return iter(())

    examine([folder], [fast], [slow])
    assert seen == looked


def test_the_parser_in_python_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = load([shipped()])
    monkeypatch.setattr(bot.knowledge.source, "LOADER", yaml.SafeLoader)
    assert load([shipped()]) == fast


@pytest.mark.parametrize("text", ["[" * 200_000, "{" * 200_000, "- " * 200_000, "? " * 200_000, '["a",' * 200_000])
def test_nesting_without_end_is_refused_at_once(folder: Path, text: str) -> None:
    made(folder, {"entries/a.yaml": text})
    assert examine([folder])[1][-1].rule == "syntax"


@given(st.binary(max_size=300))
@PATIENT
def test_bytes_of_any_kind_are_read_or_refused(content: bytes) -> None:
    read_everywhere(content)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@PATIENT
def test_pieces_of_yaml_in_any_order_are_read_or_refused(text: str) -> None:
    read_everywhere(text)


keys = st.sampled_from(["id", "fr", "en", "next", "questions", "sections", "paths", "x"]) | st.text()
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner),
    max_leaves=15,
)


@given(values)
@PATIENT
def test_yaml_of_any_shape_is_read_or_refused(value: object) -> None:
    read_everywhere(yaml.safe_dump(value, allow_unicode=True))


@given(st.integers(0, 10**6), st.sampled_from(PIECES), st.integers(0, 20))
@PATIENT
def test_an_entry_with_a_slip_of_the_hand_is_read_or_refused(at: int, slip: str, cut: int) -> None:
    text = ENTRY.format(id="a", answer="r") * 2
    at %= len(text)
    read_everywhere(text[:at] + slip + text[at + cut :])


def read_everywhere(content: str | bytes) -> None:
    """As each kind of file: out comes Knowledge whose texts can be written, or problems that lie in the files."""
    files: dict[str, str | bytes] = {"entries/x.yaml": content}
    files |= {f"{name}.yaml": content for name in ("organisation", "topics", "vocabulary", "mentors", "out_of_scope")}
    with tempfile.TemporaryDirectory() as name:
        folder = made(Path(name), files)
        knowledge, problems = examine([folder])
        assert (knowledge is None) == bool(problems)
        repr(knowledge).encode()
        assert problems == tuple(sorted(problems))
        for problem in problems:
            check_place(problem, folder)


def check_place(problem: Problem, folder: Path) -> None:
    path = folder / problem.path
    text = path.read_bytes().decode("utf-8-sig", "replace") if path.is_file() else ""
    lines = re.split("\r\n?|\n", text)
    assert 1 <= problem.line <= len(lines) + 1
    assert 1 <= problem.column <= len("".join(lines[problem.line - 1 : problem.line])) + 2
    json.dumps(problem.as_object(), ensure_ascii=False).encode()
    assert "\n" not in str(problem) + problem.annotation()


def test_check_says_that_all_is_well_and_what_compares_the_questions() -> None:
    done = CliRunner().invoke(cli, [str(shipped())], env={"GITHUB_ACTIONS": "", "PASSEUR_MODEL": "none"})
    assert done.exit_code == 0
    assert done.stdout.startswith("All is well: ")
    assert done.stdout.splitlines()[1:] == ["Questions are compared in words alone (PASSEUR_MODEL=none)."]


def test_check_says_in_a_line_what_to_expect_of_few_examples(folder: Path) -> None:
    made(folder, {"entries/b.yaml": ENTRY.format(id="b", answer="r")})
    done = CliRunner().invoke(cli, [str(folder)], env={"GITHUB_ACTIONS": "", "PASSEUR_MODEL": "none"})
    (line,) = [line for line in done.stdout.splitlines() if "fewer than" in line]
    assert done.exit_code == 0
    assert line.startswith("2 entries have fewer than 10 example questions in a language (the fewest: 'a', 1 in ")


def test_check_prints_each_problem_and_exits_with_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    made(folder, {"topics.yaml": "t: { fr: x, enn: y }\n"})
    done = CliRunner().invoke(cli, ["knowledge"], env={"GITHUB_ACTIONS": ""})
    assert done.exit_code == 1
    assert done.stdout.splitlines()[1] == (
        'knowledge/topics.yaml:1:13: unknown key "enn" - did you mean "en"? (unknown-key)'
    )
    assert "2 problems." in done.stderr


def test_check_annotates_on_github(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    made(folder, {"mentor.yaml": "[]"})
    done = CliRunner().invoke(cli, ["knowledge"], env={"GITHUB_ACTIONS": "true"})
    assert done.stdout.startswith("::error file=knowledge/mentor.yaml,line=1,col=1,title=unknown-file::no file of")


def test_an_annotation_keeps_to_its_line() -> None:
    problem = Problem(Path("a,b:c.yaml"), 1, 2, "100 %\nsure", "rule")
    assert problem.annotation() == "::error file=a%2Cb%3Ac.yaml,line=1,col=2,title=rule::100 %25%0Asure"


def test_check_prints_json(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["--json", str(folder)])
    assert json.loads(done.stdout) == {
        "problems": [],
        "knowledge": {"entries": 1, "questions": {"fr": 1, "en": 1}, "sections": 1, "mentors": 0},
    }
    made(folder, {"entries/a.yaml": "- id: a b\n"})
    found = json.loads(CliRunner().invoke(cli, ["--json", str(folder)]).stdout)
    assert found["knowledge"] is None
    assert {"line", "column", "path", "message", "rule", "hint", "severity"} == set(found["problems"][0])


def test_a_warning_is_shown_and_leaves_the_knowledge_usable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    entry = ENTRY.format(id="a", answer="r") + "  topics: [data]\n"
    mentor = (
        "{ id: m, name: M, kind: internal, slack: U0, did: { fr: f, en: e }, topics: [t], languages: [fr], "
        "consent: { date: 2026-01-01, how: x } }"
    )
    made(folder, {"entries/a.yaml": entry, "mentors.yaml": f"- {mentor}\n"})
    done = CliRunner().invoke(cli, ["knowledge"], env={"GITHUB_ACTIONS": ""})
    assert done.exit_code == 0
    assert ": warning: entries name " in done.stdout
    assert done.stdout.splitlines()[1].startswith("All is well but for 1 warning: 1 entry")
    github = CliRunner().invoke(cli, ["knowledge"], env={"GITHUB_ACTIONS": "true"})
    assert (github.exit_code, github.stdout[:30]) == (0, "::warning file=knowledge/entri")
    found = json.loads(CliRunner().invoke(cli, ["--json", "knowledge"]).stdout)
    assert [problem["severity"] for problem in found["problems"]] == ["warning"]
    assert load([folder]).mentors
    made(folder, {"mentor.yaml": "[]"})
    assert "1 problem and 1 warning." in CliRunner().invoke(cli, ["knowledge"]).stderr
    with pytest.raises(KnowledgeError) as raised:
        load([folder])
    assert [problem.rule for problem in raised.value.problems] == ["unknown-file"]


def test_check_takes_several_folders(folder: Path) -> None:
    ours = made(folder.parent / "ours", {"entries/b.yaml": ENTRY.format(id="b", answer="r")})
    done = CliRunner().invoke(cli, ["--json", str(folder), str(ours)])
    assert json.loads(done.stdout)["knowledge"]["entries"] == 2


def test_thousands_of_dead_references_are_all_told(folder: Path) -> None:
    order = random.Random(1).sample(range(1000), 1000)
    entries = (ENTRY.format(id=f"e-{i}", answer="r") + f"  next: [f-{order[i]}]\n" for i in range(1000))
    made(folder, {"entries/many.yaml": "".join(entries)})
    assert [problem.rule for problem in examine([folder])[1]] == ["dead-reference"] * 1000
