"""The report of an evaluation as Markdown."""

from collections.abc import Iterable, Iterator

from bot.cli.evaluation.wording import SAID, counted, expected, label, measured, number, spread, verdict_of
from bot.search.evaluation.compare import Comparison, MovedQuestion
from bot.search.evaluation.figures import BY_GROUP
from bot.search.evaluation.report import Report

SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#&~"} | {"\n": " ", "\r": " "})


def as_markdown(report: Report, comparison: Comparison | None) -> str:
    return "\n".join(_lines(report, comparison)) + "\n"


def _lines(report: Report, comparison: Comparison | None) -> Iterator[str]:
    yield "# How often the answers are right"
    yield f"\n{report.n} questions: {report.in_scope} in scope, {report.out_of_scope} out of scope.\n"
    yield from _table(("figure", "what", "value", "95 %", "n"), _figures(report))
    if report.groups:
        yield "\n## By group\n"
        yield from _table(("label", "value", "n", *BY_GROUP), _groups(report))
    if report.confusions:
        yield "\n## Confusions\n"
        rows = ((c.expected, c.got, str(c.count), str(c.answered)) for c in report.confusions)
        yield from _table(("expected", "ranked first", "times", "of them answered"), rows)
    if report.misses:
        yield f"\n## Misses ({len(report.misses)})\n"
        yield from _table(("question", "expected", "what happened", "with", "first"), _misses(report))
    if comparison:
        yield from _compared(comparison)


def _figures(report: Report) -> Iterator[tuple[str, ...]]:
    for heading, names in measured(report):
        for name in names:
            found = report.figures[name]
            yield name, f"{heading}: {label(name)}", number(name, found.value), spread(name, found), counted(found)


def _groups(report: Report) -> Iterator[tuple[str, ...]]:
    for group in report.groups:
        cells = (number(name, group.figures[name].value) for name in BY_GROUP)
        yield group.label, group.value, str(group.n), *cells


def _misses(report: Report) -> Iterator[tuple[str, ...]]:
    for miss in report.misses:
        first = f"{miss.first} {miss.probability:.2f}" if miss.first else ""
        yield miss.q, expected(miss.expect), SAID[miss.verdict], ", ".join(miss.instead), first


def _compared(comparison: Comparison) -> Iterator[str]:
    yield f"\n## Then and now, {comparison.n} questions\n"
    if comparison.only_then or comparison.only_now:
        yield f"Left out: {comparison.only_then} questions asked then only, {comparison.only_now} now only.\n"
    known = (change for change in comparison.changes if change.then is not None or change.now is not None)
    rows = ((c.name, number(c.name, c.then), number(c.name, c.now), spread(c.name, c), verdict_of(c)) for c in known)
    yield from _table(("figure", "then", "now", "95 % of the change", ""), rows)
    for title, questions in (("Better", comparison.better), ("Worse", comparison.worse)):
        yield f"\n### {title} ({len(questions)})\n"
        if questions:
            yield from _table(("question", "expected", "then", "now"), map(_moved, questions))


def _moved(moved: MovedQuestion) -> tuple[str, ...]:
    then = f"{SAID[moved.then]} {', '.join(moved.then_shown)}"
    now = f"{SAID[moved.now]} {', '.join(moved.now_shown)}"
    return moved.q, expected(moved.expect), then, now


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(cell.translate(SPECIAL).strip() for cell in row)} |"
