"""What maintainers do with a gap, and what people say of an answer. `question`: the id of any question of the gap."""

from typing import Annotated, Literal

from pydantic import Field

from bot.features.intents import Intent
from bot.knowledge.shapes import Language

LONGEST_QUESTION, LONGEST_ANSWER = 300, 2500
FormWords = Annotated[str, Field(max_length=LONGEST_ANSWER)]


class DecideGap(Intent):
    """A decision that needs no words."""

    kind: Literal["gap_decide"] = "gap_decide"
    language: Language
    question: int
    do: Literal["out_of_scope", "done", "ignored"]


class OpenGapForm(Intent):
    """Begin a decision that needs words."""

    kind: Literal["gap_form"] = "gap_form"
    language: Language
    question: int
    do: Literal["entry", "new", "answered"]


class StillRight(Intent):
    """An answer was read again, and nothing in it is to be changed."""

    kind: Literal["still_right"] = "still_right"
    language: Language
    entry: str


class AddExample(Intent):
    """An example for an entry: `words` is what people ask, in their language.

    `other`: the id of an entry that the choice did not hold.
    """

    kind: Literal["gap_example"] = "gap_example"
    language: Language
    question: int
    entry: str = ""
    words: FormWords = ""
    other: str = ""


class WriteEntry(Intent):
    """A new entry: its first question, and its answer as far as it is known. `question`: None for none of a gap."""

    kind: Literal["gap_entry"] = "gap_entry"
    language: Language
    question: int | None = None
    words: FormWords = ""
    answer: FormWords = ""


class AnswerNow(Intent):
    """A maintainer's own words to those who asked."""

    kind: Literal["gap_answer"] = "gap_answer"
    language: Language
    question: int
    answer: FormWords = ""


class MakeAnswer(Intent):
    """Take somebody's good answer in Slack."""

    kind: Literal["make_answer"] = "make_answer"
    answer: str = ""


class TellWhy(Intent):
    """Begin to say why an answer did not help."""

    kind: Literal["why_form"] = "why_form"
    language: Language
    entry: str


class SendWhy(Intent):
    """Why it did not help."""

    kind: Literal["why"] = "why"
    language: Language
    entry: str
    wrong: Literal["error", "outdated", "unclear", "beside", "other"] = "other"
    words: FormWords = ""


class Hush(Intent):
    """Tell me of no answers any more."""

    kind: Literal["hush"] = "hush"
    language: Language
