"""A value in, the way it is written in YAML out."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]*")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
SENTENCES = frozenset({"name", "fr", "en", "how", "sector"})
"""Keys of which the value is somebody's words: always in quotes."""


def value(given: Any, key: str = "") -> str:
    """In one line: a list or a group of keys in brackets, words in quotes, a day or an id without."""
    if isinstance(given, Mapping):
        return f"{{ {', '.join(f'{name}: {value(inner, name)}' for name, inner in given.items())} }}"
    if isinstance(given, Sequence) and not isinstance(given, str):
        return f"[{', '.join(value(inner, key) for inner in given)}]"
    text = str(given)
    if not isinstance(given, str) or (key not in SENTENCES and _plain(text)):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)


def item(data: Mapping[str, Any], dash: int, keys: int, newline: str) -> str:
    """An item of a list: its dash so far from the left, its keys so far; texts in several languages on lines of theirs.

    Ends with a line break.
    """
    lines = []
    for name, given in data.items():
        if name == "did":
            lines += [f"{name}:", *(f"  {inner}: {value(text, inner)}" for inner, text in given.items())]
        else:
            lines.append(f"{name}: {value(given, name)}")
    first = f"{' ' * dash}-".ljust(keys) + lines[0]
    return newline.join((first, *(" " * keys + line for line in lines[1:]), ""))


def _plain(text: str) -> bool:
    """A day, or what nothing takes for a number, a yes or a no."""
    if DAY.fullmatch(text):
        return True
    return PLAIN.fullmatch(text) is not None and isinstance(yaml.safe_load(text), str)
