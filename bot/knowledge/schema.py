"""The shapes of the YAML files, as pydantic models, and Knowledge, which holds them all once they are checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
CHANNEL = "^[CG][A-Z0-9]+$"
Channel = Annotated[str, StringConstraints(pattern=CHANNEL)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Answer = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000)]
Button = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=75)]


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("a date is wanted here, such as 2026-11-23")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is not in the calendar") from None


Day = Annotated[date, BeforeValidator(_day)]


class Model(BaseModel):
    """Frozen, and strict about keys: an unknown one is a problem."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Model):
    """Has a part for each language; one that the organisation doesn't speak may be left out, and repeats another then.

    The languages spoken come as the validation's context, `{"languages": (…)}`.
    """

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: Any, info: ValidationInfo) -> Any:
        spoken = (info.context or {}).get("languages", LANGUAGES)
        written = [language for language in spoken if isinstance(data, dict) and language in data]
        if len(spoken) == len(LANGUAGES) or not written:
            return data
        return {**dict.fromkeys(LANGUAGES, data[written[0]]), **data}


class Wording(Model):
    """An entry in one language."""

    title: Button
    questions: Annotated[tuple[Line, ...], Field(min_length=1)]
    answer: Answer
    short: Answer | None = None


class Entry(Bilingual):
    """One curated answer; `next` names the entries offered under it, `facet` the kind of resource that it is about."""

    id: Id
    sections: Annotated[tuple[Id, ...], Field(min_length=1)]
    topics: tuple[Id, ...] = ()
    facet: Id | None = None
    fr: Wording
    en: Wording
    next: tuple[Id, ...] = ()
    source: "Source"
    owner: Text
    reviewed: Day

    def wording(self, language: Language) -> Wording:
        return self.fr if language == "fr" else self.en


class ByLanguage(Bilingual):
    """The same short text in each language."""

    fr: Text
    en: Text

    def get(self, language: Language) -> str:
        return self.fr if language == "fr" else self.en


class Source(Model):
    """Where an answer comes from; a `part` that is one text is the same in every language."""

    document: Text
    part: ByLanguage

    @field_validator("part", mode="before")
    @classmethod
    def _same_in_all(cls, part: object) -> object:
        return dict.fromkeys(LANGUAGES, part) if isinstance(part, str) else part


class ListByLanguage(Model):
    fr: tuple[Line, ...] = ()
    en: tuple[Line, ...] = ()

    def get(self, language: Language) -> tuple[str, ...]:
        return self.fr if language == "fr" else self.en


class SmallWording(Model):
    questions: Annotated[tuple[Line, ...], Field(min_length=1)]
    answer: Answer


class SmallTalk(Bilingual):
    """Something said out of politeness or temper, and the one line that answers it."""

    id: Id
    fr: SmallWording
    en: SmallWording

    def wording(self, language: Language) -> SmallWording:
        return self.fr if language == "fr" else self.en


class Synonyms(Model):
    """Groups of words that mean the same here, and what abbreviations stand for."""

    synonyms: tuple[Annotated[tuple[Text, ...], Field(min_length=2)], ...] = ()
    abbreviations: Mapping[str, Text] = Field(default_factory=dict)


class Vocabulary(Model):
    """`facets`: the words that name each kind of resource (« et pour des données ? »)."""

    fr: Synonyms = Synonyms()
    en: Synonyms = Synonyms()
    facets: Mapping[Id, ListByLanguage] = Field(default_factory=dict)


class Path_(Model):  # noqa: N801 - `Path` is pathlib's
    """A list of entries to browse, on one page of the Home tab; when ordered, « et après ? » follows it."""

    id: Id
    title: ByLanguage
    entries: Annotated[tuple[Id, ...], Field(min_length=1, max_length=45)]
    ordered: bool = False


class Channels(Model):
    """Slack channel ids, such as C0EXAMPLE."""

    maintainers: Channel | None = None


class Style(Model):
    """What an organisation asks of its entries, in each language."""

    least_questions: Annotated[int, Field(ge=1)] = 1
    least_words: Annotated[int, Field(ge=1)] = 1
    most_words: Annotated[int, Field(ge=1)] = 600


class Organisation(Model):
    """Settings that belong to the organisation rather than to the machine.

    `languages`: the first is the default. `mentoring`: the sections whose answers list mentors.
    `help`: the section that says what the bot can do. `documents`: the full names of what entries cite as their source.
    `prompts`: entries suggested when a conversation opens, four at most. `style`: how long entries must be.
    """

    name: Text
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = LANGUAGES
    channels: Channels = Channels()
    mentoring: tuple[Id, ...] = ()
    help: Id = "bot-help"
    paths: tuple[Path_, ...] = ()
    documents: Mapping[Id, ByLanguage] = Field(default_factory=dict)
    prompts: Annotated[tuple[Id, ...], Field(max_length=4)] = ()
    style: Style = Style()


class Mentor(Model):
    """Somebody who agreed to be proposed; `slack` and `email` are never shown before both sides said yes."""

    id: Id
    name: Text
    kind: Literal["internal", "external"]
    did: ByLanguage
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    steps: tuple[Id, ...] = ()
    sector: Text | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    slack: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Knowledge:
    """All that the bot knows, checked. `entries`, `topics` and `sections` keep the order of the files."""

    entries: Mapping[str, Entry]
    organisation: Organisation
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    out_of_scope: ListByLanguage = field(default_factory=ListByLanguage)
    small_talk: Mapping[str, SmallTalk] = field(default_factory=dict)
    mentors: tuple[Mentor, ...] = ()
    topics: Mapping[str, ByLanguage] = field(default_factory=dict)
    sections: Mapping[str, ByLanguage] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()

    def answering(self, section: str) -> tuple[Entry, ...]:
        """The entries that list this section."""
        return tuple(entry for entry in self.entries.values() if section in entry.sections)

    def is_mentoring(self, entry: Entry) -> bool:
        """Whether mentors are proposed under this entry."""
        return any(section in self.organisation.mentoring for section in entry.sections)
