"""Rows of named fields as a table in the terminal, as CSV for a spreadsheet, or as JSON."""

import csv
import io
import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Protocol

import typer

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a cell."""


class TableForm(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


class _Row(Protocol):
    def _asdict(self) -> dict[str, Any]: ...


def show(rows: Sequence[_Row], form: TableForm) -> None:
    """The fields' names are the headings; nothing is printed but a sentence where there is no row."""
    found = [row._asdict() for row in rows]
    if form is TableForm.json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))
    elif not found:
        typer.echo("Nothing so far.", err=True)
    elif form is TableForm.csv:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(found[0])
        writer.writerows([_cell(value) for value in row.values()] for row in found)
        typer.echo(out.getvalue(), nl=False)
    else:
        _table(found)


def _table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*(name.replace("_", " ") for name in rows[0]))
    for row in rows:
        table.add_row(*(Text(_said(value)) for value in row.values()))
    Console().print(table)


def _cell(value: object) -> str:
    """As text where it would else be a formula."""
    said = _said(value)
    return f"'{said}" if isinstance(value, str | tuple) and said.startswith(FORMULA) else said


def _said(value: object) -> str:
    return "" if value is None else ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
