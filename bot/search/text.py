"""A typed sentence in; folded text, words, stems and character n-grams out."""

import re
import unicodedata
from functools import lru_cache

import Stemmer  # type: ignore[import-not-found]

MAX_CHARACTERS = 600
SNOWBALL = {"fr": "french", "en": "english"}

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "Œ": "oe", "Æ": "ae"})
_NOT_WORD = re.compile(r"[^a-z0-9+#]+")
_SLACK_MARKUP = re.compile(r"<[@#!][^>]*>|<https?:[^>]*>|https?://\S+|:[a-z0-9_+-]{2,40}:")


def folded(text: str) -> str:
    """Lower case without accents, ligatures or punctuation; single spaces."""
    text = _SLACK_MARKUP.sub(" ", text[:MAX_CHARACTERS].lower()).translate(_LIGATURES)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", text).strip()


def words(text: str) -> list[str]:
    return folded(text).split()


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(SNOWBALL.get(language, "english"))


def stems(tokens: list[str], language: str) -> list[str]:
    stemmed: list[str] = _stemmer(language).stemWords(tokens)
    return stemmed


def character_grams(text: str, smallest: int, largest: int) -> list[str]:
    """N-grams of each word with its borders, so that word order does not matter."""
    grams: list[str] = []
    for word in text.split():
        padded = f" {word} "
        for size in range(smallest, largest + 1):
            grams.extend(padded[i : i + size] for i in range(max(1, len(padded) - size + 1)))
    return grams
