"""Writes what maintainers decided into the YAML: an example of an entry, a new entry's draft, a question out of scope.

Whatever is written there already is left out, so that it can be done again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import PasseurError
from bot.knowledge.editing.edits import append, set_value
from bot.knowledge.editing.naming import titled, unused
from bot.knowledge.editing.opened import opened, unmarked
from bot.knowledge.editing.written import pair
from bot.knowledge.folder import SUFFIXES, listed
from bot.knowledge.json_schema import FOLDER, modeline
from bot.knowledge.near import same
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import Language
from bot.knowledge.tree import YamlDocument
from bot.languages import known

DRAFTS = Path("entries") / "drafts.yaml"
OUT_OF_SCOPE = "out_of_scope"
LONGEST_TITLE, LONGEST_ID = 60, 6
ORDER = (
    "id",
    "sections",
    "topics",
    "facet",
    "needs",
    "next",
    "buttons",
    *known(),
    "source",
    "owner",
    "reviewed",
    "links",
)
UNFINISHED = "TODO"


class ExampleEdit(NamedTuple):
    entry: str
    language: Language
    words: str


class EntryDraft(NamedTuple):
    """`answer`: None while nobody knows it."""

    language: Language
    words: str
    answer: str | None = None


class OutOfScopeEdit(NamedTuple):
    language: Language
    words: str


class ReviewEdit(NamedTuple):
    """An answer was read again on that day, and is still right."""

    entry: str
    day: date

    @property
    def words(self) -> str:
        """What names it where it can't be made."""
        return self.entry


KnowledgeEdit = ExampleEdit | EntryDraft | OutOfScopeEdit | ReviewEdit


class ChangedFile(NamedTuple):
    """`before`: None for a file that isn't there yet."""

    path: Path
    before: str | None
    after: str


class AppliedEdits(NamedTuple):
    """`refused`: why one could not be made, by its place among the edits; the others are made."""

    files: tuple[ChangedFile, ...]
    refused: dict[int, str]


@dataclass
class _Pages:
    """The files as they are and as they become; the last folder first, as it overrides the others."""

    knowledge: Knowledge
    before: dict[Path, str | None] = field(default_factory=dict)
    after: dict[Path, YamlDocument] = field(default_factory=dict)
    touched: set[Path] = field(default_factory=set)

    @property
    def last(self) -> Path:
        return self.knowledge.folders[-1]

    def of(self, path: Path, empty: str = "[]") -> YamlDocument:
        if path not in self.after:
            text = path.read_bytes().decode("utf-8") if path.is_file() else None
            self.before[path] = text
            document = opened(unmarked(text or "")[1], path, empty)
            if document is None:
                raise PasseurError(f"'{path}' can't be read. Run: passeur check")
            self.after[path] = document
        return self.after[path]

    def put(self, path: Path, document: YamlDocument) -> None:
        self.after[path] = document
        self.touched.add(path)

    def changed(self, path: Path) -> ChangedFile:
        before = self.before[path]
        begins = unmarked(before)[0] if before is not None else self._named_schema(path)
        return ChangedFile(path, before, begins + self.after[path].text)

    def _named_schema(self, path: Path) -> str:
        """A new file names its schema to editors where the folder has them."""
        kind = path.stem if path.parent == self.last else path.parent.name
        return modeline(kind) if (self.last / FOLDER).is_dir() else ""

    def entries(self) -> Iterator[tuple[Path, int, Any]]:
        """Each entry's file, its place there and its data."""
        for number, folder in reversed(list(enumerate(self.knowledge.folders))):
            for path, _ in listed(folder, first=number == 0).files["entries"]:
                data = self.of(path).root.data
                yield from ((path, place, one) for place, one in enumerate(data if isinstance(data, list) else []))


def edited(knowledge: Knowledge, edits: Sequence[KnowledgeEdit]) -> AppliedEdits:
    """The files that change. An entry may have gone since it was decided on: such an edit is refused alone."""
    pages, refused = _Pages(knowledge), dict[int, str]()
    for place, edit in enumerate(edits):
        try:
            _add(pages, edit)
        except PasseurError as error:
            refused[place] = str(error)
    return AppliedEdits(tuple(pages.changed(path) for path in sorted(pages.touched)), refused)


def _add(pages: _Pages, edit: KnowledgeEdit) -> None:
    match edit:
        case ExampleEdit():
            _add_example(pages, edit)
        case EntryDraft():
            _add_draft(pages, edit)
        case OutOfScopeEdit():
            _add_out_of_scope(pages, edit)
        case ReviewEdit():
            _set_reviewed(pages, edit)


def _add_example(pages: _Pages, edit: ExampleEdit) -> None:
    path, number, entry = _place(pages, edit.entry)
    wording = entry.get(edit.language)
    at = (number, edit.language, "questions") if isinstance(wording, dict) else (number, "questions")
    questions = (wording if isinstance(wording, dict) else entry).get("questions")
    if not isinstance(questions, list):
        raise PasseurError(f"The entry '{edit.entry}' has no questions in '{edit.language}'. Add them by hand.")
    if same(edit.words) not in map(same, map(str, questions)):
        pages.put(path, append(pages.of(path), at, edit.words))


def _set_reviewed(pages: _Pages, edit: ReviewEdit) -> None:
    path, number, entry = _place(pages, edit.entry)
    if str(entry.get("reviewed") or "") < edit.day.isoformat():
        pages.put(path, set_value(pages.of(path), (number, "reviewed"), edit.day, ORDER))


def _place(pages: _Pages, name: str) -> tuple[Path, int, Any]:
    """The file of an entry, its place there and its data."""
    found = next(((path, number, one) for path, number, one in pages.entries() if _id(one) == name), None)
    if found is None:
        raise PasseurError(f"No file of the knowledge has an entry '{name}'. Decide anew: passeur gaps decide")
    return found


def _add_draft(pages: _Pages, edit: EntryDraft) -> None:
    """Its answer says that it is unfinished, which `passeur check` finds, until somebody writes it."""
    known = {_id(one): one for _, _, one in pages.entries()}
    asked = {same(str(question)) for one in known.values() for question in _questions(one, edit.language)}
    if same(edit.words) in asked:
        return
    languages = pages.knowledge.organisation.languages
    own = edit.language if edit.language in languages else languages[0]
    draft: dict[str, Any] = {"id": _new_id(edit.words, set(known))}
    if sections := list(pages.knowledge.sections)[:1]:
        draft["sections"] = sections
    for language in languages:
        words = edit.words if language == own else UNFINISHED
        answer = (edit.answer or UNFINISHED) if language == own else UNFINISHED
        draft[language] = {"title": titled(words, LONGEST_TITLE), "questions": [words], "answer": answer}
    path = pages.last / DRAFTS
    pages.put(path, append(pages.of(path), (), draft))


def _add_out_of_scope(pages: _Pages, edit: OutOfScopeEdit) -> None:
    paths = [pages.last / f"{OUT_OF_SCOPE}{suffix}" for suffix in SUFFIXES]
    path = next((path for path in paths if path.is_file()), paths[0])
    document = pages.of(path, pair(edit.language, [edit.words], 0, "\n"))
    if document.text != unmarked(pages.before[path] or "")[1]:  # there was nothing to add to
        pages.put(path, document)
    questions = document.root.data.get(edit.language)
    if questions is None:
        pages.put(path, set_value(document, (edit.language,), [edit.words]))
    elif same(edit.words) not in map(same, map(str, questions)):
        pages.put(path, append(document, (edit.language,), edit.words))


def _id(entry: Any) -> str:
    return str(entry.get("id", "")).strip() if isinstance(entry, dict) else ""


def _questions(entry: Any, language: Language) -> Sequence[Any]:
    wording = entry.get(language) if isinstance(entry, dict) else None
    questions = (wording if isinstance(wording, dict) else entry).get("questions") if isinstance(entry, dict) else None
    return questions if isinstance(questions, list) else ()


def _new_id(words: str, known: set[str]) -> str:
    plain = [word for word in same(words).split() if re.fullmatch(r"[a-z0-9]+", word)]
    telling = [word for word in plain if len(word) > 2][:LONGEST_ID] or plain[:LONGEST_ID] or ["draft"]
    made = "-".join(telling)
    made = made if made[0].isalpha() else f"draft-{made}"
    return unused(made, known)
