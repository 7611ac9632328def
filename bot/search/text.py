"""What a typed text is made of: folded text, words, stems and character n-grams."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import Stemmer  # type: ignore[import-not-found]

from bot.languages import search_words

MAX_CHARACTERS = 600
SMALLEST_GRAM, LARGEST_GRAM = 2, 4
LONGEST_WORD = 30

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "Œ": "oe", "Æ": "ae"})
_NOT_WORD = re.compile(r"[^a-z0-9+#]+")
_SLACK_MARKUP = re.compile(r"<[@#!][^>]*>|<https?:[^>]*>|https?://\S+|:[a-z0-9_+-]{2,40}:")
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{1,5}s?\b")
_POLITE = frozenset(
    ("bonjour", "bonsoir", "salut", "coucou", "hello", "hi", "hey", "yo", "merci", "thanks", "thank", "thx", "bjr",
     "slt", "svp", "stp", "cordialement", "cdt", "please", "pls", "plz", "regards", "cheers")
)  # fmt: skip
_ADDRESSED = """
    a again all ami amie amis anybody anyone au aux beaucoup bien bientot bon bonne boss bot buddy cher chere
    chers chef collegue collegues colleague colleagues copain copine d dear demain de des dude equipe et
    everybody everyone fois folks friend friends gang gens girls guys groupe here infiniment jeune jeunes jour
    journee l la le les mate madame mesdames messieurs mille mon monde monsieur mr mrs ms much my nuit passeur
    patron people plus pour robot so soir soiree sir team the there to toi tous tout toute toutes tres trop u
    vous voisin world y you
"""
"""Whom one greets or thanks, and how much: what stands beside a greeting without asking anything."""
_POLITE_PHRASES = ("s il vous plait", "s il te plait", "d avance", "par avance", "thank you", "bonne journee",
                   "a tous", "tout le monde", "in advance", "good morning", "good afternoon")  # fmt: skip
_AT_A_PHRASES_EDGE = frozenset(edge for phrase in _POLITE_PHRASES for edge in (phrase.split()[0], phrase.split()[-1]))


def folded(text: str) -> str:
    """Lower case without accents, ligatures or punctuation; single spaces."""
    text = _SLACK_MARKUP.sub(" ", text[:MAX_CHARACTERS].lower()).translate(_LIGATURES)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", text).strip()


def words(text: str) -> list[str]:
    return folded(text).split()


def words_of_each(texts: Sequence[str]) -> list[list[str]]:
    """The same for many short texts without line breaks, in a tenth of the time."""
    whole = _SLACK_MARKUP.sub(" ", "\n".join(texts).lower()).translate(_LIGATURES)
    apart = unicodedata.normalize("NFKD", whole)
    bare = apart.translate({ord(c): None for c in set(apart) if unicodedata.combining(c)})
    return [_NOT_WORD.sub(" ", line).split() for line in bare.split("\n")]


def acronyms(text: str) -> frozenset[str]:
    """What is written in capitals among words that aren't, such as « DNS » or « APIs », folded."""
    if not any(character.islower() for character in _ACRONYM.sub("", text)):
        return frozenset()
    return frozenset(word for found in _ACRONYM.findall(text[:MAX_CHARACTERS]) for word in words(found))


def without_politeness(tokens: list[str]) -> list[str]:
    """The words between the greeting and the thanks; all of them when one or none is left."""
    first, last = _between_politeness(tokens)
    return tokens[first:last] if last - first >= 2 else tokens


def without_greeting(text: str) -> str:
    """What a text says beside greetings and thanks, as it was typed, be it one word; nothing when there are none."""
    pieces = [piece for piece in text.split() if folded(piece)]
    tokens = [folded(piece) for piece in pieces]
    first, last = _between_politeness(tokens)
    said = {word for token in tokens[first:last] for word in token.split()}
    return " ".join(pieces[first:last]) if last - first < len(tokens) and said.difference(_ADDRESSED.split()) else ""


def _between_politeness(tokens: list[str]) -> tuple[int, int]:
    first, last = 0, len(tokens)
    while first < last and (step := _polite_length(tokens[first:last])):
        first += step
    while first < last and (step := _polite_length(tokens[first:last], at_end=True)):
        last -= step
    return first, last


def _polite_length(tokens: list[str], *, at_end: bool = False) -> int:
    outermost = tokens[-1 if at_end else 0]
    if outermost in _POLITE:
        return 1
    if outermost not in _AT_A_PHRASES_EDGE:
        return 0
    sentence = " ".join(tokens)
    for phrase in _POLITE_PHRASES:
        if sentence.endswith(" " + phrase) if at_end else sentence.startswith(phrase + " "):
            return phrase.count(" ") + 1
    return 0


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    name = search_words(language).stemmer
    return Stemmer.Stemmer(name) if name else None


def stems(tokens: Sequence[str], language: str) -> list[str]:
    """The stems of folded words; the words themselves in a language without a stemmer."""
    stemmer = _stemmer(language)
    return stemmer.stemWords(tokens) if stemmer else list(tokens)


@lru_cache(maxsize=20_000)
def character_grams(word: str) -> tuple[str, ...]:
    """N-grams of a word with its borders, so that word order does not matter."""
    padded = f" {word} "
    grams = [
        padded[i : i + size]
        for size in range(SMALLEST_GRAM, LARGEST_GRAM + 1)
        for i in range(max(1, len(padded) - size + 1))
    ]
    # « aaaa… » has few n-grams, so many times that it would be more like « adaa » than that is like itself.
    return tuple(grams if len(word) <= LONGEST_WORD else dict.fromkeys(grams))
