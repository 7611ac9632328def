"""What was decided becomes the right lines, and every other byte stays; a second time nothing changes."""

from pathlib import Path

import pytest

from bot.knowledge import load
from bot.knowledge.editing.entries import EntryDraft, ExampleEdit, KnowledgeEdit, OutOfScopeEdit, edited

ORGANISATION = 'name: "Test"\nlanguages: [fr, en]\n'
ENTRIES = """\
# ours
- id: coffee
  fr:
    title: "Le café"   # kept
    questions: ["où est le café", 'café ?']
    answer: "Au deuxième."
  en: { title: "Coffee", questions: ["where is coffee", "coffee?"], answer: "On the second floor." }
- id: tea
  fr:
    title: "Le thé"
    questions:
      - "où est le thé"

      # the commonest
      - "un thé ?"
    answer: "Au premier."
  en:
    title: "Tea"
    questions:
    - "where is tea"
    - "tea?"
    answer: "On the first floor."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "entries").mkdir()
    (tmp_path / "organisation.yaml").write_bytes(ORGANISATION.encode())
    (tmp_path / "entries" / "all.yaml").write_bytes(ENTRIES.encode())
    return tmp_path


def applied(folder: Path, *edits: KnowledgeEdit) -> dict[str, tuple[list[str], list[str]]]:
    """By file, the lines taken and the lines put."""
    found = {}
    for file in edited(load([folder]), edits).files:
        before, after = (file.before or "").splitlines(), file.after.splitlines()
        found[str(file.path.relative_to(folder))] = (
            [line for line in before if line not in after], [line for line in after if line not in before],
        )  # fmt: skip
        file.path.write_bytes(file.after.encode())
    return found


def test_an_example_is_one_line_in_the_questions_language(folder: Path) -> None:
    assert applied(folder, ExampleEdit("tea", "fr", "et du thé vert ?"), ExampleEdit("tea", "en", "any tea")) == {
        "entries/all.yaml": ([], ['      - "et du thé vert ?"', '    - "any tea"'])
    }
    assert applied(folder, ExampleEdit("tea", "fr", "Et du thé vert"), ExampleEdit("tea", "en", "any tea")) == {}
    assert "et du thé vert ?" in load([folder]).entries["tea"].wording("fr").questions


def test_a_list_in_one_line_stays_one(folder: Path) -> None:
    old = """    questions: ["où est le café", 'café ?']"""
    assert applied(folder, ExampleEdit("coffee", "fr", "du café")) == {
        "entries/all.yaml": ([old], [old[:-1] + ', "du café"]'])
    }


def test_the_later_folder_is_the_one_that_is_edited(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("ours")
    (other / "entries").mkdir()
    text = '- id: tea\n  fr: { title: "Thé", questions: ["thé a", "thé b"], answer: "Ici." }\n'
    text += '  en: { title: "Tea", questions: ["tea a", "tea b"], answer: "Here." }\n'
    (other / "entries" / "ours.yaml").write_text(text, encoding="utf-8")
    edits = [ExampleEdit("tea", "fr", "thé c"), ExampleEdit("coffee", "fr", "café c"), OutOfScopeEdit("fr", "la météo")]
    changed = edited(load([folder, other]), edits).files
    assert [str(file.path) for file in changed] == sorted(
        map(str, (folder / "entries/all.yaml", other / "entries/ours.yaml", other / "out_of_scope.yaml"))
    )


def test_an_entry_that_is_gone_is_told_and_the_rest_is_applied(folder: Path) -> None:
    gone, spoken, fine = (
        ExampleEdit("wine", "fr", "du vin ?"), ExampleEdit("tea", "de", "Tee?"), ExampleEdit("tea", "en", "any tea"),
    )  # fmt: skip
    files, refused = edited(load([folder]), [gone, fine, spoken, OutOfScopeEdit("fr", "la météo ?")])
    assert [file.path.name for file in files] == ["all.yaml", "out_of_scope.yaml"]
    assert '    - "any tea"' in files[0].after.splitlines()
    assert list(refused) == [0, 2]
    assert "No file of the knowledge has an entry 'wine'" in refused[0]
    assert "'tea' has no questions in 'de'" in refused[2]


def test_a_question_out_of_scope_goes_beside_the_others(folder: Path) -> None:
    assert applied(folder, OutOfScopeEdit("fr", "la météo ?"))["out_of_scope.yaml"][1] == ['fr: ["la météo ?"]']
    (folder / "out_of_scope.yaml").write_text('# far\nfr:\n  - "la météo ?"\n', encoding="utf-8")
    assert applied(folder, OutOfScopeEdit("fr", "LA MÉTÉO"), OutOfScopeEdit("en", "the weather")) == {
        "out_of_scope.yaml": ([], ['en: ["the weather"]'])
    }
    assert load([folder]).out_of_scope.get("fr") == ("la météo ?",)


def test_a_draft_is_refused_until_it_is_written(folder: Path) -> None:
    draft = EntryDraft("en", "Is there a vegetarian lunch on Fridays?", "Yes, ask at the desk.")
    (_, put) = applied(folder, draft)["entries/drafts.yaml"]
    assert "- id: there-vegetarian-lunch-fridays" in put
    assert any("Yes, ask at the desk." in line for line in put)
    assert sum("TODO" in line for line in put) >= 3
    text = (folder / "entries" / "drafts.yaml").read_text("utf-8").replace("TODO", "Un repas ?")
    (folder / "entries" / "drafts.yaml").write_text(text, encoding="utf-8")
    assert applied(folder, draft) == {}  # it is there
    assert list(load([folder]).own) == ["coffee", "tea", "there-vegetarian-lunch-fridays"]


def test_a_new_file_names_its_schema_where_the_folder_has_them(folder: Path) -> None:
    draft, beyond = EntryDraft("en", "Is there soup?"), OutOfScopeEdit("fr", "la météo ?")
    assert not any("schema" in file.after for file in edited(load([folder]), [draft, beyond]).files)
    (folder / ".schemas").mkdir()
    files, _ = edited(load([folder]), [draft, beyond])
    assert {file.path.name: file.after.splitlines()[0] for file in files} == {
        "drafts.yaml": "# yaml-language-server: $schema=../.schemas/entries.json",
        "out_of_scope.yaml": "# yaml-language-server: $schema=.schemas/out_of_scope.json",
    }
    (folder / "out_of_scope.yaml").write_text('fr: ["le vin ?"]\n', encoding="utf-8")
    assert not any("schema" in file.after for file in edited(load([folder]), [beyond]).files)
