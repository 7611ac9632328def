"""What Slack changed becomes a patch of the YAML: two tools take it, and no other line moves by a byte."""

import difflib
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import PasseurError
from bot.features.introductions.intents import GoOn, ReviewOffer, SaveProfile, SendOffer
from bot.knowledge import load
from bot.knowledge.editing.mentors import changed as edited
from bot.knowledge.editing.mentors import differences, taken_over
from bot.knowledge.people import Mentor
from tests.conftest import absent
from tests.introductions.bench import Bench
from tests.introductions.directory import MAINTAINERS, mentor
from tests.introductions.folder import FILES, MENTORS, Installed, installed

ADA, ZOE = "U0ADA", "U0NOVICE"
MORE = """
# --- outside ---
- {id: "bea", name: Bea, kind: internal, did: {fr: f, en: e}, topics: [ data,   licences ], languages: [fr], slack: U0BEA,  capacity: 3 }
-   id: cyd
    name: "Cyd"   
    kind: internal
    did:
        fr: |
          A ouvert
          des horaires

        # an old wording
        en: >-
          Opened
          timetables
    topics:
      # what Cyd likes
      - data      # most
      - "licences"
    languages:
    - en
    pause_until: "2027-01-04"   # back then
    slack: U0CYD


# the end
"""  # noqa: E501, W291 - as people write


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    return installed(tmp_path, monkeypatch, {**FILES, "mentors.yaml": MENTORS + MORE})


def save(here: Installed, who: str, **changes: Any) -> None:
    ask = SaveProfile(language="fr", **{"capacity": 2, "topics": ("data",), **changes})
    here.with_bench(lambda bench: bench.ask(who, ask))


def offer(here: Installed, approve: bool = True, **facts: Any) -> str:
    """The id that the offer got."""
    told = {"name": 'Zoé "Z" : #1', "did": "A ouvert: tout\u2028vite", "topics": ("data", "licences"), **facts}

    async def do(bench: Bench) -> str:
        await bench.ask(ZOE, SendOffer(language="fr", languages=("fr",), capacity=4, **told))
        [waiting] = [letter.reply for letter in bench.letters]
        if approve:
            rule = ReviewOffer(language="fr", mentor=waiting.mentor.id, approve=True)  # type: ignore[union-attr]
            await bench.ask("U0TEAM", rule, channel=MAINTAINERS)
        return str(waiting.mentor.id)  # type: ignore[union-attr]

    return str(here.with_bench(do))


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went, and those that came; all others stayed in their order."""
    lines = list(difflib.ndiff(before.split("\n"), after.split("\n")))
    return tuple([line[2:] for line in lines if line[0] == mark] for mark in "-+")  # type: ignore[return-value]


def test_nothing_to_take_over_is_a_sentence(here: Installed) -> None:
    offer(here, approve=False)
    assert here.run("mentors", "export") == ""
    today = here.today.isoformat()
    here.mentors.write_text(here.mentors.read_text().replace("  capacity: 2", f"  confirmed: {today}\n  capacity: 2"))
    save(here, ADA)
    assert here.run("mentors", "export") == ""


def test_what_a_mentor_changed_becomes_a_patch(here: Installed) -> None:
    save(here, ADA, capacity=5, topics=("licences", "data"), pause_until=date(2027, 3, 1))
    printed = here.run("mentors", "export")
    today = here.today.isoformat()
    lines = [line for line in printed.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert lines == [
        "-  topics: [data]",
        "+  topics: [data, licences]",
        "-  capacity: 2   # busy",
        "+  capacity: 5   # busy",
        "+  pause_until: 2027-03-01",
        f"+  confirmed: {today}",
    ]
    assert here.mentors.read_text() == MENTORS + MORE


@pytest.mark.parametrize("tool", ["patch -p0", "git apply"])
@pytest.mark.parametrize("end", ["\n", "", "\r\n"])
def test_the_patch_is_taken_by_two_tools_and_says_what_slack_says(here: Installed, tool: str, end: str) -> None:
    if shutil.which(tool.split()[0]) is None:
        absent(f"{tool} isn't installed")
    text = (MENTORS + MORE).rstrip("\n") + end
    here.mentors.write_bytes(text.replace("\n", "\r\n").encode() if end == "\r\n" else text.encode())
    save(here, ADA, capacity=5)
    save(here, "U0BEA", topics=("licences",))
    save(here, "U0CYD", topics=("licences",))
    name = offer(here)
    made = subprocess.run(
        tool.split(),
        input=here.run("mentors", "export").encode(),
        cwd=here.root,
    )
    assert made.returncode == 0
    found = {one.id: one for one in load([here.root / "knowledge"]).mentors}
    assert (found["ada"].capacity, found["bea"].topics, found["cyd"].topics) == (5, ("licences",), ("licences",))
    assert found["cyd"].pause_until is None
    assert (found[name].name, found[name].did.fr) == ('Zoé "Z" : #1', "A ouvert: tout\u2028vite")
    assert here.run("mentors", "export") == ""


def test_written_files_keep_every_other_line(here: Installed) -> None:
    save(here, "U0CYD", capacity=2, topics=("data", "licences"))
    save(here, "U0BEA", capacity=1, topics=("data",), pause_until=date(2027, 1, 1))
    offer(here)
    said = here.run("mentors", "export", "--write")
    assert "cyd (pause_until, confirmed)" in said
    assert "(new)" in said
    gone, come = changed(MENTORS + MORE, here.mentors.read_text())
    assert gone == [line for line in MORE.splitlines() if line.startswith(("- {", "    pause_until"))]
    assert come[0].startswith('- {id: "bea", name: Bea, kind')
    assert (
        "topics: [ data ], languages: [fr], slack: U0BEA,  capacity: 1, pause_until: 2027-01-01, confirmed: " in come[0]
    )
    assert come[1].startswith("    confirmed: ")
    assert come[2].startswith("- id: slack-")
    assert "do_not_introduce" not in "".join(come)
    assert here.run("mentors", "export") == ""


def test_a_list_of_lines_keeps_the_comments_of_what_stays(here: Installed) -> None:
    files = {**FILES, "mentors.yaml": MENTORS + MORE, "topics.yaml": FILES["topics.yaml"] + "hr: { fr: rh, en: hr }\n"}
    for name, text in files.items():
        (here.root / "knowledge" / name).write_text(text)
    save(here, "U0CYD", topics=("hr", "data"), pause_until=date(2027, 1, 5))
    here.run("mentors", "export", "--write")
    gone, come = changed(MENTORS + MORE, here.mentors.read_text())
    assert gone == ['      - "licences"', '    pause_until: "2027-01-04"   # back then']
    assert come[:2] == ["      - hr", '    pause_until: "2027-01-05"   # back then']
    save(here, "U0CYD", topics=("licences",))
    here.run("mentors", "export", "--write")
    assert "      # what Cyd likes\n      - licences\n    languages:" in here.mentors.read_text()


@pytest.mark.parametrize("before", ["# Nobody yet.\n[]\n", None, "# Nobody yet.\n[] # none"])
def test_the_first_mentor_of_a_file(here: Installed, before: str | None) -> None:
    if before is None:
        here.mentors.unlink()
    else:
        here.mentors.write_text(before)
    name = offer(here)
    printed = here.run("mentors", "export")
    assert printed.startswith("--- /dev/null\n+++ ./knowledge" if before is None else "--- ./knowledge/mentors.yaml\n")
    here.run("mentors", "export", "--write")
    assert here.mentors.read_text().startswith((before or "").split("[]")[0] + "- id: slack-")
    assert [one.id for one in load([here.root / "knowledge"]).mentors] == [name]


def test_the_folder_that_has_a_mentor_is_the_one_that_changes(here: Installed) -> None:
    ours = here.root / "ours"
    ours.mkdir()
    (ours / "mentors.yaml").write_text(MORE)
    here.mentors.write_text(MENTORS)
    here.run("mentors", "export", "--knowledge", "knowledge", "--knowledge", "ours")
    save(here, ADA, capacity=5)
    name = offer(here)
    folders = ("--knowledge", "knowledge", "--knowledge", "ours")
    said = here.run("mentors", "export", "--write", *folders).splitlines()
    assert [line.split(": ")[0] for line in said] == ["knowledge/mentors.yaml", "ours/mentors.yaml"]
    assert name in (ours / "mentors.yaml").read_text()
    assert changed(MENTORS, here.mentors.read_text())[0] == ["  capacity: 2   # busy"]


def test_who_stopped_is_paused_for_good(here: Installed) -> None:
    here.with_bench(lambda bench: bench.ask(ADA, GoOn(language="fr", go_on=False)))
    assert "+  pause_until: 9999-12-31\n" in here.run("mentors", "export")


def test_a_private_list_is_never_exported() -> None:
    change = {"do_not_introduce": ["U0X"], "capacity": 3}
    assert differences(mentor("ada"), change) == {"capacity": 3}


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
TOPICS = st.lists(st.sampled_from(["data", "licences", "hr", "no", "12", "1e3"]), min_size=1, unique=True)
CHANGE = st.fixed_dictionaries(
    {},
    optional={
        "capacity": st.integers(1, 50),
        "topics": TOPICS,
        "pause_until": st.one_of(st.none(), st.dates().map(date.isoformat)),
        "confirmed": st.dates().map(date.isoformat),
        "sector": WORDS,
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(who=st.sampled_from(["ada", "bea", "cyd"]), change=CHANGE, end=st.sampled_from(["", "\n", "\n\n", " # x"]))
def test_whatever_changes_the_file_reads_as_wanted(who: str, change: dict[str, Any], end: str) -> None:
    text = (MENTORS + MORE).rstrip("\n") + end
    before = {item["id"]: item for item in yaml.safe_load(text)}
    wanted = differences(Mentor.model_validate(before[who]), change)
    after = {item["id"]: item for item in yaml.safe_load(edited(text, Path("mentors.yaml"), {who: wanted}, ()))}
    assert {name: item for name, item in after.items() if name != who} == {
        name: item for name, item in before.items() if name != who
    }
    changes = {key: value for key, value in change.items() if key in wanted}
    expected = Mentor.model_validate({**Mentor.model_validate(before[who]).model_dump(), **changes})
    found = Mentor.model_validate(after[who])
    assert set(found.topics) == set(expected.topics)
    assert found.model_copy(update={"topics": ()}) == expected.model_copy(update={"topics": ()})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=WORDS, did=WORDS, text=st.sampled_from([MENTORS, MORE, "[]\n", "", "[{id: a}]", "  - id: a\n"]))
def test_any_words_of_a_new_mentor_are_read_as_they_were_said(name: str, did: str, text: str) -> None:
    data = {"id": "slack-0", "name": name, "did": {"fr": did, "en": did}, "topics": ["no"], "capacity": 3}
    after = edited(text, Path("mentors.yaml"), {}, (data,))
    assert yaml.safe_load(after) == [*(yaml.safe_load(text) or []), data]


def test_the_line_breaks_are_the_files_own() -> None:
    for text, expected in (
        ("- id: a", "- id: a\n  capacity: 3\n- id: b"),
        ("- id: a\n", "- id: a\n  capacity: 3\n- id: b\n"),
        ("- id: a\r\n", "- id: a\r\n  capacity: 3\r\n- id: b\r\n"),
        ("\ufeff- id: a\n", "\ufeff- id: a\n  capacity: 3\n- id: b\n"),
    ):
        assert edited(text, Path("mentors.yaml"), {"a": {"capacity": 3}}, ({"id": "b"},)) == expected


def test_a_change_that_is_no_list_of_items_is_refused(here: Installed) -> None:
    knowledge = load([here.root / "knowledge"])
    here.mentors.write_text("a: 1\n")
    with pytest.raises(PasseurError, match="can't be edited"):
        taken_over(knowledge, {"new": mentor("new").model_dump(mode="json")})
