"""Rows of an FAQ become entries: ids, titles that fit on a button, and the YAML that a maintainer goes on with."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.cli.importing.markdown import showable
from bot.cli.importing.rows import Faq, FaqRow, joined
from bot.knowledge.editing.naming import titled, unused
from bot.knowledge.near import same
from bot.languages import known

TITLE, QUESTION, ANSWER, ID = 75, 600, 3000, 60
FirstAsked = dict[tuple[str, str], tuple[Path, int]]
"""By language and words, where a question stands first."""


def entries(faq: Faq) -> list[dict[str, Any]]:
    """As entries/*.yaml holds them; what can't be one is told at its row."""
    made: list[tuple[FaqRow, dict[str, Any]]] = []
    taken: set[str] = set()
    asked: FirstAsked = {}
    for row in joined(faq.rows):
        texts = {language: _wording(language, row, faq, asked) for language in known() if language in row.texts}
        said = {language: wording for language, wording in texts.items() if wording is not None}
        if said:
            title = next(iter(said.values()))["title"]
            made.append((row, {"id": _id(title, taken), **said}))
    ids = {(row.path, row.key): entry["id"] for row, entry in made if row.key}
    for row, entry in made:
        there = [ids[row.path, key] for key in row.next if (row.path, key) in ids]
        following = [other for other in there if other != entry["id"]]
        if following:
            entry["next"] = list(dict.fromkeys(following))
    return [entry for _, entry in made]


def _wording(language: str, row: FaqRow, faq: Faq, asked: FirstAsked) -> dict[str, Any] | None:
    questions, written = row.texts[language]
    answer = showable(written)
    if len(answer) > ANSWER:
        hint = "shorten it, or make several questions of it"
        faq.tell(row.path, row.line, f"the answer has {len(answer)} characters; at most {ANSWER} fit", hint)
        return None
    own: list[str] = []
    for question in (" ".join(question.split()) for question in questions):
        path, line = asked.setdefault((language, same(question)), (row.path, row.line))
        if (path, line) != (row.path, row.line):
            where = f"{line}" if path == row.path else f"{line} of '{path}'"
            faq.warn(
                row.path, row.line, f"the same question is in row {where}, and is left out here", "say what differs"
            )
        elif len(question) > QUESTION:
            faq.warn(row.path, row.line, f"a question has {len(question)} characters, and is left out", "shorten it")
        elif same(question) not in map(same, own):
            own.append(question)
    if not own:
        return None
    return {"title": titled(own[0], TITLE), "questions": own, "answer": answer}


def _id(title: str, taken: set[str]) -> str:
    """Of the title's words in small letters without accents, and a number where another has them."""
    words = re.sub(r"[^a-z0-9]+", "-", same(title)).strip("-")
    stem = (words[:ID].rpartition("-")[0] or words[:ID] if len(words) > ID else words) or "entry"
    name = unused(stem, taken)
    taken.add(name)
    return name


class _Dumper(yaml.SafeDumper):
    """Texts of several lines hang below a |, as people write them."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def as_yaml(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def organisation(name: str, languages: Sequence[str], files: Sequence[Path]) -> dict[str, Any]:
    """What the folder needs beside its entries."""
    document = {"document": ", ".join(path.name for path in files)}
    return {"name": name, "languages": [code for code in known() if code in languages], "source": document}
