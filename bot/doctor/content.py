"""Looks at the knowledge: what there is of it, what is wrong with it, and what is overdue."""

from datetime import UTC, date, datetime

from bot.doctor.findings import Facts, Finding, ok, wrong
from bot.knowledge.load import examine
from bot.knowledge.problem import Problem
from bot.knowledge.review import overdue
from bot.knowledge.schema import Knowledge
from bot.messages.checks import RULES
from bot.settings import Settings


def knowledge(settings: Settings, today: date | None = None) -> tuple[Finding, Knowledge | None]:
    """With the knowledge itself, for what else is looked at."""
    found, problems = examine(settings.passeur_knowledge, RULES)
    folders = ", ".join(map(str, settings.passeur_knowledge))
    if found is None:
        errors = [problem for problem in problems if problem.severity == "error"]
        return wrong("knowledge", "refused", count=len(errors), first=_first(errors), folders=folders), None
    today = today or datetime.now(UTC).date()
    old = overdue(found, today)
    facts: Facts = {
        "entries": len(found.own),
        "languages": ", ".join(found.organisation.languages),
        "mentors": len(found.mentors),
        "folders": folders,
    }
    if old:
        months = found.organisation.style.review_months
        return wrong("knowledge", "overdue", overdue=len(old), first=old[0].id, months=months, **facts), found
    return ok("knowledge", **facts), found


def _first(problems: list[Problem]) -> str:
    return str(problems[0]) if problems else ""
