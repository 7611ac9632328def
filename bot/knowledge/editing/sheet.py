"""A YAML list of items in; the edits that set or remove keys of an item, or add an item, and the text with them out."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.knowledge.editing import written

COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*")


class Edit(NamedTuple):
    """What stands from `start` to `end` becomes `text`."""

    start: int
    end: int
    text: str


class Sheet:
    """`text` is cut and pasted at the places of its nodes, never written anew."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.root: Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
        nodes = self.root.value if isinstance(self.root, SequenceNode) else []
        self.items: dict[str, MappingNode] = {self._id(node): node for node in nodes if isinstance(node, MappingNode)}

    def with_edits(self, edits: Sequence[Edit]) -> str:
        text = self.text
        for edit in sorted(edits, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text

    def changed(self, item: str, values: Mapping[str, Any], order: Sequence[str]) -> list[Edit]:
        """Each key set to its value, removed for None; a new one stands where `order` has it."""
        node, edits = self.items[item], []
        added: dict[int, str] = {}
        keys = {key.value: value for key, value in node.value}
        for name, value in values.items():
            if name in keys and value is None:
                edits.append(self._removed(node, name))
            elif name in keys:
                edits += self._replaced(keys[name], name, value)
            elif value is not None:
                place, line = self._added(node, name, value, order)
                added[place] = added.get(place, "") + line
        return edits + [Edit(place, place, line) for place, line in added.items()]

    def appended(self, data: Mapping[str, Any]) -> Edit:
        """The item at the end of the list, with the distances of its first one."""
        root = self.root
        if isinstance(root, SequenceNode) and root.flow_style:
            if root.value:
                place = self._end(root.value[-1])
                return Edit(place, place, f", {written.value(data)}")
            start, end = root.start_mark.index, root.end_mark.index
            return Edit(start, end, written.item(data, 0, 2, self.newline).rstrip())
        if not (isinstance(root, SequenceNode) and root.value):
            return self._line(len(self.text), written.item(data, 0, 2, self.newline))
        dash, first = root.start_mark.column, root.value[0].start_mark.column
        keys = first if first > dash and not root.value[0].flow_style else dash + 2
        return self._line(self._end(root.value[-1]), written.item(data, dash, keys, self.newline))

    def _id(self, node: MappingNode) -> str:
        return next((value.value.strip() for key, value in node.value if key.value == "id"), "")

    def _replaced(self, node: Node, name: str, value: Any) -> list[Edit]:
        start, end = node.start_mark.index, self._end(node)
        old = self.text[start:end]
        if isinstance(node, SequenceNode):
            return self._list(node, value) if node.flow_style else self._lines(node, value)
        new = written.value(value, name)
        quote = old[:1] if old[:1] in ("'", '"') else ""
        return [Edit(start, end, f"{quote}{new}{quote}" if quote and new[:1] != '"' else new)]

    def _list(self, node: SequenceNode, values: Sequence[str]) -> list[Edit]:
        """In brackets, on one line; what is kept stays as it was written."""
        start, end = node.start_mark.index, node.end_mark.index
        old = self.text[start:end]
        kept = {child.value: self.text[child.start_mark.index : self._end(child)] for child in node.value}
        words = ", ".join(kept.get(value) or written.value(value) for value in values)
        pad = " " if old.startswith("[ ") else ""
        comments = "".join(f"  {comment.rstrip()}" for comment in COMMENT.findall(old))
        return [Edit(start, end, f"[{pad}{words}{pad}]{comments}")]

    def _lines(self, node: SequenceNode, values: Sequence[str]) -> list[Edit]:
        """On lines of their own; those that are kept stay, with their comments."""
        indent = " " * node.start_mark.column
        old = {child.value: child for child in node.value}
        more = "".join(f"{indent}- {written.value(v)}{self.newline}" for v in values if v not in old)
        gone = [child for child in node.value if child.value not in values]
        edits = [Edit(self._bol(child.start_mark.index), self._eol(self._end(child)), "") for child in gone]
        kept = [child for child in node.value if child.value in values]
        if more and kept:
            edits.append(self._line(self._end(kept[-1]), more))
        elif more:
            edits[0] = edits[0]._replace(text=more)
        return edits

    def _removed(self, node: MappingNode, name: str) -> Edit:
        place = next(number for number, (key, _) in enumerate(node.value) if key.value == name)
        key, value = node.value[place]
        following = node.value[place + 1][0].start_mark.index if place + 1 < len(node.value) else None
        start, end = key.start_mark.index, self._end(value)
        first_on_line = not self.text[self._bol(start) : start].strip()
        if not node.flow_style and first_on_line:
            return Edit(self._bol(start), self._eol(end), "")
        if following is not None:
            return Edit(start, following, "")
        return Edit(self._end(node.value[place - 1][1]) if place else start, end, "")

    def _added(self, node: MappingNode, name: str, value: Any, order: Sequence[str]) -> tuple[int, str]:
        before = [pair for pair in node.value if pair[0].value in order[: order.index(name)]]
        if node.flow_style:
            return self._end(node.value[-1][1]), f", {name}: {written.value(value, name)}"
        indent = " " * node.value[0][0].start_mark.column
        after = self._end((before or node.value)[-1][1])
        edit = self._line(after, f"{indent}{name}: {written.value(value, name)}{self.newline}")
        return edit.start, edit.text

    def _line(self, after: int, lines: str) -> Edit:
        """Whole lines put in below a place; the text's last line may lack its break."""
        place = self._eol(after)
        if place and not self.text[:place].endswith("\n"):
            return Edit(place, place, self.newline + lines.removesuffix(self.newline))
        return Edit(place, place, lines)

    def _end(self, node: Node) -> int:
        """Where the last word of it ends: the parser's end of a block is after the comments that follow."""
        if isinstance(node, MappingNode) and not node.flow_style and node.value:
            return self._end(node.value[-1][1])
        if isinstance(node, SequenceNode) and not node.flow_style and node.value:
            return self._end(node.value[-1])
        end = node.end_mark.index
        block = isinstance(node, ScalarNode) and node.style in ("|", ">")
        return len(self.text[:end].rstrip()) if block else end

    def _bol(self, place: int) -> int:
        return self.text.rfind("\n", 0, place) + 1

    def _eol(self, place: int) -> int:
        """After the line break."""
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end + 1
