"""Edits by path: what is read after is what was wanted, and no other line moves by a byte."""

import difflib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import PasseurError
from bot.knowledge.editing.edits import append, insert, remove, set_value
from bot.knowledge.source import parsed
from bot.knowledge.tree import Node, PathStep, YamlDocument

ROOT = Path(__file__).parents[1]
SHIPPED = sorted((ROOT / "knowledge").rglob("*.yaml")) + sorted((ROOT / "bot/demo/knowledge").rglob("*.yaml"))
ODD = {
    "comments": """\
# At the top.
- id: a   # the first
  list:
    # before an item
    - one   # behind an item
    - "two"
    - 'three'
  group: { x: 1, y: [ p,   q ], z: {} }   # a group

  text: |
    A text
      with depth

    and an empty line
  # after the text
  last: yes
# between
-   id: b
    folded: >-
      one line
      of two
    plain: some words
    nothing: []
# at the end
""",
    "map": """\
name: "X"
channels: { maintainers: C0EXAMPLE }   # ours
paths:
- id: p
  entries: [a, b,
            c]   # on two lines
-
  id: q
style: {least: 12}
deep:
  - - 1
    - 2
  - - 3
""",
    "flow": "[{id: a, topics: [x]}, {id: b}]",
    "no end": "- id: a\n  topics:\n  - x\n  - y",
}
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in SHIPPED} | ODD
TEXTS |= {f"{name}, CRLF": text.replace("\n", "\r\n") for name, text in ODD.items()}
WORDS = st.one_of(
    st.sampled_from(
        ["data", "12", "no", "2026-01-01", "a: b", "# x", "- y", "l'été « là »", "a\nb", "a\n\n  b\n", " x ", ""]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
SCALARS = st.one_of(WORDS, st.integers(-5, 10**6), st.booleans())
VALUES = st.one_of(
    SCALARS,
    st.lists(WORDS, max_size=4),
    st.dictionaries(st.sampled_from(["fr", "en", "x", "y: z"]), SCALARS, max_size=3),
    st.lists(st.dictionaries(st.sampled_from(["id", "fr"]), WORDS, min_size=1, max_size=2), max_size=2),
)


def read(name: str) -> YamlDocument:
    source, problems = parsed(TEXTS[name], Path(name))
    assert source is not None, problems
    return source


SOURCES = {name: read(name) for name, text in TEXTS.items()}


def places(node: Node, at: tuple[PathStep, ...] = ()) -> list[tuple[PathStep, ...]]:
    return [at, *(place for step, child in node.children.items() for place in places(child, (*at, step)))]


PLACES = {name: places(source.root) for name, source in SOURCES.items()}


def lines_of(source: YamlDocument, at: tuple[PathStep, ...]) -> range:
    """The lines on which a value stands, from its key or its dash to its last word, from 0."""
    node, parent = source.walk(at)[0], source.walk(at[:-1])[0]
    first = source.key_mark(at).line - 1
    if isinstance(at[-1], int) and not parent.style:
        first = source.text[: source.text.rfind("-", 0, node.span.start)].count("\n")
    return range(first, source.text[: node.span.stop].count("\n") + 1)


def check(before: YamlDocument, after: YamlDocument, wanted: Any, around: range) -> None:
    assert after.root.data == wanted or _texts(after.root.data) == _texts(wanted)
    old, new = before.text.splitlines(keepends=True), after.text.splitlines(keepends=True)
    for tag, first, last, start, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in ("replace", "delete"):
            ended = last == len(old) and "".join(new[start:stop]).startswith("".join(old[first:last]).rstrip("\r\n"))
            assert (around.start <= first and last <= around.stop) or ended, "".join(old[first:last])
    if "\r\n" in before.text:
        assert after.text.count("\n") == after.text.count("\r\n")


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(inner) for key, inner in value.items()}
    return [_texts(inner) for inner in value] if isinstance(value, list | tuple) else str(value)


def at_place(data: Any, at: tuple[PathStep, ...]) -> Any:
    for step in at:
        data = data[step]
    return data


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(draw=st.data(), name=st.sampled_from(sorted(TEXTS)))
def test_an_edit_changes_only_the_lines_that_it_must(draw: st.DataObject, name: str) -> None:
    before = SOURCES[name]
    at = draw.draw(st.sampled_from(PLACES[name]))
    container = at_place(before.root.data, at)
    wanted = deepcopy(before.root.data)
    place = at_place(wanted, at)
    deed = draw.draw(st.sampled_from(["set", "new", "append", "insert", "remove"]))
    value = draw.draw(VALUES)
    whole = lines_of(before, at) if at else range(len(before.text.splitlines()))
    if deed == "new" and isinstance(container, dict):
        place["brand-new"] = value
        around = whole if before.walk(at)[0].style or not container else range(0)
        check(before, set_value(before, (*at, "brand-new"), value), wanted, around)
    elif deed in ("append", "insert") and isinstance(container, list):
        number = len(container) if deed == "append" else draw.draw(st.integers(0, len(container)))
        place.insert(number, value)
        after = append(before, at, value) if deed == "append" else insert(before, (*at, number), value)
        first = lines_of(before, (*at, 0)) if container else whole
        check(before, after, wanted, whole if before.walk(at)[0].style else first)
    elif at:
        parent = at_place(wanted, at[:-1])
        if deed == "remove":
            del parent[at[-1]]
            around = range(whole.start, whole.stop + 1)  # the next key may move up to the dash of its item
            if before.walk(at[:-1])[0].style:  # a comma may stand on another line
                around = lines_of(before, at[:-1]) if len(at) > 1 else whole
            check(before, remove(before, at), wanted, around)
        else:
            parent[at[-1]] = value
            check(before, set_value(before, at, value), wanted, whole)


@pytest.mark.parametrize("at", [(0,), (0, "topics")])
def test_a_text_that_hangs_last_keeps_its_break_in_a_file_that_ends_without_one(at: tuple[PathStep, ...]) -> None:
    after = set_value(SOURCES["no end"], at, {"fr": "a\n\n  b\n"})
    assert at_place(after.root.data, at) == {"fr": "a\n\n  b\n"}


def test_what_is_not_there_is_said() -> None:
    source = SOURCES["map"]
    with pytest.raises(PasseurError, match=r"'style.most' of 'map' is not there"):
        set_value(source, ("style", "most", "x"), 1)
    with pytest.raises(PasseurError, match="is not there"):
        remove(source, ("style", "most"))
    with pytest.raises(PasseurError, match="is no place in a list"):
        insert(source, ("paths", 7), {})
    with pytest.raises(PasseurError, match="name a part of it"):
        set_value(source, (), {})
