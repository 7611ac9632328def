"""Names for an entry that a program makes: its title, and an id that no other one has."""

import re
from collections.abc import Container

LEFT = re.compile(r"[\s,;:.–—-]+$")
"""What looks lost before the three dots."""


def titled(question: str, longest: int) -> str:
    """As much of it as fits, cut between words."""
    if len(question) <= longest:
        return question
    cut = question[: longest - 1]
    return LEFT.sub("", cut[: cut.rfind(" ")] if " " in cut[longest // 2 :] else cut) + "…"


def unused(name: str, taken: Container[str]) -> str:
    """The name, with a number behind it where somebody has it."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
