"""How phone numbers, e-mail addresses and names in mentions look."""

import re
from collections.abc import Iterator

from bot.knowledge.addresses import EMAIL

GAP = "[ .\u00a0\u202f-]?"
PHONE = re.compile(
    rf"(?<![\w.,+/-])(?:(?:\+|00)33{GAP}(?:\(0\){GAP})?|0)[1-9](?:{GAP}\d{{2}}){{4}}(?![\w/]|[.-]\d)"
    rf"|(?<![\w+])\+(?!33)[1-9]\d{{0,2}}(?:{GAP}\(?\d{{2,4}}\)?){{2,5}}(?!\w)"
)
MAILBOX = re.compile(rf"(?<![\w:/.+-]){EMAIL.pattern}")
NEIGHBOURS = ("FR", "BE", "CH", "LU", "DE", "IT", "ES", "GB", "NL")
"""Countries whose numbers people write without the country's."""
FEWEST_DIGITS = 7
FIRSTS = ("0", "+", "(")
"""What a number that is dialled begins with."""
_SLASHED = re.compile(r"(?<![\w/])0[1-9](?:/\d\d){4}(?![\w/])")
# Every repetition is bounded, and no two of them in a row take the same characters: a long text costs no more than its
# length.
_LOCAL = r"[^\W_][\w.+'’-]{0,127}"
_SAID_DOT = r"\s*[(\[{]\s*(?:dot|point)\s*[)\]}]\s*|\s+(?:dot|point)\s+"
_DOT = rf"(?:{_SAID_DOT}|\.)"
_AT = r"(?:\s*[(\[{]\s*(?:at|arobase|@|a)\s*[)\]}]\s*|\s+(?:at|arobase|arobas)\s+|\s*@\s*)"
_DOMAIN = rf"[^\W_][\w-]{{0,62}}(?:{_DOT}[^\W_][\w-]{{0,62}}){{0,8}}{_DOT}[^\W\d_]{{2,12}}"
SPOKEN = re.compile(rf"(?<![\w@.]){_LOCAL}(?:(?:{_SAID_DOT}){_LOCAL}){{0,8}}{_AT}{_DOMAIN}(?![\w@])", re.IGNORECASE)
_MENTION = re.compile(r"<@([UW][A-Z0-9]+(?:\|[^<>]*)?)>")
_NAMED = re.compile(
    r"(?<![\w@`/.<|])(?<!•••)@(?!(?:here|channel|everyone|passeur)\b)([^\W\d_][\w.-]*[^\W_]|[^\W\d_])(?![\w/(])"
)


def contact_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a person can be reached or is named: [start, end)."""
    for pattern in (PHONE, _SLASHED, MAILBOX, SPOKEN):
        yield from (found.span() for found in pattern.finditer(text))
    for pattern in (_MENTION, _NAMED):
        yield from (found.span(1) for found in pattern.finditer(text))
    if any(first in text for first in FIRSTS) and len(re.findall(r"\d", text)) >= FEWEST_DIGITS:
        yield from _phones(text)


def _phones(text: str) -> Iterator[tuple[int, int]]:
    """Numbers dialled in France or a neighbour: at home any that exists, elsewhere only as it is written."""
    from phonenumbers import Leniency, PhoneNumberMatcher  # half of a start's time, and few messages hold a number

    for country in NEIGHBOURS:
        leniency = Leniency.VALID if country == "FR" else Leniency.STRICT_GROUPING
        for found in PhoneNumberMatcher(text, country, leniency):
            if found.raw_string.startswith(FIRSTS):
                yield found.start, found.end
