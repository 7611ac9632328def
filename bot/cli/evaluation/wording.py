"""The headings, words and numbers that all faces of a report share."""

from bot.search.evaluation.compare import FigureChange
from bot.search.evaluation.figures import BY_NAME, Estimate
from bot.search.evaluation.outcomes import Verdict
from bot.search.evaluation.report import Report

HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Ranking, in scope", ("top1", "top3", "mrr")),
    (
        "Outcome, in scope",
        ("right_offered", "answered_right", "choices_right", "wrong", "choices_wrong", "handed_off", "small_talk"),
    ),
    ("Out of scope", ("oos_answered", "oos_choices", "oos_handed_off", "oos_other")),
    ("Out of scope, near misses", ("near_answered", "near_choices", "near_handed_off", "near_other")),
    ("Out of scope, far", ("far_answered", "far_choices", "far_handed_off", "far_other")),
    ("Knowing when it does not know", ("auroc", "auroc_near", "auroc_far", "ece", "aurc", "risk80")),
)
OUTSIDE = ("near misses: ", "far from the subject: ", "out of scope: ")
SAID: dict[Verdict, str] = {
    "answered_right": "answered right",
    "choices_right": "choices with the right one",
    "handed_off": "handed off",
    "small_talk": "small talk",
    "choices_wrong": "choices without the right one",
    "wrong": "answered wrong",
    "oos_handed_off": "handed off, as it should",
    "oos_other": "help or small talk",
    "oos_choices": "choices, though out of scope",
    "oos_answered": "answered, though out of scope",
}


def measured(report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The headings, with the figures for which there were questions."""
    found = ((heading, tuple(n for n in names if report.figures[n].value is not None)) for heading, names in HEADINGS)
    return tuple((heading, names) for heading, names in found if names)


def label(name: str) -> str:
    """What a figure is, under its heading."""
    words = BY_NAME[name].label
    return next((words.removeprefix(prefix) for prefix in OUTSIDE if words.startswith(prefix)), words)


def number(name: str, value: float | None, *, signed: bool = False) -> str:
    """Shares in percent, the others as they are."""
    if value is None:
        return "–"
    sign = "+" if signed else ""
    if BY_NAME[name].part is not None or name == "risk80":
        return f"{100 * value:{sign}.1f} %"
    return f"{value:{sign}.3f}"


def spread(name: str, estimate: Estimate | FigureChange) -> str:
    """The interval."""
    if estimate.low is None:
        return ""
    signed = isinstance(estimate, FigureChange)
    return f"{number(name, estimate.low, signed=signed)} … {number(name, estimate.high, signed=signed)}"


def counted(estimate: Estimate) -> str:
    return str(estimate.of) if estimate.count is None else f"{estimate.count} of {estimate.of}"


def verdict_of(change: FigureChange) -> str:
    """Whether a change is good, bad, or maybe chance."""
    if not change.difference:
        return "the same"
    better = (change.difference < 0) == BY_NAME[change.name].low_is_good
    return ("better" if better else "worse") if change.sure else "within chance"


def expected(expect: tuple[str, ...]) -> str:
    return " | ".join(expect) or "nothing"
