"""A rule on the identifiers of licences that answers name."""

import re
from collections.abc import Iterator
from typing import Any

from packaging.licenses._spdx import EXCEPTIONS, LICENSES  # the list itself has no public name

from bot.knowledge.checks.written import written
from bot.knowledge.near import did_you_mean
from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge

CLAIM = re.compile(
    r"SPDX-License-Identifier:[ \t]*(?P<tag>[^`\n\"'«»,;:!?]+?)(?=[ \t]*(?:[`\n\"'«»,;:!?]|\.(?:\s|$)|$| \())"
    r"|spdx\.org/licenses/(?P<page>[\w.+-]+?)(?:\.html)?(?=[)\s>#]|$)"
    r"|`(?P<code>(?:(?:A|L)?GPL|MIT|Apache|BSD|CC0?|CECILL|EUPL|MPL|O[Dd][Bb][Ll]|ODC|PDDL|OFL|CERN-OHL|CERN|EPL|OSL|etalab|"
    r"Etalab|AFL|Artistic|BSL|Zlib|Unlicense|ISC)-[\w.+-]+)`"
)
WORD = re.compile(r"[\w.+-]+")
BETWEEN = frozenset({"and", "or", "with"})
NEWER = {"openmdw-1.0": {"id": "OpenMDW-1.0", "deprecated": False}}
"""What SPDX lists since then (its list 3.29.0)."""
KNOWN: dict[str, Any] = {**LICENSES, **EXCEPTIONS, **NEWER}
NAMES = tuple(str(licence["id"]) for licence in KNOWN.values() if not licence["deprecated"])


def unknown_licence(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """What is given for an SPDX identifier is one.

    Passes: `SPDX-License-Identifier: Apache-2.0`. Fails: `SPDX-License-Identifier: Apache2`, `` `GPL-3.0-olater` ``.
    """
    for text in written(knowledge):
        if "-" not in text.text or not ("SPDX" in text.text or "spdx" in text.text or "`" in text.text):
            continue
        for found in CLAIM.finditer(text.text):
            kind = str(found.lastgroup)
            for start, word in _unknown(found[kind]):
                begin = found.start(kind) + start
                message = f'"{word}" is not an SPDX identifier'
                hint = did_you_mean(word, NAMES) or "the list is at spdx.org/licenses"
                yield text.problem(places, "unknown-licence", message, begin, begin + len(word), hint=hint)


def _unknown(expression: str) -> Iterator[tuple[int, str]]:
    for found in WORD.finditer(expression):
        word = found.group().rstrip(".").lower()
        known = word in KNOWN or word.removesuffix("+") in KNOWN or word in BETWEEN
        if not known and not word.startswith(("licenseref-", "documentref-", "additionref-")):
            yield found.start(), found.group().rstrip(".")
