"""Facts of the ranking that every design must keep."""

from bot.search.corpus import Corpus, Document, Example
from bot.search.matcher import Matcher

CORPUS = Corpus(
    (
        Document(
            "licence-data",
            (
                Example("quelle licence pour nos données", "fr"),
                Example("sous quelle licence publier un jeu de données", "fr"),
                Example("which licence for our data", "en"),
            ),
        ),
        Document(
            "mentor-find",
            (
                Example("trouver un mentor", "fr"),
                Example("qui peut m'accompagner dans mon projet", "fr"),
                Example("find me a mentor", "en"),
            ),
        ),
    )
)


def test_a_question_word_for_word_is_found() -> None:
    ranking = Matcher.fit(CORPUS).rank("Trouver un mentor ?")
    assert ranking.matches[0].id == "mentor-find"
    assert ranking.matches[0].matched == "trouver un mentor"
    assert ranking.language == "fr"


def test_an_empty_question_has_no_match() -> None:
    assert Matcher.fit(CORPUS).rank(" … ?!").matches == ()


def test_an_empty_corpus_has_no_match() -> None:
    assert Matcher.fit(Corpus(())).rank("trouver un mentor").matches == ()
