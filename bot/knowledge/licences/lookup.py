"""The names of a knowledge's licences, made once."""

from collections.abc import Mapping
from functools import lru_cache

from bot.knowledge.licences.names import LicenceNames
from bot.knowledge.licences.schema import Licence


def names_of(licences: Mapping[str, Licence]) -> LicenceNames:
    """Every name of the licences that are known, which are frozen."""
    return _names(_ById(licences))


class _ById:
    """Compared by being the same object: it is frozen, and making the names of all licences takes a while."""

    def __init__(self, licences: Mapping[str, Licence]) -> None:
        self.licences = licences

    def __hash__(self) -> int:
        return id(self.licences)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.licences is self.licences


@lru_cache(maxsize=2)
def _names(held: _ById) -> LicenceNames:
    return LicenceNames.of(held.licences.values())
