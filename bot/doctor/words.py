"""Puts findings into the sentences of a language: `doctor.toml` in its folder."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from bot.doctor.findings import Fact, Finding
from bot.languages import ELSEWHERE, folder_of
from bot.messages.language import typographic

MARKS = {"ok": "✓", "wrong": "✗", "untried": "–"}


@cache
def _words(language: str) -> Mapping[str, Any]:
    """A language without the file of its own has that of the commands."""
    file = folder_of(language) / "doctor.toml"
    return tomllib.loads((file if file.exists() else folder_of(ELSEWHERE) / "doctor.toml").read_text(encoding="utf-8"))


def title(finding: Finding, language: str) -> str:
    return typographic(str(_words(language)["titles"][finding.check]), language)


def said(finding: Finding, language: str) -> str:
    """How it stands, in a sentence."""
    return _filled(_sentences(finding, language)["said"], language, finding.facts)


def remedy(finding: Finding, language: str) -> str:
    """What to do, in a sentence; empty when there is nothing to be done."""
    return _filled(_sentences(finding, language).get("do", ""), language, finding.facts)


def _sentences(finding: Finding, language: str) -> Mapping[str, str]:
    words = _words(language)
    found: Mapping[str, str] = words.get(finding.check, {}).get(finding.outcome) or words["any"][finding.outcome]
    return found


def _filled(sentence: str, language: str, facts: Mapping[str, Fact]) -> str:
    """Typography is for our words: a path or a name stays as it is."""
    return typographic(sentence, language).format_map(facts)


def line(finding: Finding, language: str) -> str:
    """✓ what was looked at: how it stands. What to do."""
    facts = {"mark": MARKS[finding.status], "title": title(finding, language), "said": said(finding, language)}
    told = _filled(_words(language)["frame"]["line"], language, facts)
    return f"{told} {remedy(finding, language)}".rstrip()


def closing(findings: list[Finding], language: str) -> str:
    """The last line: how many of each."""
    count = {status: sum(finding.status == status for finding in findings) for status in MARKS}
    return _filled(_words(language)["frame"]["wrong" if count["wrong"] else "ok"], language, count)


def as_object(finding: Finding, language: str) -> dict[str, Any]:
    """For programs: the names stay the same in every language, the sentences do not."""
    return {
        "check": finding.check,
        "status": finding.status,
        "outcome": finding.outcome,
        "facts": dict(finding.facts),
        "said": said(finding, language),
        "remedy": remedy(finding, language),
    }
