"""Which questions are answered otherwise after an edit of the knowledge, whether better or worse, and why."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.search.evaluation.outcomes import WORTH, Answered, Prediction, QuestionOutcome
from bot.search.evaluation.questions import LabelledQuestion

Direction = Literal["worse", "better", "unknown"]
JUDGEMENTS: tuple[Direction, ...] = ("worse", "unknown", "better")
Cause = Literal["edit", "threshold", "learning"]
"""`threshold`: with the thresholds of before the answer would be that of before. `edit`: an entry that was edited is
shown or ranked first, before or after. `learning`: neither; the edit moved what is learned of all entries together."""


@dataclass(frozen=True)
class ShownReply:
    """What the reply was, and the entries that it gave or offered."""

    outcome: QuestionOutcome
    entries: tuple[str, ...]

    @classmethod
    def of(cls, answered: Answered) -> "ShownReply":
        return cls(answered.outcome, tuple(entry.id for entry in answered.shown))


@dataclass(frozen=True)
class Difference:
    """`expect`: what would be right; None when nobody has said it."""

    q: str
    expect: tuple[str, ...] | None
    before: ShownReply
    after: ShownReply
    judgement: Direction
    cause: Cause


@dataclass(frozen=True)
class AskedTwice:
    """A question with what was answered: before, after, and after with the thresholds of before.

    `golden`: its right answer is known.
    """

    question: LabelledQuestion
    before: Answered
    after: Answered
    rehearsed: Answered
    golden: bool = True


def differences(asked: Sequence[AskedTwice], edited: Collection[str], *, everywhere: bool) -> tuple[Difference, ...]:
    """The worst first. `edited`: ids of entries; `everywhere`: words that all entries share were edited too."""
    found = [one for each in asked for one in _difference(each, edited, everywhere=everywhere)]
    return tuple(sorted(found, key=lambda one: JUDGEMENTS.index(one.judgement)))


def _difference(asked: AskedTwice, edited: Collection[str], *, everywhere: bool) -> Iterator[Difference]:
    before, after = ShownReply.of(asked.before), ShownReply.of(asked.after)
    if before == after:
        return
    first = (answered.entries[0].id for answered in (asked.before, asked.after) if answered.entries)
    concerned = {*before.entries, *after.entries, *first}
    cause: Cause = "learning"
    if ShownReply.of(asked.rehearsed) == before:
        cause = "threshold"
    elif everywhere or not concerned.isdisjoint(edited):
        cause = "edit"
    question = asked.question
    yield Difference(question.q, question.expect if asked.golden else None, before, after, _judgement(asked), cause)


def _judgement(asked: AskedTwice) -> Direction:
    if not asked.golden:
        return "unknown"
    then, now = (Prediction(asked.question, answered) for answered in (asked.before, asked.after))
    gain = WORTH[now.verdict] - WORTH[then.verdict]
    return "better" if gain > 0 else "worse" if gain < 0 else "unknown"
