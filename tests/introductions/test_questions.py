"""What two people could talk about first, from the shipped knowledge."""

import pytest

from bot.features.answering.decide import Decider
from bot.features.introductions.questions import first_questions
from bot.knowledge.shapes import Language


@pytest.mark.parametrize(
    ("entry", "topics", "first"),
    [
        ("licence-data", ("data",), "Quelle licence pour des données ?"),
        ("mentor-find", ("licences",), "Comment choisir une licence ?"),
        (None, ("unknown", "licences"), "Comment choisir une licence ?"),
    ],
)
def test_the_answer_or_its_topic_gives_three_questions(
    decider: Decider, entry: str | None, topics: tuple[str, ...], first: str
) -> None:
    asked = first_questions(decider.knowledge, "fr", entry, topics)
    assert asked[0] == first
    assert len(set(asked)) == 3
    assert all(question.endswith("?") for question in asked)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_answer_leads_to_three_questions_and_none_of_them_to_mentoring(
    decider: Decider, language: Language
) -> None:
    knowledge = decider.knowledge
    mentoring = {e.wording(language).title for e in knowledge.entries.values() if "mentor-find" in e.sections}
    for name, entry in knowledge.entries.items():
        asked = first_questions(knowledge, language, name, entry.topics)
        assert len(asked) == 3, name
        assert not mentoring & set(asked)


@pytest.mark.parametrize("entry", ["mentor-find", None, "unknown"])
def test_without_an_answer_or_a_topic_there_are_none(decider: Decider, entry: str | None) -> None:
    assert first_questions(decider.knowledge, "fr", entry, ()) == ()
