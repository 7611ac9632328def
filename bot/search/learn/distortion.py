"""A question in; out comes the same mistyped, or one about something else that is asked in the same way."""

from collections.abc import Sequence

import numpy as np

_NEIGHBOURS = {
    row[i]: [row[j] for j in (i - 1, i + 1) if 0 <= j < len(row)]
    for row in ("azertyuiop", "qsdfghjklm", "wxcvbn")
    for i in range(len(row))
}


STRANGENESS = 0.5


def mistyped(question: str, dice: np.random.Generator) -> str:
    """One or two slips at random letters: a neighbouring key, a doubled, dropped or swapped letter."""
    letters = list(question)
    for _ in range(1 + int(dice.random() < 0.4)):
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


def estranged(
    words: Sequence[str], distinctive: Sequence[bool], others: Sequence[str], dice: np.random.Generator
) -> list[str]:
    """Most words that make the question what it is replaced by words from elsewhere."""
    return [
        others[int(dice.integers(len(others)))] if special and dice.random() < STRANGENESS else word
        for word, special in zip(words, distinctive, strict=True)
    ]
