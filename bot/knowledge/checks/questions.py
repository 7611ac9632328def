"""Rules on example questions: they decide which entry answers."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.knowledge.near import same
from bot.knowledge.places import Places
from bot.knowledge.problem import Problem
from bot.knowledge.schema import Knowledge
from bot.knowledge.tree import PathStep


class WrittenQuestion(NamedTuple):
    """An example question, and where it stands."""

    text: str
    kind: str
    id: str
    language: str
    at: tuple[PathStep, ...]


def shared_question(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """A question stands in one place only: two entries, small talk or out-of-scope examples can't both claim it.

    Case, accents and punctuation make no difference. The two languages of one entry may share a question.
    Fails: "Quelle licence ?" in one entry and "quelle licence" in another (shared-question) or in the same one
    (repeated-question).
    """
    first: dict[str, WrittenQuestion] = {}
    for question in questions(knowledge):
        words = same(question.text)
        other = first.setdefault(words, question)
        if other is question:
            continue
        where = places.shown(other.kind, other.id, *other.at)
        if (other.kind, other.id) != (question.kind, question.id):
            whose = f'"{other.id}"' if other.id else other.kind
            hint = "leave it where it fits best, or say what differs"
            message = f"{whose} asks the same at {where}"
            yield places.problem("shared-question", message, question.kind, question.id, *question.at, hint=hint)
        elif other.language == question.language:
            message = f"the same question is at {where}"
            hint = "remove one"
            yield places.problem("repeated-question", message, question.kind, question.id, *question.at, hint=hint)


def asked_example(knowledge: Knowledge, places: Places) -> Iterator[Problem]:
    """What people asked measures how sure the bot may be, so it is no example: that would be like knowing the exam.

    Fails: the same question among the `asked` of an entry and the `questions` of any.
    """
    examples = {same(question.text): question for question in questions(knowledge)}
    for language in knowledge.organisation.languages:
        for entry in knowledge.entries.values():
            for number, text in enumerate(entry.wording(language).asked):
                if example := examples.get(same(text)):
                    message = f"it is an example at {places.shown(example.kind, example.id, *example.at)}"
                    hint = "keep one: an example teaches, what was asked measures"
                    yield places.problem(
                        "asked-example", message, "entries", entry.id, language, "asked", number, hint=hint
                    )


def questions(knowledge: Knowledge) -> Iterator[WrittenQuestion]:
    """Every example, in the order in which a first one is looked for."""
    for language in knowledge.organisation.languages:
        for entry in knowledge.entries.values():
            for number, text in enumerate(entry.wording(language).questions):
                yield WrittenQuestion(text, "entries", entry.id, language, (language, "questions", number))
        for talk in knowledge.small_talk.values():
            for number, text in enumerate(talk.wording(language).questions):
                yield WrittenQuestion(text, "small_talk", talk.id, language, (language, "questions", number))
        for number, text in enumerate(knowledge.out_of_scope.get(language)):
            yield WrittenQuestion(text, "out_of_scope", "", language, (language, number))
