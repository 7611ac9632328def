"""Which version of the knowledge it is: a hash of all that it says, wherever its files lie."""

import hashlib
from dataclasses import replace

from pydantic import TypeAdapter

from bot.knowledge.schema import Knowledge

_KNOWLEDGE: TypeAdapter[Knowledge] = TypeAdapter(Knowledge)
LENGTH = 12


def version_of(knowledge: Knowledge) -> str:
    """The first hexadecimal digits of a SHA-256: another word anywhere makes another version, another process none.

    Which entries are built in is no word, and a set stands in another order in each process.
    """
    content = _KNOWLEDGE.dump_json(replace(knowledge, folders=(), built_in=frozenset()), exclude_unset=True)
    return hashlib.sha256(content).hexdigest()[:LENGTH]
