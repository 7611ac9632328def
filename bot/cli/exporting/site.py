"""The entries as a page a language, with a search, an anchor for each answer, and no request to anywhere."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from bot.knowledge.schema import Entry, Knowledge
from bot.languages import ELSEWHERE, folder_of, manners
from bot.messages.catalogue import Catalogue
from bot.messages.language import long_date, typographic

HERE = Path(__file__).parent
PAGE = "faq.html.j2"
INTERNAL = re.compile(r'<a href="(?!https://)[^"]*">(.*?)</a>', re.DOTALL)
"""A mention of Slack's: outside it leads nowhere."""


def as_site(knowledge: Knowledge) -> dict[str, str]:
    """The text of each file by its name: one a language, and index.html, which is that of the first."""
    spoken = knowledge.organisation.languages
    pages = {f"{language}.html": _page(knowledge, language) for language in spoken}
    return {**pages, "index.html": pages[f"{spoken[0]}.html"]}


def _page(knowledge: Knowledge, language: str) -> str:
    others = [(code, manners(code).name) for code in knowledge.organisation.languages if code != language]
    template = _pages(language).get_template(PAGE)
    return template.render(
        language=language,
        organisation=knowledge.organisation.name,
        sections=list(_sections(knowledge, language)),
        others=others,
        css=Markup((HERE / "site.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
        script=Markup((HERE / "search.js").read_text(encoding="utf-8")),  # noqa: S704 - ours
    )


def _sections(knowledge: Knowledge, language: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The title of each section, empty for what has none, with its entries; each entry once, in its first section."""
    catalogue = Catalogue(knowledge)
    left = dict(knowledge.own)
    for name, title in knowledge.sections.items():
        here = [left.pop(entry.id) for entry in list(left.values()) if name in entry.sections]
        if here:
            yield typographic(title.get(language), language), [_entry(entry, catalogue, language) for entry in here]
    if left:
        yield "", [_entry(entry, catalogue, language) for entry in left.values()]


def _entry(entry: Entry, catalogue: Catalogue, language: str) -> dict[str, Any]:
    facts = catalogue.facts(entry, language, mentors=False)
    answer = INTERNAL.sub(r"\1", _markdown().render(typographic(facts["answer"], language)))
    source = {name: typographic(facts[name] or "", language) for name in ("document", "part")}
    links = [{**link, "title": typographic(link["title"], language)} for link in facts["links"]]
    return {
        **facts,
        **source,
        "links": links,
        "id": entry.id,
        "answer": Markup(answer),  # noqa: S704 - rendered without HTML of its own
        "questions": " ".join(entry.wording(language).questions),
    }


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


@cache
def _pages(language: str) -> Environment:
    folders = [folder_of(code) / "pages" for code in dict.fromkeys((language, ELSEWHERE))]
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader([*folders, HERE])]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["long_date"] = long_date
    return made
