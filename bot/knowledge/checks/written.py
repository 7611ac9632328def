"""The texts with markup that the bot sends, and where each of them stands."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge
from bot.knowledge.shapes import TEMPLATE
from bot.knowledge.tree import PathStep

CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")


class Written(NamedTuple):
    """A text with markup, and where it stands."""

    text: str
    kind: str
    id: str
    at: tuple[PathStep, ...]

    @property
    def prose(self) -> str:
        """The text, as long as it is, with spaces in the place of code, and a word in that of what is filled in."""
        text = TEMPLATE.sub(_word, self.text) if "{" in self.text else self.text
        return CODE.sub(lambda code: " " * len(code.group()), text) if "`" in text else text

    def problem(self, places: Places, rule: str, message: str, start: int, end: int, hint: str = "") -> Problem:
        """A problem at a part of the text; of a part of several lines, at its first."""
        part = self.text[start:end].strip().partition("\n")[0]
        line = self.text.count("\n", 0, self.text.index(part, start)) + 1
        return places.problem(rule, message, self.kind, self.id, *self.at, hint=hint, line=line, part=part)


def written(knowledge: Knowledge) -> Iterator[Written]:
    """Answers, short answers, small talk and questionnaires, in the languages that are spoken."""
    for language in knowledge.organisation.languages:
        for entry in knowledge.entries.values():
            wording = entry.wording(language)
            yield Written(wording.answer, "entries", entry.id, (language, "answer"))
            if wording.short is not None:
                yield Written(wording.short, "entries", entry.id, (language, "short"))
        for talk in knowledge.small_talk.values():
            yield Written(talk.wording(language).answer, "small_talk", talk.id, (language, "answer"))
        for questionnaire in knowledge.questionnaires.values():
            for text, at in questionnaire.texts(language):
                yield Written(text, "questionnaires", questionnaire.id, at)


def _word(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "o", found.group())
