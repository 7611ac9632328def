"""The report of an evaluation as one HTML page with plots. It needs no other file and no script."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.cli.evaluation import plots, wording
from bot.search.evaluation.compare import Comparison
from bot.search.evaluation.figures import BY_GROUP, BY_NAME
from bot.search.evaluation.outcomes import Prediction
from bot.search.evaluation.report import Report

MAIN = ("right_offered", "answered_right", "wrong", "oos_answered", "near_answered", "top1", "auroc", "ece")
TEMPLATES = Path(__file__).parent


def as_page(report: Report, predictions: Sequence[Prediction], comparison: Comparison | None) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    changes = [c for c in comparison.changes if c.then is not None or c.now is not None] if comparison else []
    return environment.get_template("page.html.j2").render(
        report=report,
        comparison=comparison,
        changes=changes,
        reach=max((abs(x) for c in changes for x in (c.difference, c.low, c.high) if x is not None), default=0) or 1,
        groups=[(label, list(some)) for label, some in groupby(report.groups, key=lambda group: group.label)],
        bars=plots.outcome_bars(predictions),
        histograms=plots.histograms(predictions),
        main=[name for name in MAIN if report.figures[name].value is not None],
        headings=wording.measured(report),
        columns=BY_GROUP,
        low_is_good={name for name, figure in BY_NAME.items() if figure.low_is_good},
        plots=plots,
        wording=wording,
    )
