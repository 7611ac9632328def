"""What `passeur serve` says before it starts: the checks that cost nothing, a line for each that is not well."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.doctor import words
from bot.doctor.configured import cache, configured
from bot.doctor.database import room
from bot.settings import Settings
from bot.storage.address import parse

TOLD = frozenset({"missing", "none"})
"""What is absent ends the start by itself, with a sentence that names all of it."""


def at_the_start(settings: Settings, environment: Mapping[str, str], language: str) -> Iterator[str]:
    """Raises StorageError for an address that is none."""
    address = parse(settings.database_url.get_secret_value())
    for finding in (*configured(settings, environment, Path(".env")), cache(settings), *room(address)):
        if finding.status == "wrong" and finding.outcome not in TOLD:
            yield words.line(finding, language)
