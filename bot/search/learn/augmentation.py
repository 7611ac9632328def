"""Augmentation: examples with typing noise, and synthetic out-of-scope questions made from examples."""

from collections.abc import Container, Sequence
from hashlib import blake2b

import numpy as np

from bot.search.arrays import Int64s

_NEIGHBOURS = {
    row[i]: [row[j] for j in (i - 1, i + 1) if 0 <= j < len(row)]
    for row in ("azertyuiop", "qsdfghjklm", "wxcvbn")
    for i in range(len(row))
}
EXCHANGED = 0.5
"""Share of a question's distinctive words that are exchanged. Chosen by hand at first; not measured."""
SECOND_SLIP = 0.4
"""How often a question gets a second slip. Chosen by hand at first; not measured."""


def lot(text: str, purpose: str) -> int:
    """A number that depends on nothing but the text and what it is for: other texts don't change what a text draws.

    So one more example leaves the draws of all others as they were, and what is learned from them nearly so.
    """
    return int.from_bytes(blake2b(f"{purpose}:{text}".encode(), digest_size=8).digest(), "big")


def drawn(texts: Sequence[str], purpose: str, most: int) -> Int64s:
    """The places of at most so many of the texts, in order, drawn by their lots."""
    return np.sort(np.argsort([lot(text, purpose) for text in texts], kind="stable")[:most])


def with_typing_noise(question: str) -> str:
    """One or two slips at random letters: a neighbouring key, a doubled, dropped or swapped letter."""
    dice = np.random.default_rng(lot(question, "slips"))
    letters = list(question)
    for _ in range(1 + int(dice.random() < SECOND_SLIP)):
        places = [i for i, c in enumerate(letters) if c.isalpha()]
        if len(places) < 4:
            break
        i = places[int(dice.integers(len(places)))]
        slip = int(dice.integers(4))
        if slip == 0:
            near = _NEIGHBOURS.get(letters[i].lower(), [letters[i]])
            letters[i] = near[int(dice.integers(len(near)))]
        elif slip == 1:
            letters.insert(i, letters[i])
        elif slip == 2 and i + 1 < len(letters):
            letters[i], letters[i + 1] = letters[i + 1], letters[i]
        else:
            del letters[i]
    return "".join(letters)


def synthetic_out_of_scope(
    words: Sequence[str], distinctive: Sequence[bool], others: Sequence[str], known: Container[str]
) -> list[str]:
    """Most words that make the question what it is replaced by words from elsewhere.

    `others`: general words; those that are `known` to the knowledge are passed over.
    """
    dice = np.random.default_rng(lot(" ".join(words), "exchanged"))
    return [
        _not_among(known, others, int(dice.integers(len(others)))) if special and dice.random() < EXCHANGED else word
        for word, special in zip(words, distinctive, strict=True)
    ]


def _not_among(known: Container[str], others: Sequence[str], start: int) -> str:
    """The first of the others, from `start` on and round, that is not known."""
    turned = (others[(start + step) % len(others)] for step in range(len(others)))
    return next((word for word in turned if word not in known), "?")
