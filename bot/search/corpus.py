"""What the matcher is fitted on: documents with example questions, and the words that mean the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.languages import usual

COMPARED = 25_000
"""Beyond this many examples, only entries are looked up, and rapidfuzz compares the examples of the best.

Chosen for speed and memory at 100,000 examples (`make bench-search`).
"""


class Example(NamedTuple):
    text: str
    language: str


class Document(NamedTuple):
    """`asked`: questions that it answers and that are no examples, so that the confidence can be measured on them."""

    id: str
    examples: tuple[Example, ...]
    title: tuple[Example, ...] = ()
    body: tuple[Example, ...] = ()
    asked: tuple[Example, ...] = ()


@dataclass(frozen=True)
class Corpus:
    documents: tuple[Document, ...]
    out_of_scope: tuple[Example, ...] = ()
    synonyms: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    abbreviations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    languages: tuple[str, ...] = field(default_factory=usual)
