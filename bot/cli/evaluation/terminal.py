"""The report of an evaluation as tables on a terminal."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli.evaluation.wording import SAID, counted, expected, label, measured, number, spread, verdict_of
from bot.search.evaluation.compare import Comparison, MovedQuestion
from bot.search.evaluation.figures import BY_GROUP
from bot.search.evaluation.report import Report

WORST = 15


def show(report: Report, comparison: Comparison | None, console: Console) -> None:
    """The figures last, where one looks first."""
    console.print(f"{report.n} questions: {report.in_scope} in scope, {report.out_of_scope} out of scope")
    if report.misses:
        console.print(_misses(report))
    if report.confusions:
        console.print(_confusions(report))
    if report.groups:
        console.print(_groups(report))
    console.print(_figures(report))
    if comparison:
        _compared(comparison, console)


def _figures(report: Report) -> Table:
    table = Table(title="Figures", title_justify="left", box=None, pad_edge=False)
    for column, justify in (("name", "left"), ("what", "left"), ("value", "right"), ("95 %", "left"), ("n", "right")):
        table.add_column(column, justify=justify)  # type: ignore[arg-type]
    for heading, names in measured(report):
        table.add_row(f"[bold]{heading}[/bold]")
        for name in names:
            found = report.figures[name]
            table.add_row(name, label(name), number(name, found.value), spread(name, found), counted(found))
    return table


def _groups(report: Report) -> Table:
    table = Table(title="By group", title_justify="left", box=None, pad_edge=False)
    table.add_column("group")
    for column in ("n", *BY_GROUP):
        table.add_column(column, justify="right")
    last = ""
    for group in report.groups:
        if group.label != last:
            table.add_row(f"[bold]{escape(group.label)}[/bold]")
            last = group.label
        cells = (number(name, group.figures[name].value) for name in BY_GROUP)
        table.add_row(escape(group.value), str(group.n), *cells)
    return table


def _confusions(report: Report) -> Table:
    table = Table(title="Worst confusions", title_justify="left", box=None, pad_edge=False)
    table.add_column("expected")
    table.add_column("ranked first")
    table.add_column("times", justify="right")
    table.add_column("of them answered", justify="right")
    for confusion in report.confusions[:WORST]:
        row = (confusion.expected, confusion.got, str(confusion.count), str(confusion.answered))
        table.add_row(*map(escape, row))
    return table


def _misses(report: Report) -> Table:
    table = Table(title=f"Misses ({len(report.misses)})", title_justify="left", box=None, pad_edge=False)
    for column in ("question", "expected", "what happened", "with", "first"):
        table.add_column(column, overflow="fold")
    for miss in report.misses:
        first = f"{miss.first} {miss.probability:.2f}" if miss.first else ""
        row = (miss.q, expected(miss.expect), SAID[miss.verdict], ", ".join(miss.instead), first)
        table.add_row(*map(escape, row))
    return table


def _compared(comparison: Comparison, console: Console) -> None:
    table = Table(title=f"Then and now, {comparison.n} questions", title_justify="left", box=None, pad_edge=False)
    for column, justify in (("name", "left"), ("then", "right"), ("now", "right"), ("95 % of the change", "left")):
        table.add_column(column, justify=justify)  # type: ignore[arg-type]
    table.add_column("")
    for change in comparison.changes:
        if change.then is not None or change.now is not None:
            then, now = number(change.name, change.then), number(change.name, change.now)
            table.add_row(change.name, then, now, spread(change.name, change), verdict_of(change))
    console.print(table)
    if comparison.only_then or comparison.only_now:
        console.print(f"Left out: {comparison.only_then} questions asked then only, {comparison.only_now} now only.")
    _moved("Better", comparison.better, console)
    _moved("Worse", comparison.worse, console)


def _moved(title: str, questions: tuple[MovedQuestion, ...], console: Console) -> None:
    table = Table(title=f"{title} ({len(questions)})", title_justify="left", box=None, pad_edge=False)
    for column in ("question", "expected", "then", "now"):
        table.add_column(column, overflow="fold")
    for moved in questions:
        then = f"{SAID[moved.then]} {', '.join(moved.then_shown)}"
        now = f"{SAID[moved.now]} {', '.join(moved.now_shown)}"
        table.add_row(*map(escape, (moved.q, expected(moved.expect), then, now)))
    console.print(table)
