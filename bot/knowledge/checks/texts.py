"""Rules on answers: their markup and their links."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import ByLanguage
from bot.knowledge.tree import Step

BUTTON = 75
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\[([^\[\]\n]*)\]\(([^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)")
BARE = re.compile(r"(?<![(\w])http://\S+")
MARKUP = (
    (re.compile(r"^ {0,3}#{1,6}(?:[ \t].*)?$", re.MULTILINE), "a heading", "make it **bold**"),
    (re.compile(r"^ {0,3}(?:=+|-{2,}|(?:\* ?){3,}|(?:_ ?){3,})[ \t]*$", re.MULTILINE), "a ruled line", "leave it out"),
    (re.compile(r"^ {0,3}\|.*\|[ \t]*$", re.MULTILINE), "a table", "make it a list"),
    (re.compile(r"!\[[^\n]*"), "an image", "leave it out"),
    (re.compile(r"<(?:[a-zA-Z/!@#?])[^>\n]*>?"), "HTML or a mention", "write [label](https://…) for a link"),
    (re.compile(r"^ {0,3}(?:```|~~~).*$", re.MULTILINE), "a block of code", "put `code` in the line"),
    (re.compile(r"^ {0,3}>.*$", re.MULTILINE), "a quotation", "use « » or quotes"),
)


class Written(NamedTuple):
    """A text with markup, and where it stands."""

    text: str
    kind: str
    id: str
    at: tuple[Step, ...]

    def problem(self, places: Places, rule: str, message: str, start: int, end: int, hint: str = "") -> Problem:
        """A problem at a part of the text."""
        line, part = self.text.count("\n", 0, start) + 1, self.text[start:end].strip()
        return places.problem(rule, message, self.kind, self.id, *self.at, hint=hint, line=line, part=part)


def markup(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """Answers use what Slack can show: **bold**, *italic*, lists, [links](https://…) and `code`.

    Passes: `**In short**`. Fails: `# In short`, `![logo](…)`, `<b>`, `| a | b |`.
    """
    for written in _written(knowledge):
        text = CODE.sub(lambda code: " " * len(code.group()), written.text)
        for pattern, what, hint in MARKUP:
            for found in pattern.finditer(text):
                message = f"{what} can't be shown in an answer"
                yield written.problem(places, "markup", message, *found.span(), hint=hint)


def link(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A link has a label and goes to an https address.

    Passes: `[SPDX](https://spdx.org/licenses/)`. Fails: `[SPDX](#)`, `[SPDX](http://spdx.org)`, `[](https://spdx.org)`.
    """
    for written in _written(knowledge):
        if "](" not in written.text and "http:" not in written.text:
            continue
        text = CODE.sub(lambda code: " " * len(code.group()), written.text)
        faults = [(found.span(), _fault(found.group(1), found.group(2))) for found in LINK.finditer(text)]
        faults += [(found.span(), "a link must begin with https://") for found in BARE.finditer(text)]
        for span, message in faults:
            if message:
                yield written.problem(places, "link", message, *span)


def button_too_long(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """What stands on a button has 75 characters at most, Slack's limit; schema.py sees to entries' titles."""
    buttons: list[tuple[str, str, tuple[Step, ...], ByLanguage]] = []
    buttons += [("sections", name, (), title) for name, title in knowledge.sections.items()]
    buttons += [("topics", name, (), title) for name, title in knowledge.topics.items()]
    paths = enumerate(knowledge.organisation.paths)
    buttons += [("organisation", "", ("paths", number, "title"), path.title) for number, path in paths]
    for kind, item, at, title in buttons:
        for language in knowledge.organisation.languages:
            length = len(title.get(language))
            if length > BUTTON:
                message = f"{length} characters; at most {BUTTON} fit on a button"
                yield places.problem("too-long", message, kind, item, *at, language, hint="shorten it")


def _fault(label: str, target: str) -> str:
    address = target.strip().partition(" ")[0].strip("<>")
    if not address or address.startswith("#"):
        return "the link goes nowhere"
    try:
        parts = urlsplit(address)
    except ValueError:
        return f'"{address}" is not an address'
    if parts.scheme != "https":
        return "a link must begin with https://"
    if "." not in (parts.hostname or ""):
        return f'"{address}" is not an address'
    return "" if label.strip() else "the link has no label"


def _written(knowledge: Knowledge) -> Iterator[Written]:
    for language in knowledge.organisation.languages:
        for entry in knowledge.entries.values():
            wording = entry.wording(language)
            yield Written(wording.answer, "entries", entry.id, (language, "answer"))
            if wording.short is not None:
                yield Written(wording.short, "entries", entry.id, (language, "short"))
        for talk in knowledge.small_talk.values():
            yield Written(talk.wording(language).answer, "small_talk", talk.id, (language, "answer"))
