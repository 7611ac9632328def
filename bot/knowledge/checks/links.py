"""Rules on links: they have a label and lead somewhere, and are written so that Slack takes them for links."""

import re
from collections.abc import Iterator

from bot.knowledge.addresses import HTTPS, fault_of_link
from bot.knowledge.checks.written import written
from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge

LINK = re.compile(r"\[([^\[\]\n]*)\]\(([^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)")
TITLE = re.compile(r"""\s+(?:"[^"]*"|'[^']*')$""")
ADDRESS = r"(?:https?:|www\.)"
SHAPE = "write [label](https://…)"
# What was meant as a link, and is shown letter by letter.
SHAPES = tuple(
    (re.compile(pattern, re.MULTILINE), message, hint)
    for pattern, message, hint in (
        (r"(?<![(\w])http://\S+", HTTPS, ""),
        (rf"\[[^\[\]\n]+\]\s+\({ADDRESS}[^()\n]*\)?", "a space parts the label from its address", SHAPE),
        (rf"\([^()\n]+\)\s?\[{ADDRESS}[^\[\]\n]*\]?", "the brackets of this link are swapped", SHAPE),
        (rf"\[[^\[\]\n]+\]\s?[\[{{<]{ADDRESS}[^\[\]{{}}<>\n]*[\]}}>]?", "the address wants round brackets", SHAPE),
        (r"\[[^\[\]\n]*\]\((?:[^()\n]|\([^()\n]*\))*$", "the link is not closed", "add the )"),
        (rf"\[[^\[\]\n]*\({ADDRESS}[^()\n]*\)?", "the label of this link is not closed", "add the ]"),
        (rf"[^\s\[\]()]+\]\({ADDRESS}[^()\n]*\)", "the label of this link does not begin", "add the ["),
        (r"(?<![\w/])(?:https?:/(?![/\s])|https?;?//|(?!https?:)[htps]{3,6}://|https?:/{3,}|https?:\\+)\S+", HTTPS, ""),
        (r"(?<![\w/.@-])www\.[\w-]+(?:\.[\w-]+)+[^\s)]*", HTTPS, SHAPE),
    )
)


def link(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A link has a label and goes to an https address.

    Passes: `[SPDX](https://spdx.org/licenses/)`. Fails: `[SPDX](#)`, `[SPDX](http://spdx.org)`, `[](https://spdx.org)`,
    `[SPDX] (https://spdx.org)`, `(SPDX)[https://spdx.org]`, `[SPDX](https://spdx.org`, `www.spdx.org`.
    """
    for text in written(knowledge):
        if not any(mark in text.text for mark in ("](", "//", "www.", ":/", ":\\")):
            continue
        prose = text.prose
        for start, end, message, hint in _faults(prose):
            yield text.problem(places, "link", message, start, end, hint=hint)


def _faults(prose: str) -> Iterator[tuple[int, int, str, str]]:
    """Each place is told of once, by the first that finds it."""
    whole = list(LINK.finditer(prose))
    taken: list[tuple[int, int]] = [found.span() for found in whole]
    for found in whole:
        message, hint = _fault(found.group(1), found.group(2))
        if message:
            yield *found.span(), message, hint
    for pattern, message, hint in SHAPES:
        for found in pattern.finditer(prose):
            if all(found.end() <= start or end <= found.start() for start, end in taken):
                taken.append(found.span())
                yield *found.span(), message, hint


def _fault(label: str, target: str) -> tuple[str, str]:
    message, hint = fault_of_link(TITLE.sub("", target.strip()).strip("<>"))
    return (message, hint) if message or label.strip() else ("the link has no label", SHAPE)
