"""Cuts and pastes in the text of a YAML file, at the places of its nodes."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bot.knowledge.editing import written
from bot.knowledge.tree import Node, PathStep

COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*")


class Edit(NamedTuple):
    """What stands from `start` to before `stop` becomes `text`; in characters from 0."""

    start: int
    stop: int
    text: str


class Paper:
    """The text with its line break and the places in it that an edit needs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def replaced(self, parent: Node, step: PathStep, value: Any) -> list[Edit]:
        """A value by another; of a list of texts only the items that differ."""
        node, name = parent.children[step], str(step)
        texts = isinstance(value, Sequence) and all(isinstance(item, str) for item in value)
        if node.children and isinstance(node.data, list) and value and texts and not isinstance(value, str):
            if node.style:
                return [self._in_brackets(node, value)]
            if (edits := self._lines(node, value, name)) is not None:
                return edits
        start, stop = node.span.start, self.end(node)
        inside = bool(parent.style)
        if isinstance(value, str) and not inside and (node.block or "\n" in value):
            text = self._hanging(parent, step, node, value)
            if text is not None:
                return [self._with_comment(Edit(start, stop, text))]
        if not inside and not node.style and (node.children or (value and isinstance(value, dict | list | tuple))):
            return [self._below(parent, step, value)]
        new, old = written.value(value, name), self.text[start:stop]
        quote = node.style if node.style in ("'", '"') else ""
        new = f"{quote}{new}{quote}" if quote and isinstance(value, str) and new[:1] != '"' else new
        return [Edit(start, stop, new if stop > start else f" {new}")] if old or new else []

    def added(self, node: Node, name: str, value: Any, order: Sequence[str]) -> Edit:
        """A key that the group has not: where `order` has it, else at its end."""
        before = [key for key in node.children if key in order[: order.index(name)]] if name in order else []
        after = self.end(node.children[(before or list(node.children))[-1]]) if node.children else node.span.start
        if node.style or not node.children:
            pair = f"{written.value(name)}: {written.value(value, name)}"
            if not node.children:
                return Edit(node.span.start, node.span.stop, f"{{ {pair} }}")
            return Edit(after, after, f", {pair}")
        indent = self.column(next(iter(node.starts.values())))
        return self.line(after, written.pair(name, value, indent, self.newline))

    def inserted(self, node: Node, place: int, value: Any, name: str = "") -> Edit:
        """An item before the one at `place`; `name` is the list's key."""
        count = len(node.children)
        if node.style or not count:
            text = written.value(value, name)
            if not count:
                whole = self.column(node.span.start) == 0 and isinstance(value, Mapping) and value
                lines = written.item(value, 0, self.newline).rstrip() if whole else f"[{text}]"
                return Edit(node.span.start, node.span.stop, lines)
            at = node.children[place].span.start if place < count else self.end(node.children[count - 1])
            return Edit(at, at, f"{text}, " if place < count else f", {text}")
        dash, first = self.column(node.span.start), node.children[0]
        keys = self.column(first.span.start) if first.mark.line == node.mark.line else dash + 2
        lines = written.item(value, dash, self.newline, name, keys)
        if place == count:
            return self.line(self.end(node), lines)
        start = self.bol(self._dash(node.children[place]))
        if not self.text[start : self._dash(node.children[place])].strip():
            return Edit(start, start, lines)
        at = self._dash(node.children[place])  # the first item begins behind another dash or a key
        return Edit(at, at, lines.lstrip(" ") + " " * dash)

    def removed(self, node: Node, step: PathStep) -> Edit:
        """A key or an item; what stands on its lines alone goes with the lines."""
        steps = list(node.children)
        place = steps.index(step)
        if len(steps) == 1:
            whole = node.span.stop if node.style else self.end(node)
            return Edit(node.span.start, whole, "[]" if isinstance(node.data, list) else "{}")
        start, stop = self._begin(node, step), self.end(node.children[step])
        bol = self.bol(start)
        if not node.style and not self.text[bol:start].strip():
            return Edit(bol, self.eol(stop), "")
        if place + 1 < len(steps):
            return Edit(start, self._begin(node, steps[place + 1]), "")
        return Edit(self.end(node.children[steps[place - 1]]), stop, "")

    def end(self, node: Node) -> int:
        """Where the last word of it ends: the parser ends a block after the comments that follow."""
        if node.children and not node.style:
            return self.end(list(node.children.values())[-1])
        stop = node.span.stop
        return len(self.text[:stop].rstrip()) if node.block else stop

    def line(self, after: int, lines: str) -> Edit:
        """Whole lines put in below a place; the text's last line may lack its break."""
        place = self.eol(after)
        return Edit(place, place, self.newline + self._last(lines) if place and self._unended(after) else lines)

    def _unended(self, place: int) -> bool:
        """Whether the line at this place is the text's last, and lacks its break."""
        return self.eol(place) == len(self.text) and not self.text.endswith("\n")

    def _last(self, lines: str) -> str:
        """Lines without their last break, unless it belongs to a text below a |."""
        return lines if f"|{self.newline}" in lines else lines.removesuffix(self.newline)

    def column(self, place: int) -> int:
        return place - self.bol(place)

    def bol(self, place: int) -> int:
        return self.text.rfind("\n", 0, place) + 1

    def eol(self, place: int) -> int:
        """After the line break."""
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end + 1

    def _begin(self, node: Node, step: PathStep) -> int:
        """Where a key of a group or an item of a list begins, its dash included."""
        if isinstance(step, str):
            return node.starts[step]
        return node.children[step].span.start if node.style else self._dash(node.children[step])

    def _dash(self, item: Node) -> int:
        """Where the dash of a list's item on lines of its own stands."""
        return self.text.rfind("-", 0, item.span.start)

    def _in_brackets(self, node: Node, values: Sequence[str]) -> Edit:
        """On one line; what is kept stays as it was written, and comments move behind it."""
        start, stop = node.span
        old = self.text[start:stop]
        kept = {child.text: self.text[child.span.start : child.span.stop] for child in node.children.values()}
        words = ", ".join(kept.get(value) or written.value(value) for value in values)
        pad = " " if old.startswith("[ ") else ""
        comments = "".join(f"  {comment.rstrip()}" for comment in COMMENT.findall(old))
        return Edit(start, stop, f"[{pad}{words}{pad}]{comments}")

    def _lines(self, node: Node, values: Sequence[str], name: str) -> list[Edit] | None:
        """On lines of their own; those that are kept stay, with their comments. None when their order changes."""
        children = list(node.children.values())
        old = [child.text for child in children]
        kept = [value for value in old if value in values]
        if len(set(old)) < len(old) or kept != [value for value in values if value in kept]:
            return None
        if self.text[self.bol(node.span.start) : node.span.start].strip():
            return None  # the list begins behind another dash
        gone = [child for child in children if child.text not in values]
        edits = [Edit(self.bol(self._dash(child)), self.eol(self.end(child)), "") for child in gone]
        dash, first = self.column(node.span.start), self.bol(node.span.start)
        more: dict[str | None, str] = {}
        above: str | None = None
        for value in values:
            if value in old:
                above = value
            else:
                more[above] = more.get(above, "") + written.item(value, dash, self.newline, name)
        for place, lines in more.items():
            below = self.line(self.end(children[old.index(place)]), lines) if place is not None else None
            edits.append(below or Edit(first, first, lines))
        return edits

    def _hanging(self, parent: Node, step: PathStep, node: Node, value: str) -> str | None:
        """A text below its |, as deep as it was; None when YAML could not read it back from there."""
        body = self.text[node.span.start : self.end(node)].splitlines()[1:] if node.block else []
        depths = [len(line) - len(line.lstrip(" ")) for line in body if line.strip()]
        base = self.column(parent.starts[step]) if isinstance(step, str) else self.column(self._dash(node))
        text = written.hanging(value, min(depths, default=base + 2), self.newline)
        return f"{text}{self.newline}" if text and value.endswith("\n") and self._unended(self.end(node)) else text

    def _with_comment(self, edit: Edit) -> Edit:
        """A comment behind a text goes behind the | of the text that hangs there now, or it would belong to it."""
        line = self.text[edit.stop : self.eol(edit.stop)].rstrip()
        if not line.lstrip().startswith("#") or self.newline not in edit.text:
            return edit
        first, _, rest = edit.text.partition(self.newline)
        return Edit(edit.start, edit.stop + len(line), f"{first}{line}{self.newline}{rest}")

    def _below(self, parent: Node, step: PathStep, value: Any) -> Edit:
        """A list or a group on lines of their own, in place of whatever was there."""
        node = parent.children[step]
        if isinstance(step, int):
            start, dash = self._dash(node), self.column(self._dash(node))
            lines = written.item(value, dash, self.newline).lstrip(" ")
        else:
            start = parent.starts[step]
            lines = written.pair(step, value, self.column(start), self.newline).lstrip(" ")
        end = self.end(node)
        last = self._last(lines) if self._unended(end) else lines.removesuffix(self.newline)
        return self._with_comment(Edit(start, end, last))
