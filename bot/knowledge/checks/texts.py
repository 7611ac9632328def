"""Rules on answers: their markup, what is unfinished in them, and what must fit on a button."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from bot.knowledge.checks.written import Written, written
from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge
from bot.languages import alternatives, check_words

if TYPE_CHECKING:
    from bot.knowledge.shapes import ByLanguage
    from bot.knowledge.tree import PathStep

BUTTON = 75
LIST = "make it a list"
PLAIN = "leave the marks out"
MARKUP = tuple(
    (re.compile(pattern, re.MULTILINE), what, hint)
    for pattern, what, hint in (
        (r"^ {0,3}#{1,6}(?:[ \t].*)?$", "a heading", "make it **bold**"),
        (r"^ {0,3}(?:=+|-{2,}|(?:\* ?){3,}|(?:_ ?){3,})[ \t]*$", "a ruled line", "leave it out"),
        (r"^ {0,3}\|.*\|[ \t]*$", "a table", LIST),
        (r"^(?! {0,3}\|)[^\n]*\|[^\n]*\n {0,3}:?-+:?[ \t]*\|[-:| \t]*$", "a table", LIST),
        (r"!\[[^\n]*", "an image", "leave it out"),
        (r"<(?:[a-zA-Z/!@#?])[^>\n]*>?", "HTML or a mention", "write [label](https://…) for a link"),
        (r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});", "a character in HTML's spelling", "write the character"),
        (r"^ {0,3}(?:```|~~~).*$", "a block of code", "put `code` in the line"),
        (r"^ {0,3}>.*$", "a quotation", "use « » or quotes"),
        (r"\[\^[^\]\n]+\]:?", "a footnote", "say it in the text"),
        (r"^[ \t]*(?:[-*+]|\d+[.)]) \[[ xX]?\](?= )", "a box to tick", "leave the brackets out"),
        (r"~~(?=\S)[^\n~]+~~", "struck-through text", "leave it out"),
        (r"==(?=\S)[^\n=]+==", "highlighted text", "make it **bold**"),
        (r"\[\[[^\[\]\n]+\]\]", "a wiki's link", "write [label](https://…)"),
        (r"^ {0,3}(?:!!!|:::)[ \w].*$", "a box", "make it a paragraph"),
        (r"\$\$[^\n$]+\$\$", "a formula", "say it in words"),
        (r"(?<=[.!?;,])\\n|\\n(?=\\n|[-*•] )", "\\n, outside double quotes,", "break the line after a |"),
    )
)
PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
SPACE = "[ \t\u00a0\u202f]*"


def markup(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """Answers use what Slack can show: **bold**, *italic*, lists, [links](https://…) and `code`.

    Passes: `**In short**`. Fails: `# In short`, `![logo](…)`, `<b>`, `| a | b |`, `[^1]`, `- [ ]`.
    """
    for text in written(knowledge):
        prose = text.prose
        for pattern, what, hint in MARKUP:
            for found in pattern.finditer(prose):
                message = f"{what} can't be shown in an answer"
                yield text.problem(places, "markup", message, *found.span(), hint=hint)
        yield from _unclosed(text, prose, places)


def unfinished(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """What employees read is finished: no TODO, « à compléter », lorem ipsum or ??? in it. A warning.

    Passes: « le formulaire à compléter est en ligne ». Fails: `TODO`, « [à compléter] », « Lien : ??? ».
    """
    for text in (*written(knowledge), *titles(knowledge)):
        for found in _draft().finditer(text.prose):
            message = f'"{found.group().strip()}" looks unfinished'
            problem = text.problem(places, "unfinished", message, *found.span(), hint="finish it, or leave it out")
            yield problem.as_warning()


@cache
def _draft() -> re.Pattern[str]:
    words = check_words()
    capitals = alternatives(phrase for language in words for phrase in language.unfinished_capitals)
    phrases = alternatives(phrase for language in words for phrase in language.unfinished)
    return re.compile(
        rf"\b(?-i:TODO|FIXME|TBD|TBC|XXX+|{capitals})\b|\btodo\s?:|\blorem ipsum\b"
        rf"|(?:^|[\[({{{{«<…]){SPACE}(?:{phrases}){SPACE}(?:[\])}}}}»>]|[.…!:]*{SPACE}$)"
        r"|\?{3,}|\[(?:…|\.{3})\]",
        re.MULTILINE | re.IGNORECASE,
    )


def button_too_long(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """What stands on a button has 75 characters at most, Slack's limit; schema.py sees to entries' titles."""
    buttons: list[tuple[str, str, tuple[PathStep, ...], ByLanguage]] = []
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


def _unclosed(text: Written, prose: str, places: Places) -> Iterator[Problem]:
    """Marks come in pairs within a paragraph, and nothing parts a mark from what it makes bold."""
    for paragraph in PARAGRAPH.finditer(prose):
        for mark, what in (("**", "bold"), ("`", "code")):
            marks = [found.end() for found in re.finditer(re.escape(mark), paragraph.group())]
            last = marks[-1] if len(marks) % 2 else -1
            for end in marks[::2]:
                apart = mark == "**" and paragraph.group()[end : end + 1].isspace()
                if end != last and not apart:
                    continue
                message = f"{what} {'that is not closed' if end == last else 'with a space inside'} can't be shown"
                hint = f"add the second {mark}" if end == last else "close the gap: **bold**"
                start = paragraph.start() + end - len(mark)
                yield text.problem(places, "markup", message, start, len(prose), hint=hint)


def titles(knowledge: Knowledge) -> Iterator[Written]:
    for language in knowledge.organisation.languages:
        for entry in knowledge.entries.values():
            yield Written(entry.wording(language).title, "entries", entry.id, (language, "title"))
