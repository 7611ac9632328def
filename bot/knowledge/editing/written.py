"""Values as they are written in YAML, in one line or on lines of their own."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from bot.languages import known

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]*")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
SENTENCES = frozenset({*known(), "name", "how", "sector", "title", "short", "questions"})
"""Keys of which the value is somebody's words: always in quotes."""


def value(given: Any, key: str = "") -> str:
    """In one line: a list or a group of keys in brackets, words in quotes, a day or an id without."""
    if isinstance(given, Mapping):
        inside = ", ".join(f"{value(str(name))}: {value(inner, str(name))}" for name, inner in given.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(given, Sequence) and not isinstance(given, str):
        return f"[{', '.join(value(inner, key) for inner in given)}]"
    if given is None or isinstance(given, bool):
        return {None: "null", True: "true", False: "false"}[given]
    text = str(given)
    if not isinstance(given, str) or (key not in SENTENCES and _plain(text)):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)


def pair(name: str, given: Any, indent: int, newline: str) -> str:
    """A key and its value, so far from the left: long things below the key. Ends with a line break."""
    lines = _pair(name, given, newline)
    return "".join(f"{' ' * indent}{line}".rstrip(" ") + newline if line else newline for line in lines)


def item(given: Any, dash: int, newline: str, key: str = "", keys: int = 0) -> str:
    """An item of the list `key`: its dash so far from the left, its keys so far, two more if not said; a line break."""
    keys = keys or dash + 2
    if isinstance(given, Mapping) and given:
        lines = [line for name, inner in given.items() for line in _pair(name, inner, newline)]
    else:
        lines = [value(given, key)]
    first = f"{' ' * dash}-".ljust(keys) + lines[0]
    return newline.join((first, *((" " * keys + line) if line else "" for line in lines[1:]), ""))


def hanging(text: str, indent: int, newline: str) -> str | None:
    """A text below its |; None when it holds what YAML would not read back from there."""
    lines = text.split("\n")
    kept = text.endswith("\n")
    bare = lines[:-1] if kept else lines
    unfit = not bare or not bare[0].strip() or bare[0][0] == " " or not bare[-1].strip()
    if unfit or any(line != line.rstrip() for line in bare) or UNPRINTABLE.search(text) or _control(text):
        return None
    body = newline.join(" " * indent + line if line else "" for line in bare)
    return f"{'|' if kept else '|-'}{newline}{body}"


def _pair(name: str, given: Any, newline: str) -> list[str]:
    key = value(str(name))
    if isinstance(given, str) and "\n" in given and (text := hanging(given, 2, newline)):
        first, *rest = text.split(newline)
        return [f"{key}: {first}", *rest]
    if isinstance(given, Mapping) and (given.keys() & set(known()) or any(map(_nested, given.values()))):
        return [f"{key}:", *(f"  {line}".rstrip() for inner in given for line in _pair(inner, given[inner], newline))]
    if isinstance(given, Sequence) and not isinstance(given, str) and (name == "questions" or any(map(_nested, given))):
        lines = [line for one in given for line in item(one, 2, newline, name).split(newline)[:-1]]
        return [f"{key}:", *lines] if lines else [f"{key}: []"]
    return [f"{key}: {value(given, name)}"]


def _nested(given: Any) -> bool:
    return isinstance(given, Mapping | list | tuple)


def _control(text: str) -> bool:
    return any(ord(character) < 32 and character != "\n" for character in text)


def _plain(text: str) -> bool:
    """A day, or what nothing takes for a number, a yes or a no."""
    if DAY.fullmatch(text):
        return True
    return PLAIN.fullmatch(text) is not None and isinstance(yaml.safe_load(text), str)
