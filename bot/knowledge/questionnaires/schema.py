"""The shape of a questionnaire: one file of questionnaires/."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from bot.knowledge.licences.schema import LicenceId
from bot.knowledge.questionnaires.condition import Condition, ConditionTest, Place, names_in, tests_in
from bot.knowledge.questionnaires.step import QuestionStep
from bot.knowledge.questionnaires.texts import FormTitle, Label, LongText
from bot.knowledge.shapes import ByLanguage, Id, Language, ListByLanguage, Model, refused

ANSWER_IN_FILE = re.compile(r"{{ *answers\.([a-z0-9-]+) *}}")
"""Where the answer to a step stands in a file to begin with."""
FileName = Annotated[str, StringConstraints(pattern=r"^[\w.-]+\.md$", max_length=60)]


class Starts(Model):
    """What starts it: sentences like these, words after /passeur, a button below the answers of these entries.

    `licence_cards`: a button below what is said of a licence, too.
    """

    examples: ListByLanguage = ListByLanguage()
    commands: ListByLanguage = ListByLanguage()
    entries: tuple[Id, ...] = ()
    licence_cards: bool = False


class ConditionalText(Model):
    """A sentence that holds under a condition."""

    when: Condition | None = None
    text: LongText


class Bonus(Model):
    """Points for an outcome under a condition."""

    when: Condition | None = None
    add: int


class StarterFile(Model):
    """A Markdown file to begin with."""

    name: FileName
    text: ByLanguage


class QuestionnaireOutcome(Model):
    """What a path leads to. `reasons`: why this. `against`: why not this, told to whom asks.

    `otherwise`: it is for the paths on which none of the others holds. `licence`: the one that it advises.
    `never`: no answers lead to it; it is there for whoever asks why not.
    `entries`: what to read next. `topics`, `steps`: of the mentor to talk to. `files`: what to begin with.
    """

    id: Id
    title: Label
    text: LongText
    when: Condition | None = None
    otherwise: bool = False
    never: bool = False
    licence: LicenceId | None = None
    score: tuple[Bonus, ...] = ()
    reasons: tuple[ConditionalText, ...] = ()
    against: tuple[ConditionalText, ...] = ()
    entries: Annotated[tuple[Id, ...], Field(max_length=5)] = ()
    topics: tuple[Id, ...] = ()
    steps: tuple[Id, ...] = ()
    files: Annotated[tuple[StarterFile, ...], Field(max_length=5)] = ()


class Dimension(ByLanguage):
    """What options give points for. `max`: the most that there can be."""

    max: Annotated[int, Field(ge=1)]


class Level(ByLanguage):
    """A word for the points of a dimension, from `at_least` on."""

    at_least: int


class Questionnaire(Model):
    """A guided conversation. `show`: how many outcomes at most.

    `note`: stands below every result, after those `notes` that hold. `files`: to begin with, whatever the outcomes.
    `follow`: the last result stands on the Home tab, and can be shown to a team.
    `named_by`: the step whose answer says what the result is about. `compare`: a result with the last one, or with all.

    `conditions`: with names, for `is` in those that stand below; each may name those above it.
    `dimensions`: in the picture, in the order of the file. `levels`: the words for their points, the least first.
    """

    id: Id
    title: FormTitle
    intro: LongText
    starts: Starts = Starts()
    conditions: Mapping[Id, Condition] = Field(default_factory=dict)
    steps: Annotated[tuple[QuestionStep, ...], Field(min_length=1, max_length=40)]
    outcomes: Annotated[tuple[QuestionnaireOutcome, ...], Field(min_length=1)]
    show: Annotated[int, Field(ge=1, le=5)] = 3
    picture: Literal["radar"] | None = None
    dimensions: Mapping[Id, Dimension] = Field(default_factory=dict)
    levels: tuple[Level, ...] = ()
    note: LongText | None = None
    notes: tuple[ConditionalText, ...] = ()
    files: Annotated[tuple[StarterFile, ...], Field(max_length=5)] = ()
    named_by: Id | None = None
    compare: Literal["last", "all"] = "last"
    follow: bool = False

    @model_validator(mode="after")
    def _drawable(self) -> Self:
        if self.picture == "radar" and len(self.dimensions) < 3:
            raise refused("a radar has three dimensions or more", 'add "dimensions", or leave "picture" out')
        if self.named_by and getattr(self.step(self.named_by), "answer", "") != "text":
            raise refused(f'"named_by" names no step that is answered by a text: "{self.named_by}"')
        return self

    @model_validator(mode="after")
    def _linked(self) -> Self:
        above: dict[str, Condition] = {}
        for name, condition in self.conditions.items():
            condition.link(above)
            above[name] = condition
        for _, used, _ in self._used():
            if used is not None:
                used.link(above)
        return self

    def step(self, name: str) -> QuestionStep | None:
        return next((step for step in self.steps if step.id == name), None)

    def outcome(self, name: str) -> QuestionnaireOutcome | None:
        return next((outcome for outcome in self.outcomes if outcome.id == name), None)

    def tests(self) -> Iterator[tuple[int, ConditionTest]]:
        """Every test of every condition, with how many steps come before it."""
        for name, named in self.conditions.items():
            tests = tests_in(named, ("conditions", name))
            yield from ((len(self.steps), test) for test in tests if not test.named)
        for before, condition, at in self._used():
            yield from ((before, test) for test in tests_in(condition, at))

    def names(self) -> Iterator[tuple[str, Place, tuple[str, ...]]]:
        """Every name after an `is`, where it stands, and the names that it may be."""
        above: tuple[str, ...] = ()
        for own, named in self.conditions.items():
            yield from ((name, at, above) for name, at in names_in(named, ("conditions", own)))
            above = (*above, own)
        for _, condition, place in self._used():
            yield from ((name, at, above) for name, at in names_in(condition, place))

    def _used(self) -> Iterator[tuple[int, Condition | None, Place]]:
        """Every condition of a step or an outcome: how many steps come before it, and where it stands."""
        for number, step in enumerate(self.steps):
            yield number, step.when, ("steps", number, "when")
        for number, outcome in enumerate(self.outcomes):
            for condition, at in _conditions(outcome):
                yield len(self.steps), condition, ("outcomes", number, *at)
        for number, note in enumerate(self.notes):
            yield len(self.steps), note.when, ("notes", number, "when")

    def starters(self) -> Iterator[tuple[str, Place]]:
        """The text of each file to begin with, in each language, and where it stands."""
        outcomes = ((("outcomes", number), outcome.files) for number, outcome in enumerate(self.outcomes))
        for at, files in (((), self.files), *outcomes):
            for number, file in enumerate(files):
                for language, text in file.text.__pydantic_extra__.items():
                    yield text, (*at, "files", number, "text", language)

    def texts(self, language: Language) -> Iterator[tuple[str, Place]]:
        """Every text with markup, and where it stands; starters of files are no messages."""
        yield self.intro.get(language), ("intro", language)
        if self.note is not None:
            yield self.note.get(language), ("note", language)
        for number, note in enumerate(self.notes):
            yield note.text.get(language), ("notes", number, "text", language)
        for number, outcome in enumerate(self.outcomes):
            yield outcome.text.get(language), ("outcomes", number, "text", language)
            for key, several in (("reasons", outcome.reasons), ("against", outcome.against)):
                for place, said in enumerate(several):
                    yield said.text.get(language), ("outcomes", number, key, place, "text", language)


def _conditions(outcome: QuestionnaireOutcome) -> Iterator[tuple[Condition | None, Place]]:
    yield outcome.when, ("when",)
    for number, bonus in enumerate(outcome.score):
        yield bonus.when, ("score", number, "when")
    for key, several in (("reasons", outcome.reasons), ("against", outcome.against)):
        for number, said in enumerate(several):
            yield said.when, (key, number, "when")
