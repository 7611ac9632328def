"""Reads the HTML in an answer of another tool: its words, with those of its marks that Markdown has."""

import re
from html.parser import HTMLParser

MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "kbd": "`", "samp": "`", "tt": "`"}
BREAKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
        " header hr legend main nav ol p pre section summary table tr ul",
    )
)
UNSEEN = frozenset({"script", "style", "template", "title"})
PASSED = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym area audio base bdi bdo big body br button caption center cite col colgroup data datalist del"
        " dfn dialog embed font head html iframe img input ins label li link map mark meta meter noscript object"
        " optgroup option output param picture progress q rp rt ruby s select small source span strike sub sup svg"
        " tbody td textarea tfoot th thead time track u var video wbr",
    )
)
"""Elements of which the words alone count. What HTML does not have, such as <your-name>, is no tag: people read it."""
KNOWN = BREAKS | UNSEEN | PASSED | frozenset(MARKS)
WEB = re.compile(r"https?://", re.IGNORECASE)
AROUND = re.compile(r"[ \t]*\n[ \t]*")
ANGLED = re.compile(r"<[a-zA-Z/!@#?](?:[^<>\n`]*>|\w*)")
"""What is no HTML but would be taken for it."""


def literal(words: str) -> str:
    """Words that stand for themselves: what looks like a tag becomes `code`."""
    return ANGLED.sub(lambda found: code(found.group()), words)


def code_lines(text: str) -> str:
    """A block of code as lines of `code`: Slack's blocks of code can't stand in an answer."""
    return "\n".join(code(line.rstrip()) for line in text.expandtabs(4).splitlines() if line.strip())


def code(words: str) -> str:
    """`code`, between as many marks as what is in it needs."""
    longest = max((len(marks) for marks in re.findall("`+", words)), default=0)
    marks = "`" * (longest + 1)
    room = " " if words[:1] == "`" or words[-1:] == "`" else ""
    return f"{marks}{room}{words}{room}{marks}"


def address(href: str) -> str:
    """As a link of Markdown holds it; nothing for what leads nowhere from Slack, such as another page of the site."""
    if not WEB.match(href):
        return ""
    href = href.strip().replace(" ", "%20")
    return href if href.count("(") == href.count(")") else href.replace("(", "%28").replace(")", "%29")


def link(label: str, href: str) -> str:
    """The label alone where the address leads nowhere."""
    words, to = " ".join(label.split()), address(href)
    return f"[{words}]({to})" if words and to else words


def row_item(headings: list[str], cells: list[str]) -> str:
    """A row of a table as an item: the first cell, then the others with their headings."""
    named = zip([*headings[1:], *[""] * len(cells)], cells[1:], strict=False)
    pairs = "; ".join(f"{heading}: {cell}" if heading else cell for heading, cell in named if cell)
    first = cells[0].strip("*") if cells else ""
    return f"- **{first}** {pairs}".rstrip() if first else f"- {pairs}"


class HypertextReader(HTMLParser):
    """Takes HTML with `read` and Markdown with `write`, in the order of the text; `said` is the whole."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text: list[str] = []
        self._open: list[tuple[str, int, str]] = []
        self._lists: list[int | None] = []
        self._rows: list[list[list[str]]] = []
        self._unseen = 0

    def read(self, html: str) -> None:
        """HTML that is whole: a tag, or a block of them."""
        self.feed(html)
        self.close()

    def write(self, markdown: str) -> None:
        if not self._unseen:
            self._text.append(markdown)

    def said(self) -> str:
        for tag, _, _ in reversed(self._open[:]):
            self._end(tag)
        return "".join(self._text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._unseen += tag in UNSEEN
        if tag not in KNOWN:
            self.write(code(" ".join((self.get_starttag_text() or f"<{tag}>").split())))
        elif tag == "img":
            self.write(link(given.get("alt") or "image", given.get("src", "")) if address(given.get("src", "")) else "")
        elif tag == "br":
            self.write("\n")
        elif tag == "li":
            self._item()
        elif tag in BREAKS:
            self._block(tag, given)
        if tag in MARKS or tag in ("a", "pre", "td", "th"):
            self._open.append((tag, len(self._text), given.get("href", "")))

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN and self._unseen > 0
        if tag not in KNOWN:
            self.write(code(f"</{tag}>"))
        elif any(tag == other for other, _, _ in self._open):
            self._end(tag)
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
            self.write("" if self._lists else "\n\n")
        elif tag == "tr" and self._rows and self._rows[-1]:
            pass  # the table is told of as a whole
        elif tag == "table" and self._rows:
            rows = [row for row in self._rows.pop() if any(row)]
            told = rows[1:] or rows
            self.write("\n\n" + "\n".join(row_item(rows[0] if rows[1:] else [], row) for row in told) + "\n\n")
        elif tag in BREAKS and not self._lists:
            self.write("\n\n")

    def handle_data(self, data: str) -> None:
        around = {tag for tag, _, _ in self._open}
        in_code = any(MARKS.get(tag, "`" if tag == "pre" else "") == "`" for tag in around)
        between = (self._rows and not around & {"td", "th"}) or (self._lists and "\n" in data)
        if "pre" in around:
            self.write(data)
        elif not between or data.strip():
            self.write(AROUND.sub("\n", data if in_code else literal(data)))

    def _block(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table":
            self._rows.append([])
        elif tag == "tr" and self._rows:
            self._rows[-1].append([])
        elif not self._lists:
            self.write("\n\n")
        if tag in ("ol", "ul"):
            start = given.get("start", "1")
            self._lists.append((int(start) if start.isdecimal() else 1) if tag == "ol" else None)

    def _item(self) -> None:
        number = self._lists[-1] if self._lists else None
        self.write("\n" + "  " * (len(self._lists) - 1) + ("- " if number is None else f"{number}. "))
        if number is not None:
            self._lists[-1] = number + 1

    def _end(self, tag: str) -> None:
        """Close it, and whatever was left open in it."""
        while self._open:
            other, at, href = self._open.pop()
            inner = "".join(self._text[at:])
            del self._text[at:]
            self._text.append(self._marked(other, inner, href))
            if other == tag:
                return

    def _marked(self, tag: str, inner: str, href: str) -> str:
        if tag in ("td", "th"):
            if not self._rows:
                return f" {inner} "
            row = self._rows[-1][-1:] or [[]]
            row[0].append(" ".join(inner.split()))
            return ""
        if tag == "pre":
            return f"\n\n{code_lines(inner)}\n\n"
        words = inner.strip()
        before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        if not words or (MARKS.get(tag) == "`" and any(other == "pre" for other, _, _ in self._open)):
            return inner
        if tag == "a":
            return before + link(words, href) + after
        made = code(" ".join(words.split())) if MARKS[tag] == "`" else f"{MARKS[tag]}{words}{MARKS[tag]}"
        return before + made + after
