"""The shapes of the YAML files, as pydantic models, and Knowledge, which holds them all once they are checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from bot.knowledge.addresses import Https
from bot.knowledge.channels import ChannelPolicy, Channels
from bot.knowledge.directory import Directory
from bot.knowledge.licences.schema import Compatibility, Licence
from bot.knowledge.people import Introductions, Mentor
from bot.knowledge.questionnaires.schema import Questionnaire
from bot.knowledge.shapes import (
    AnswerText,
    ButtonText,
    ByLanguage,
    Command,
    Day,
    Id,
    InLanguage,
    InLanguages,
    Language,
    Line,
    ListByLanguage,
    Model,
    ShortText,
    Text,
    part_in,
)
from bot.languages import usual

PROMPTS = LINKS = 4


class Wording(Model):
    """An entry in one language.

    `questions` teach the matcher. `asked`, as people put them, only tell how sure it may be.
    """

    title: ButtonText
    questions: Annotated[tuple[Line, ...], Field(min_length=1)]
    asked: tuple[Line, ...] = ()
    answer: AnswerText
    short: AnswerText | None = None


class Entry(InLanguages):
    """One curated answer; `next` names the entries offered under it, `facet` the kind of resource that it is about.

    `needs`: who must be there, or nothing leads to it. `buttons`: commands that can be clicked under it.
    `owner` and `source` are the organisation's unless given. `links`: the texts on which the answer rests.
    """

    __pydantic_extra__: dict[str, InLanguage[Wording]] = Field(init=False)
    id: Id
    sections: Annotated[tuple[Id, ...], Field(min_length=1)] = ()
    topics: tuple[Id, ...] = ()
    facet: Id | None = None
    needs: Literal["mentors", "maintainers"] | None = None
    next: tuple[Id, ...] = ()
    buttons: tuple[Command, ...] = ()
    source: "Source | None" = None
    links: Annotated[tuple["Reading", ...], Field(max_length=LINKS)] = ()
    owner: Text | None = None
    reviewed: Day | None = None

    def wording(self, language: Language) -> Wording:
        return part_in(language, self.__pydantic_extra__)


class Source(Model):
    """Where an answer comes from."""

    document: Text
    part: ShortText | None = None


class Reading(Model):
    """A page that a person can open to read where an answer comes from."""

    title: ShortText
    url: Https


class SmallWording(Model):
    questions: Annotated[tuple[Line, ...], Field(min_length=1)]
    answer: AnswerText


class SmallTalkTexts(InLanguages):
    """Something said out of politeness or temper, and the one line that answers it."""

    __pydantic_extra__: dict[str, InLanguage[SmallWording]] = Field(init=False)
    id: Id

    def wording(self, language: Language) -> SmallWording:
        return part_in(language, self.__pydantic_extra__)


class Synonyms(Model):
    """Words that mean the same here, what abbreviations stand for, and words that are right though in no dictionary."""

    synonyms: tuple[Annotated[tuple[Text, ...], Field(min_length=2)], ...] = ()
    abbreviations: Mapping[str, Text] = Field(default_factory=dict)
    spelt: tuple[Text, ...] = ()


class Vocabulary(InLanguages):
    """`facets`: the words that name each kind of resource (« et pour des données ? »)."""

    __pydantic_extra__: dict[str, InLanguage[Synonyms]] = Field(init=False)
    complete = False
    facets: Mapping[Id, ListByLanguage] = Field(default_factory=dict)

    def words(self, language: Language) -> Synonyms:
        return self.__pydantic_extra__.get(language, Synonyms())


class Path_(Model):  # noqa: N801 - `Path` is pathlib's
    """A list of entries to browse, on one page of the Home tab; when ordered, « et après ? » follows it."""

    id: Id
    title: ByLanguage
    entries: Annotated[tuple[Id, ...], Field(min_length=1, max_length=45)]
    ordered: bool = False


class Style(Model):
    """What an organisation asks of its entries, in each language.

    `review_months`: after so many an answer is to be read again.
    """

    review_months: Annotated[int, Field(ge=1, le=120)] = 24
    least_questions: Annotated[int, Field(ge=1)] = 1
    least_words: Annotated[int, Field(ge=1)] = 1
    most_words: Annotated[int, Field(ge=1)] = 600


class Organisation(Model):
    """Settings that belong to the organisation rather than to the machine.

    `about`: what the answers are about, as a person says it after « sur » or "about".
    `languages`: the first is the default. `mentoring`: the sections whose answers list mentors.
    `help`: the section that says what the bot can do. `documents`: the full names of what entries cite as their source.
    `prompts`: entries suggested when a conversation opens, four at most. `style`: how long entries must be.
    `introductions`: how they are paced. `directory`: the offices that answers name. `channel_policies`: how the bot
    behaves in channels.
    `owner`, `source`: those of entries that name none.
    """

    name: Text
    about: ByLanguage | None = None
    languages: tuple[Language, ...] = Field(default_factory=usual, min_length=1)
    channels: Channels = Channels()
    channel_policies: tuple[ChannelPolicy, ...] = ()
    directory: Directory = Directory()
    mentoring: tuple[Id, ...] = ("mentor-find",)
    help: Id = "bot-help"
    paths: tuple[Path_, ...] = ()
    documents: Mapping[Id, ByLanguage] = Field(default_factory=dict)
    prompts: Annotated[tuple[Id, ...], Field(max_length=PROMPTS)] = ()
    style: Style = Style()
    introductions: Introductions = Introductions()
    owner: Text | None = None
    source: Source | None = None

    def policy(self, channel: str) -> ChannelPolicy | None:
        """How the bot behaves there; None where nothing is said of it."""
        return next((policy for policy in self.channel_policies if policy.channel == channel), None)


@dataclass(frozen=True)
class Knowledge:
    """All that the bot knows, checked. `entries`, `topics` and `sections` keep the order of the files.

    `words`: sentences of the bot's that the folders say otherwise, by the reply and its block, as `home-welcome`.
    `built_in`: the entries that no folder has, and that come with the bot.
    """

    entries: Mapping[str, Entry]
    organisation: Organisation
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    out_of_scope: ListByLanguage = field(default_factory=ListByLanguage)
    small_talk: Mapping[str, SmallTalkTexts] = field(default_factory=dict)
    mentors: tuple[Mentor, ...] = ()
    topics: Mapping[str, ByLanguage] = field(default_factory=dict)
    sections: Mapping[str, ByLanguage] = field(default_factory=dict)
    words: Mapping[str, ByLanguage] = field(default_factory=dict)
    licences: Mapping[str, Licence] = field(default_factory=dict)
    compatibility: Compatibility = field(default_factory=Compatibility)
    questionnaires: Mapping[str, Questionnaire] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()
    built_in: frozenset[str] = frozenset()

    @property
    def own(self) -> Mapping[str, Entry]:
        """The entries that the folders have."""
        return {name: entry for name, entry in self.entries.items() if name not in self.built_in}

    @property
    def prompts(self) -> tuple[str, ...]:
        """The entries to suggest: the organisation's, or else its first ones."""
        return self.organisation.prompts or tuple(islice(self.own, PROMPTS))

    def answering(self, section: str) -> tuple[Entry, ...]:
        """The entries that list this section."""
        return tuple(entry for entry in self.entries.values() if section in entry.sections)

    @property
    def named_topics(self) -> tuple[str, ...]:
        """Those of topics.yaml; without it, those that mentors and entries name."""
        of_mentors = (topic for mentor in self.mentors for topic in mentor.topics)
        of_entries = (topic for entry in self.entries.values() for topic in entry.topics)
        return tuple(self.topics) or tuple(dict.fromkeys((*of_mentors, *of_entries)))

    def topic_names(self, topics: Iterable[str], language: Language) -> dict[str, str]:
        """By id; those that topics.yaml has not any more are left out. Without that file their ids are their names."""
        known = self.topics
        return {
            topic: known[topic].get(language) if known else topic for topic in topics if topic in known or not known
        }

    @property
    def mentoring(self) -> bool:
        """Whether requests for mentors may be kept: some are named, a channel takes offers, or topics are listed.

        Mentors may have left a folder that lists their topics, and what was asked of them is kept after its end.
        """
        return bool(self.mentors or self.topics) or self.organisation.channels.maintainers is not None

    @property
    def helping(self) -> Entry:
        """The entry that says what the bot can do: the organisation's, or the built-in one."""
        usual = Organisation.model_fields["help"].default
        return (*self.answering(self.organisation.help), *self.answering(usual))[0]

    @property
    def introducing(self) -> Entry | None:
        """The entry under which mentors are proposed; None where organisation.yaml wants none: `mentoring: []`."""
        return next((entry for section in self.organisation.mentoring for entry in self.answering(section)), None)

    def is_mentoring(self, entry: Entry) -> bool:
        """Whether mentors are proposed under this entry."""
        return any(section in self.organisation.mentoring for section in entry.sections)
