"""Reply: what to say, before any word is chosen. Each class has a template of its name in each language."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.features.introductions.replies import IntroductionReply
from bot.features.introductions.values import NOTHING, Mine
from bot.features.privacy.replies import PrivacyReply
from bot.knowledge.people import Mentor
from bot.knowledge.shapes import Language

Missing = Literal["mentors", "free_mentors", "maintainers", "membership", "identity", "privacy"]
"""What an answer that was asked for would need; the last three: to belong to the organisation, that Slack says so, and
that nobody of another organisation reads it."""
AskedOfAnswer = Literal["why", "source", "link", "example", "date", "words"]
"""What is asked about an answer; "words": it holds the words of the question."""
ReplyKind = Literal["answer", "choices", "hand_off", "help", "small_talk"]


@dataclass(frozen=True)
class Suggestion:
    """A mentor, and why: topics and steps in common by name, whether the language fits and the sector was named."""

    mentor: Mentor
    topics: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    language: bool = False
    sector: bool = False


@dataclass(frozen=True)
class Quoted:
    """The question above in a thread on which the bot was called in; `user`: who asked it, None for a workflow."""

    language: Language
    text: str
    user: str | None = None


@dataclass(frozen=True)
class Answer:
    """`matched`: the example that the question resembled. `mentors`: None when nobody was asked for.

    `share`: the answer is private, in a channel to which it can be shown. `about`, `topics`, `text`: the entry, the
    topics and the person's own words for which the mentors were found. `quoted`: the question that it answers, when
    it stands above in the thread. `people`, here and in other replies: somebody can be proposed to the person now.
    `also`: the entries of the message's other questions.
    """

    language: Language
    entry: str
    matched: str | None = None
    short: bool = False
    next: tuple[str, ...] = ()
    mentors: tuple[Suggestion, ...] | None = None
    share: bool = False
    about: str | None = None
    topics: tuple[str, ...] = ()
    text: str = ""
    quoted: Quoted | None = None
    people: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class AboutAnswer:
    """What is asked about the answer just shown, or in the words of one of its passages.

    `passage`: its place among the passages of the entry; None when the entry says nothing of it.
    """

    language: Language
    entry: str
    of: AskedOfAnswer
    passage: int | None = None
    next: tuple[str, ...] = ()
    people: bool = False


@dataclass(frozen=True)
class Choices:
    """At most three entries that may be meant by `text`, or one a kind; `again`: the person said yes to several.

    `keep`: the text is the person's own.
    """

    language: Language
    entries: tuple[str, ...]
    text: str = ""
    again: bool = False
    keep: bool = True
    quoted: Quoted | None = None


@dataclass(frozen=True)
class HandOff:
    """Nothing fits. `topics`: on which mentors can be sought; `kept`: the question is kept for the maintainers.

    `near`: the entries that fit least badly; `examples`: others to begin with. `missing`: it was asked for something
    that this organisation does not have, or that nobody can give now. `outside`: it is not about what the answers are.
    """

    language: Language
    text: str = ""
    topics: tuple[str, ...] = ()
    channel: str | None = None
    kept: bool = True
    people: bool = False
    near: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    missing: Missing | None = None
    outside: bool = False
    quoted: Quoted | None = None


@dataclass(frozen=True)
class Help:
    language: Language
    entry: str
    next: tuple[str, ...] = ()
    people: bool = False


@dataclass(frozen=True)
class SmallTalk:
    language: Language
    id: str
    people: bool = False


@dataclass(frozen=True)
class Note:
    """A short word after a click; `of` says which, `entry` what was clicked on."""

    language: Language
    of: Literal[
        "helpful",
        "not_helpful",
        "forwarded",
        "not_forwarded",
        "not_shared",
        "no_home",
        "declined",
        "gone",
        "already",
        "no_previous",
        "no_next",
        "in_slack",
        "members_only",
        "form_late",
        "what_question",
        "no_question_above",
    ]
    entry: str | None = None
    people: bool = False


@dataclass(frozen=True)
class Shared:
    """An answer shown to a whole channel, in the name of `user`."""

    language: Language
    entry: str
    user: str


@dataclass(frozen=True)
class ForMaintainers:
    """A question, handed to the maintainers' channel by the person `user`."""

    language: Language
    text: str
    user: str


@dataclass(frozen=True)
class KnowledgeRefused:
    """To the maintainers: the knowledge is refused, and the last good one, of that `day`, serves.

    `problems`: the first ones, each as path:line:column and what is wrong; `more`: how many others there are.
    `edited`: it was edited while the bot ran, which goes on as before.
    """

    language: Language
    day: date
    problems: tuple[str, ...]
    more: int = 0
    edited: bool = False


@dataclass(frozen=True)
class Home:
    """The Home tab: its first page, or a path, or an entry. `mine`: the person's own needs and profile.

    `hidden`: entries that no button names.
    """

    language: Language
    path: str | None = None
    entry: str | None = None
    mine: Mine = NOTHING
    people: bool = False
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Prompts:
    """Questions suggested when a conversation opens."""

    language: Language
    entries: tuple[str, ...]


@dataclass(frozen=True)
class Apology:
    """Something broke; `reference` is what the log says too."""

    language: Language
    reference: str


Spoken = (
    Quoted
    | Answer
    | AboutAnswer
    | Choices
    | HandOff
    | Help
    | SmallTalk
    | Note
    | Shared
    | ForMaintainers
    | KnowledgeRefused
    | Home
    | Prompts
    | Apology
)
Reply = Spoken | IntroductionReply | PrivacyReply
REPLY_KINDS: dict[type, ReplyKind] = {
    Answer: "answer",
    AboutAnswer: "answer",
    Choices: "choices",
    HandOff: "hand_off",
    Help: "help",
    SmallTalk: "small_talk",
    Note: "small_talk",
}
