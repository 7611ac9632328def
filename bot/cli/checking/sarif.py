"""Problems of the knowledge as SARIF 2.1.0, which code forges and editors show beside the lines."""

from collections.abc import Sequence
from typing import Any

from bot import __version__
from bot.knowledge.problem import Problem
from bot.messages.problems import explanation, said

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(problems: Sequence[Problem], language: str) -> dict[str, Any]:
    """One run; each rule that found something with its explanation."""
    rules = sorted({problem.rule for problem in problems})
    driver = {
        "name": "passeur check",
        "version": __version__,
        "language": language,
        "rules": [_rule(rule, language) for rule in rules],
    }
    results = [_result(said(problem, language), rules.index(problem.rule)) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: str, language: str) -> dict[str, Any]:
    words = explanation(rule, language)
    if words is None:
        return {"id": rule}
    return {"id": rule, "shortDescription": {"text": words.cause}, "help": {"text": words.fix}}


def _result(problem: Problem, index: int) -> dict[str, Any]:
    path = problem.path
    place = {
        "artifactLocation": {"uri": path.as_uri() if path.is_absolute() else path.as_posix()},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    return {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": problem.severity,
        "message": {"text": f"{problem.message} - {problem.hint}" if problem.hint else problem.message},
        "locations": [{"physicalLocation": place}],
    }
