"""Who asks, and what was decided: the values around deciding."""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from bot.features.answering.intents import Vote
from bot.features.answering.memory import Memory
from bot.features.answering.replies import Reply
from bot.features.answering.thread import ThreadMessage
from bot.features.intents import Intent
from bot.features.introductions.values import NOTHING, MentorStatus, Mine
from bot.knowledge.shapes import Language
from bot.search.rank import Match

Access = Literal["all", "answers", "unknown", "shared", "none"]
"""What somebody may have. Mentors are only for "all": "answers" is for guests and people of other organisations,
"unknown" for those of whom Slack doesn't say now who they are, "shared" for a colleague whom people of another
organisation overhear. "none": not even answers."""


KeptKind = Literal["hand_off", "other_choice", "not_helpful", "doubt", "error"]
"""How it went wrong: nothing fitted; not the first of the choices was meant; the answer did not help; it was doubted;
something in it is wrong."""


class ToKeep(NamedTuple):
    """What is kept for the maintainers of a question that went wrong. `entry`: the answer that it is about."""

    kind: KeptKind
    text: str
    entry: str | None = None


@dataclass(frozen=True)
class Asker:
    """`user`: the Slack id, if any. `forced`: reply in this language whatever the question's.

    `language`: the one chosen on the Home tab. `addressed`: whether the words are for the bot: for certain, perhaps
    (somebody who spoke to it before, where others talk too), hardly (somebody else, in a thread where it speaks), or
    overheard (in a channel where it listens to every question).
    `mentors`: those who may be proposed to them now. `registered`: there are mentors, be it that nobody is free.
    `mine`: their own needs and profile as a mentor.
    `share`: the place is private, in a channel to which an answer can be shown. `keep`: the words are the person's own.
    `above`: what stands above in the thread into which the bot was called; None when it was called into no thread.
    `alone`: nobody else speaks in this conversation. `maintainers`: it is in their channel. `command`: the words were
    typed after /passeur.
    """

    user: str | None = None
    forced: Language | None = None
    language: Language | None = None
    locale: str | None = None
    addressed: Literal["certainly", "perhaps", "hardly", "overheard"] = "certainly"
    share: bool = False
    keep: bool = True
    alone: bool = False
    maintainers: bool = False
    command: bool = False
    mentors: tuple[MentorStatus, ...] = ()
    registered: bool = False
    access: Access = "all"
    mine: Mine = NOTHING
    above: tuple[ThreadMessage, ...] | None = None

    @property
    def called(self) -> bool:
        """Whether the words may be for the bot at all."""
        return self.addressed in ("certainly", "perhaps")

    def speaking_of(self, memory: Memory) -> "Asker":
        """The same, for the question that is remembered, whose words may be somebody else's."""
        return replace(self, keep=self.keep and not memory.others)


@dataclass(frozen=True)
class Decision:
    """`keep`: what to keep for the maintainers. `learn`: a language to remember.

    `ask`: what the words ask of another feature, whose replies come instead. `matches`: entries, best first.
    """

    replies: tuple[Reply, ...]
    memory: Memory
    keep: ToKeep | None = None
    vote: Vote | None = None
    learn: Language | None = None
    matches: tuple[Match, ...] = ()
    ask: Intent | None = None
