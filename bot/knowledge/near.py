"""Words that are near one another: "did you mean" for one that nobody knows, and questions that are the same."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from rapidfuzz import fuzz, process

LONGEST = 80
ACCENT = re.compile("[\u0300-\u036f]+")
EMOJI = re.compile(r":([a-z0-9_+-]{2,40}):")
NOT_WORD = re.compile(r"[\W_]+")


def nearest(word: str, known: Collection[str]) -> str:
    """The known word that is near, or nothing."""
    found = process.extractOne(word[:LONGEST], list(known), scorer=fuzz.ratio, processor=str.lower, score_cutoff=60)
    return found[0] if found else ""


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The question, or nothing when no known word is near."""
    near = nearest(word, known)
    return f'did you mean "{near}"?' if near else ""


@lru_cache(maxsize=1 << 17)
def same(text: str) -> str:
    """The words of a question without case, accents and punctuation."""
    text = text.lower()
    if not text.isascii():
        text = ACCENT.sub("", unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae")))
    if ":" in text:
        text = EMOJI.sub(r" emoji_\1 ", text)
    return NOT_WORD.sub(" ", text).strip() or text.strip()
