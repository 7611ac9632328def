"""The forms of gaps: what each asks, and what stands in it from the beginning."""

from collections.abc import Mapping
from itertools import islice

from bot.features.forms import FormField, FormStep
from bot.features.gaps.grouping import Gap
from bot.features.gaps.intents import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    AddExample,
    AnswerNow,
    OpenGapForm,
    SendWhy,
    TellWhy,
    WriteEntry,
)

MOST_OFFERED = 100
EXAMPLE = FormField("words", "lines", longest=LONGEST_QUESTION)
ANSWER = FormField("answer", "lines", longest=LONGEST_ANSWER)
REASONS = ("error", "outdated", "unclear", "beside", "other")


def deciding(ask: OpenGapForm, gap: Gap, titles: Mapping[str, str]) -> FormStep:
    """The nearest entry and the question as people asked it stand there already.

    `titles`: of the entries, the likeliest first. Slack lets one choose among so many; of another the id is asked.
    """
    language, question = ask.language, gap.number
    if ask.do == "answered":
        return FormStep(language, "gap_answer_form", AnswerNow(language=language, question=question), (ANSWER,))
    words = gap.text[:LONGEST_QUESTION]
    if ask.do == "new":
        return writing(WriteEntry(language=language, question=question, words=words))
    offered = dict(islice(titles.items(), MOST_OFFERED))
    nearest = next((near.entry for near in gap.nearest if near.entry in offered), "")
    blank = AddExample(language=language, question=question, entry=nearest, words=words)
    choice = FormField("entry", "one", tuple(offered), labels=offered)
    other = (FormField("other", optional=True, longest=80),) if len(titles) > len(offered) else ()
    return FormStep(language, "gap_example_form", blank, (choice, *other, EXAMPLE))


def writing(blank: WriteEntry) -> FormStep:
    return FormStep(blank.language, "gap_entry_form", blank, (EXAMPLE, ANSWER._replace(optional=True)))


def why(ask: TellWhy) -> FormStep:
    fields = FormField("wrong", "one", REASONS), FormField("words", "lines", optional=True, longest=1000)
    return FormStep(ask.language, "why_form", SendWhy(language=ask.language, entry=ask.entry), fields)
