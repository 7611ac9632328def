"""The shapes of a language's files: what the language is, and what people type in it that is no question."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _apart(separator: str) -> BeforeValidator:
    """One text instead of a list of quoted ones: its parts, each with single spaces."""

    def parts(text: Any) -> Any:
        found = (" ".join(part.split()) for part in text.split(separator)) if isinstance(text, str) else text
        return tuple(part for part in found if part) if isinstance(text, str) else text

    return BeforeValidator(parts)


Phrases = Annotated[tuple[str, ...], _apart(",")]
PhraseLines = Annotated[tuple[str, ...], _apart("\n")]
Words = Annotated[frozenset[str], BeforeValidator(lambda text: text.split() if isinstance(text, str) else text)]
Replacement = tuple[re.Pattern[str], str]
"""A regular expression, and what stands in the place of what it finds."""
Count = tuple[str, str]
"""How one of something is written, and how several are; {} is the number."""


class LanguageModel(BaseModel):
    """A file's keys, or those of a table in it; an unknown one is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Manners(LanguageModel):
    """`language.toml`: the language itself.

    `name`: as its speakers call it; `english`: as the maintainers' commands do. `switch`: on the button
    that changes to it. `locale`: whose dates Babel writes. `chat`: how `passeur chat` begins.
    `and_`: what stands before the last of several. `dates` and `typography` are applied in their order.
    """

    name: str
    english: str
    switch: str
    locale: str
    chat: str
    and_: Annotated[str, Field(alias="and")]
    days: Count
    working_days: Count
    dates: tuple[Replacement, ...] = ()
    typography: tuple[Replacement, ...] = ()


class Politeness(LanguageModel):
    """Words and phrases before or after what is meant; `around`: whom one greets or thanks, and how much."""

    words: Words = frozenset()
    phrases: Phrases = ()
    around: Words = frozenset()


class Sounds(LanguageModel):
    """How a word is heard: letters and what is heard of them, one after the other, and the silent endings."""

    heard: tuple[tuple[str, str], ...]
    silent: str = ""


class SearchWords(LanguageModel):
    """`search.toml`, in which everything may be absent.

    `stemmer`: Snowball's name; `lexicon`: the spell checker's list. `loans`: words of other languages that its speakers
    say too. `marks`: what no other language writes; it is sought where there is an apostrophe or an accent.
    """

    stemmer: str | None = None
    lexicon: str | None = None
    loans: Words = frozenset()
    marks: re.Pattern[str] | None = None
    politeness: Politeness = Politeness()
    sounds: Sounds | None = None


class CheckWords(LanguageModel):
    """`check.toml`: what tells a check how a sentence goes on, that a text is unfinished, or what must stay secret.

    `light`: words that may be left out of a question, folded. `unfinished_capitals`: only so, anywhere in a text.
    `is_`: what stands between a secret's name and the secret. `codes`: what is secret only beside its value.
    """

    light: Words = frozenset()
    goes_on: Phrases = ()
    unfinished: Phrases = ()
    unfinished_capitals: Phrases = ()
    secrets: Phrases = ()
    codes: Phrases = ()
    is_: Annotated[Phrases, Field(alias="is")] = ()


class SpellingWords(LanguageModel):
    """`spelling.toml`: what a dictionary of single words lacks; a language without the file has no dictionary.

    `cut`: what is no word of its own, such as an elided one. `variants`: another spelling under which to look.
    """

    cut: tuple[re.Pattern[str], ...] = ()
    variants: tuple[Replacement, ...] = ()


class GeneralVocabulary(LanguageModel):
    """`vocabulary.toml`: what abbreviations stand for, and the words of each synonym class; a hyphen joins a phrase."""

    abbreviations: Mapping[str, str] = {}
    synonyms: Mapping[str, str] = {}


class Edges(LanguageModel):
    """Politeness before and after what is meant."""

    before: Phrases = ()
    after: Phrases = ()


class CommandWording(LanguageModel):
    """The phrases of each command: [a/b] is one of these, and nothing between slashes is no word.

    `erase`: the words that `{erase}` stands for.
    """

    phrases: Mapping[str, PhraseLines]
    erase: str = ""
    around: Edges = Edges()


class ChoiceWording(LanguageModel):
    """How one of several choices is named; `other`: the one that was not picked, `all`: each of them.

    `instead`: what begins it when something else was picked before.
    """

    instead: Phrases = ()
    before: Phrases = ()
    after: Phrases = ()
    first: Phrases
    second: Phrases
    third: Phrases
    last: Phrases
    middle: Phrases = ()
    other: Phrases = ()
    all: Phrases = ()


class AboutWording(LanguageModel):
    """« Et pour nos données ? »: how it begins, what it says then, and the articles before the kind of resource."""

    before: Phrases = ()
    prepositions: Phrases = ()
    articles: Phrases = ()


class FollowUpWording(LanguageModel):
    """What is said after an answer, by the dialogue act; `translate`: by the code of the language that is wanted.

    `lines`: the same with slots, as the phrases of commands. `emojis`: what a picture alone says.
    `passages`: the words by which a passage of an answer gives a reason or an example.
    """

    phrases: Mapping[str, Phrases]
    lines: Mapping[str, PhraseLines] = {}
    emojis: Mapping[str, Phrases] = {}
    passages: Mapping[str, Phrases] = {}
    translate: Mapping[str, Phrases]
    choices: ChoiceWording
    around: Edges = Edges()
    about: AboutWording = AboutWording()


class AskingWording(LanguageModel):
    """Around questions: politeness and stories, a phrase with slots a line, as in commands.

    `openers`: how a question begins; `joins`: what joins another one to it. `unlike`: how one begins that an entry
    only answers when one of its own questions says the same. `guiding`: how one asks to be led through something.
    `why_not`: how one asks why something is not proposed. `unsure`: "I don't know", as an answer.
    """

    before: PhraseLines = ()
    after: PhraseLines = ()
    openers: Phrases = ()
    joins: Phrases = ()
    unlike: Phrases = ()
    guiding: PhraseLines = ()
    why_not: PhraseLines = ()
    unsure: Phrases = ()


class RequestWording(LanguageModel):
    """A request that is no question: how it `begins`, what after that makes it another thing, what may stand before."""

    begins: PhraseLines = ()
    unlike: Words = frozenset()
    around: Words = frozenset()


class CallWording(LanguageModel):
    """A message that only calls the bot in: one of `calling` at least, and nothing but words of these lists."""

    calling: Words
    around: Words
    greetings: Words


class MentorWording(LanguageModel):
    """Whether somebody inside or outside is wanted."""

    internal: Phrases
    external: Phrases


class Phrasebook(LanguageModel):
    """`phrases.toml`: what people type that is no question, as `folded` text."""

    commands: CommandWording
    follow_ups: FollowUpWording
    asking: AskingWording = AskingWording()
    requests: RequestWording = RequestWording()
    calls: CallWording
    mentors: MentorWording
