"""Problems of the knowledge in the words of a language.

The checks speak English, with what they found in the sentence; `problems.toml` of a language has each sentence with
names where that varies. What it does not have is said as it is.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from bot.knowledge.problem import Problem
from bot.languages import ELSEWHERE, known, problem_words
from bot.languages.problems import RuleWords
from bot.messages.language import typographic

HOLE = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


class Sentence(NamedTuple):
    """How the code's sentence is recognised, and the words of the language."""

    pattern: re.Pattern[str]
    words: str


def said(problem: Problem, language: str) -> Problem:
    """The same problem, its message and its hint in the language."""
    message, hint = (translated(text, language) for text in (problem.message, problem.hint))
    return problem._replace(message=message, hint=hint)


def line(problem: Problem, language: str) -> str:
    """As a terminal and an editor show it: path:line:column: message - hint (rule)."""
    text = str(said(problem, language))
    return text.replace(": warning: ", f": {problem_words(language).warning}", 1) if "warning" in text else text


def explanation(rule: str, language: str) -> RuleWords | None:
    """In the language, or where it has none in another; None when there is no such rule."""
    files = (problem_words(code).rules for code in (language, ELSEWHERE, *known()))
    return next((rules[rule] for rules in files if rule in rules), None)


def rule_names() -> tuple[str, ...]:
    """All that are explained."""
    return tuple(sorted(problem_words(ELSEWHERE).rules))


@lru_cache(maxsize=4096)
def translated(text: str, language: str) -> str:
    """A sentence of the code's in the language, or as it is."""
    for sentence in _sentences(language):
        if found := sentence.pattern.fullmatch(text):
            return _filled(typographic(sentence.words, language), found.groupdict(), language)
    return text


def _filled(words: str, facts: Mapping[str, str], language: str) -> str:
    def fact(hole: re.Match[str]) -> str:
        return translated(facts[hole[1]], language) if hole[1].isupper() else facts[hole[1]]

    return HOLE.sub(fact, words)


@cache
def _sentences(language: str) -> tuple[Sentence, ...]:
    """Those with most words of their own first: `{what} is missing` would take all."""
    written = problem_words(language).sentences
    ordered = sorted(written, key=lambda sentence: (-len(HOLE.sub("", sentence)), sentence))
    return tuple(Sentence(_pattern(sentence), written[sentence]) for sentence in ordered)


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = HOLE.split(sentence)
    pieces = (f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    return re.compile("".join(pieces), re.DOTALL)
