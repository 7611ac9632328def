"""The form that adds a question to an answer: a choice that Slack can show, and the id of any other."""

import pytest

from bot.features.gaps.forms import MOST_OFFERED, deciding
from bot.features.gaps.grouping import Gap
from bot.features.gaps.intents import AddExample, OpenGapForm
from bot.features.gaps.values import NearEntry
from tests.gaps.test_grouping import kept


@pytest.mark.parametrize(("entries", "fields"), [(2, 2), (100, 2), (101, 3), (4000, 3)])
def test_as_many_are_offered_as_fit_and_the_others_are_typed(entries: int, fields: int) -> None:
    titles = {f"e{n}": f"Title {n}" for n in range(entries)}
    gap = Gap((kept(1, "où est le café ?"),), "où est le café ?", "fr", nearest=(NearEntry("e0", 0.4),))
    form = deciding(OpenGapForm(language="en", question=1, do="entry"), gap, titles)
    choice = form.fields[0]
    assert (choice.name, choice.kind, len(form.fields)) == ("entry", "one", fields)
    assert len(choice.options) == min(entries, MOST_OFFERED)
    assert choice.labels[choice.options[0]] == "Title 0"
    assert isinstance(form.intent, AddExample)
    assert form.intent.entry == "e0"
