"""`passeur evaluate` measures how often the bot is right, and prints it in one of five forms."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.cli.options import Folders, fitting, settings_with
from bot.errors import PasseurError
from bot.knowledge.editing.files import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.features.answering.decide import Decider
    from bot.search.evaluation.compare import Comparison
    from bot.search.evaluation.outcomes import Prediction
    from bot.search.evaluation.questions import Placed
    from bot.search.evaluation.report import Report

BOUNDS = """Bounds such as top1=0.9,wrong=0.02; exits with 1 when one is missed.
At least: top1, top3, mrr, answered_right, choices_right, right_offered, auroc, auroc_near, auroc_far, oos_handed_off,
oos_other (and near_…, far_…).
At most, as low is good: wrong (answered wrong, of the questions in scope), choices_wrong, handed_off, small_talk,
oos_answered, oos_choices (and near_…, far_…), ece, aurc, risk80."""


QuestionFiles = Annotated[
    list[Path], typer.Argument(help="YAML lists of {q, expect, lang, style, job, kind}, or .jsonl.", metavar="FILE…")
]
Html = Annotated[Path | None, typer.Option("--html", help="Write a page with plots.", metavar="OUT")]
Lines = Annotated[
    Path | None, typer.Option("--predictions", help="Write a JSON line for each question.", metavar="OUT")
]
Baseline = Annotated[
    Path | None, typer.Option("--baseline", help="What --json or --predictions wrote before; compares.", metavar="FILE")
]
Locale = Annotated[str | None, typer.Option("--locale", help="Ask as somebody whose Slack speaks fr-FR, en-US…")]


def evaluate(  # noqa: PLR0913 - each is an option of the command
    files: QuestionFiles,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    html: Html = None,
    predictions: Lines = None,
    baseline: Baseline = None,
    at_least: Annotated[str, typer.Option("--at-least", help=BOUNDS, metavar="BOUNDS")] = "",
    locale: Locale = None,
    knowledge: Folders = None,
) -> None:
    """Measure how often the answers are right.

    Example: passeur evaluate tests/questions/held-out/*.yaml --html report.html --at-least top1=0.9,wrong=0.02
    """
    from bot.search.evaluation import compare, gates
    from bot.search.evaluation.report import report as reported

    if as_json and as_markdown:
        raise PasseurError("--json and --markdown both print. Give one of them.")
    bounds = gates.parse_gates(at_least)
    former = compare.read_former(baseline) if baseline else None
    predicted = _predicted(files, locale, knowledge)
    report = reported(predicted)
    comparison = compare.compare(former, predicted) if former is not None else None
    if predictions:
        write(predictions, "".join(json.dumps(p.as_object(), ensure_ascii=False) + "\n" for p in predicted))
    if html:
        from bot.cli.evaluation.page import as_page

        write(html, as_page(report, predicted, comparison))
    _print(report, predicted, comparison, as_json=as_json, as_markdown=as_markdown)
    missed = list(gates.failures(report, bounds))
    for sentence in missed:
        typer.echo(sentence, err=True)
    if missed:
        raise typer.Exit(1)


def _predicted(files: list[Path], locale: str | None, knowledge: list[Path] | None) -> "tuple[Prediction, ...]":
    from bot.app.deciding import decider_of
    from bot.app.evaluating import answering
    from bot.search.evaluation.outcomes import predict
    from bot.search.evaluation.questions import read_questions

    placed = read_questions(files)
    decider = decider_of(settings_with(knowledge), fitting)
    _warn(placed, decider)
    return predict((place.question for place in placed), answering(decider, locale))


def as_object(
    report: "Report", predicted: "Sequence[Prediction]", comparison: "Comparison | None"
) -> dict[str, object]:
    """What `--json` prints; `--baseline` reads it again."""
    lines = [prediction.as_object() for prediction in predicted]
    compared = {"comparison": asdict(comparison)} if comparison else {}
    return {**asdict(report), **compared, "predictions": lines}


def _print(
    report: "Report",
    predicted: "Sequence[Prediction]",
    comparison: "Comparison | None",
    *,
    as_json: bool,
    as_markdown: bool,
) -> None:
    if as_json:
        typer.echo(json.dumps(as_object(report, predicted, comparison), ensure_ascii=False, allow_nan=False))
    elif as_markdown:
        from bot.cli.evaluation import markdown

        typer.echo(markdown.as_markdown(report, comparison), nl=False)
    else:
        from bot.cli.evaluation.terminal import show

        show(report, comparison, Console(highlight=False))


def _warn(placed: "Sequence[Placed]", decider: "Decider") -> None:
    """Tell of ids that nothing answers, and go on: they can only be misses."""
    from bot.search.evaluation.questions import unknown_ids

    entries = decider.knowledge.entries
    known = {*entries, *decider.knowledge.sections, *(s for entry in entries.values() for s in entry.sections)}
    for problem in unknown_ids(placed, known):
        typer.echo(f"Warning: {problem}", err=True)
