"""Augmentation: examples with typing noise, and synthetic out-of-scope questions made from examples."""

from collections.abc import Sequence

import numpy as np

_NEIGHBOURS = {
    row[i]: [row[j] for j in (i - 1, i + 1) if 0 <= j < len(row)]
    for row in ("azertyuiop", "qsdfghjklm", "wxcvbn")
    for i in range(len(row))
}
EXCHANGED = 0.5
"""Share of a question's distinctive words that are exchanged. Chosen by hand at first; not measured."""
SECOND_SLIP = 0.4
"""How often a question gets a second slip. Chosen by hand at first; not measured."""


def with_typing_noise(question: str, dice: np.random.Generator) -> str:
    """One or two slips at random letters: a neighbouring key, a doubled, dropped or swapped letter."""
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
    words: Sequence[str], distinctive: Sequence[bool], others: Sequence[str], dice: np.random.Generator
) -> list[str]:
    """Most words that make the question what it is replaced by words from elsewhere."""
    return [
        others[int(dice.integers(len(others)))] if special and dice.random() < EXCHANGED else word
        for word, special in zip(words, distinctive, strict=True)
    ]
