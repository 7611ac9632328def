"""Sheets: CSV, TSV and XLSX with a heading for each column, and the TSV of QnA Maker and Azure question answering."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.cli.importing.rows import Faq, FaqRow
from bot.errors import MissingLibraryError, PasseurError
from bot.knowledge.near import same
from bot.languages import known, manners

Rows = Iterable[tuple[int, Sequence[str]]]
"""Each with its line in the file, or its row in the sheet, from 1."""
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "question": ("question", "title", "titre", "intitule", "q"),
    "answer": ("answer", "reponse", "response", "a", "r"),
    "more": ("questions", "variants", "variantes", "alternative questions", "autres questions", "examples", "exemples"),
    "language": ("language", "langue", "lang"),
    "key": ("qnaid", "id", "identifiant"),
    "prompts": ("prompts",),
}
"""What each column may be called, without case and accents; a language may follow: « Question FR », answer_en."""
SPLIT = re.compile(r"\s*(?:\n|\||;)\s*")
SEPARATORS = ",;\t|"
MANY = 10
csv.field_size_limit(2**24)


def read_text(path: Path, language: str, faq: Faq) -> None:
    """A CSV or TSV file in UTF-8, or as a spreadsheet of Windows writes it."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    tab = path.suffix.lower() in (".tsv", ".tab") or "\t" in first
    separator = "\t" if tab else max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    _read(path, _numbered(reader), language, faq)


def read_workbook(path: Path, language: str, faq: Faq) -> None:
    """The first sheet that has the headings."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingLibraryError("An .xlsx file", "openpyxl") from None
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # whatever a broken zip or XML raises
        raise PasseurError(f"'{path}' is no workbook that can be read: {error}. Save it again as .xlsx.") from None
    sheets = [
        [["" if cell is None else str(cell) for cell in row] for row in s.iter_rows(values_only=True)] for s in book
    ]
    fitting = [rows for rows in sheets if rows and _has_both(_columns(rows[0]))]
    rows = next(iter(fitting or [rows for rows in sheets if rows]), [])
    _read(path, enumerate(rows, 1), language, faq)


def _numbered(reader: "csv._reader") -> Iterator[tuple[int, Sequence[str]]]:  # type: ignore[name-defined]
    """With the line at which each row begins: a cell may have several."""
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise PasseurError(f"Line {line} can't be read: {error}. Save the sheet again as CSV in UTF-8.") from None


def _read(path: Path, rows: Rows, language: str, faq: Faq) -> None:
    """`language`: that of cells of which neither the heading nor a column says it."""
    columns: dict[tuple[str, str], int] = {}
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = _columns(cells)
            if not _has_both(columns):
                hint = "name the columns question and answer; more questions go into a column called questions"
                faq.tell(path, line, "no column is called question, or none answer", hint)
                return
            continue
        row = {name: cells[at].strip() for name, at in columns.items() if at < len(cells)}
        _take(path, line, row, language, faq)


def _columns(cells: Sequence[str]) -> dict[tuple[str, str], int]:
    """Where each kind of column is in each language; no language where the heading names none."""
    found: dict[tuple[str, str], int] = {}
    names = {same(word): code for code in known() for word in (code, manners(code).name, manners(code).english)}
    for at, cell in enumerate(cells):
        words = same(cell).split()
        code = names.get(words[-1], "") if words[1:] else ""
        heading = " ".join(words[:-1] if code else words)
        kind = next((kind for kind, headings in HEADINGS.items() if heading in headings), None)
        if kind is not None:
            found.setdefault((kind, code), at)
    return found


def _has_both(columns: Mapping[tuple[str, str], int]) -> bool:
    return {"question", "answer"} <= {kind for kind, _ in columns}


def _take(path: Path, line: int, row: Mapping[tuple[str, str], str], language: str, faq: Faq) -> None:
    said = same(row.get(("language", ""), "")).split()[:1]
    usual = next((code for code in known() if said and code == said[0][:2]), language)
    texts: dict[str, tuple[tuple[str, ...], str]] = {}
    for code in dict.fromkeys(code for _, code in row):
        question, answer = row.get(("question", code), ""), _broken(row.get(("answer", code), ""))
        more = [part for part in SPLIT.split(row.get(("more", code), "")) if part]
        if bool(question or more) != bool(answer):
            faq.tell(path, line, "an answer is missing" if not answer else "a question is missing", "complete the row")
        elif answer:
            asked = tuple(dict.fromkeys(filter(None, (question, *more))))
            texts[code or usual] = (asked, answer)
    if texts:
        key = row.get(("key", ""), "")
        faq.rows.append(FaqRow(path, line, texts, key, _prompts(row.get(("prompts", ""), ""))))


def _broken(answer: str) -> str:
    r"""QnA Maker writes \n for a line break in its TSV."""
    return answer.replace("\\n", "\n") if "\n" not in answer else answer


def _prompts(text: str) -> tuple[str, ...]:
    """The ids of QnA Maker's follow-up prompts."""
    try:
        found = json.loads(text) if text.startswith("[") else []
        return tuple(str(one["QnaId"]) for one in found[:MANY] if one.get("QnaId"))
    except (ValueError, TypeError, KeyError, AttributeError):
        return ()
