"""A word that nobody knows and those that are known in; "did you mean" out."""

from collections.abc import Collection

from rapidfuzz import fuzz, process

LONGEST = 80


def nearest(word: str, known: Collection[str]) -> str:
    """The known word that is near, or nothing."""
    found = process.extractOne(word[:LONGEST].lower(), list(known), scorer=fuzz.ratio, score_cutoff=60)
    return found[0] if found else ""


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The question, or nothing when no known word is near."""
    near = nearest(word, known)
    return f'did you mean "{near}"?' if near else ""
