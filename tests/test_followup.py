"""Short words after an answer: which mean something there, and which are questions of their own."""

import pytest

from bot.features.answering.followup import FollowUp, Move, read, words_of
from bot.knowledge.shapes import ListByLanguage
from bot.languages import known

FACETS = {
    "software": ListByLanguage(fr=("logiciel", "code"), en=("software", "code")),
    "data": ListByLanguage(fr=("données", "jeu de données"), en=("data", "dataset")),
}


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("pourquoi ça ?", Move.WHY),
        ("ça vient d'où ?", Move.SOURCE),
        ("t'as un lien là-dessus stp", Move.LINK),
        ("you got an example?", Move.EXAMPLE),
        ("is this still up to date?", Move.DATE),
        ("j'ai rien compris", Move.AGAIN),
        ("c'est pas clair", Move.AGAIN),
        ("vous êtes sûrs ?", Move.DOUBT),
        ("ca repond pas a ma question", Move.DOUBT),
        ("non rien, oublie", Move.STOP),
        ("Et après ?", Move.NEXT),
        ("et apres", Move.NEXT),
        ("What next?", Move.NEXT),
        ("l'étape d'avant", Move.PREVIOUS),
        ("En bref, svp !", Move.SHORTER),
        ("plus court stp", Move.SHORTER),
        ("en entier s'il te plaît", Move.LONGER),
        ("In English please", Move.TRANSLATE),
        ("en françias", Move.TRANSLATE),
        ("qui peut m'aider la dessus", Move.WHO),
        ("oui", Move.YES),
        ("oui merci", Move.YES),
        ("Non merci.", Move.NO),
        ("2", Move.CHOICE),
        ("la deuxième", Move.CHOICE),
        ("et pour des données ?", Move.FACET),
        ("what about software?", Move.FACET),
    ],
)
def test_a_follow_up_is_known_in_its_usual_words_and_with_a_slip(said: str, move: Move) -> None:
    found = read(said, FACETS)
    assert found is not None
    assert found.move is move


@pytest.mark.parametrize(
    "said",
    [
        "",
        "quelle licence pour nos données ?",
        "et pour la cantine ?",
        "no licence at all, is that bad?",
        "oui mais quelle licence choisir pour notre jeu de données ?",
        "qui peut m'aider à ouvrir un jeu de données de maintenance ?",
        "next steps of the roadmap of the open data project of the group in 2027",
        "3 étapes",
        "pourquoi maintenant ?",
        "source de financement",
        "un exemple de charte",
        "l'autre jour j'ai vu un projet",
    ],
)
def test_a_question_of_its_own_is_no_follow_up(said: str) -> None:
    assert read(said, FACETS) is None


@pytest.mark.parametrize(("said", "choice"), [("1", 0), ("la deuxième", 1), ("the third one", 2), ("le dernier", -1)])
def test_a_choice_is_told_by_its_place(said: str, choice: int) -> None:
    found = read(said, FACETS)
    assert found is not None
    assert found.choice == choice


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        ("le premier stp", 0),
        ("la seconde svp", 1),
        ("n°2", 1),
        ("option 2", 1),
        ("#2", 1),
        ("le 2e", 1),
        ("la 2ème", 1),
        ("je prends la 3", 2),
        ("the middle one", -2),
        ("celui du milieu", -2),
        ("number three please", 2),
        ("I'll take the last one", -1),
        ("le tout dernier", -1),
    ],
)
def test_a_choice_is_told_in_many_forms(said: str, choice: int) -> None:
    assert read(said, FACETS) == FollowUp(Move.CHOICE, choice=choice)


@pytest.mark.parametrize(
    ("said", "move"),
    [("l'autre", Move.OTHER), ("the other one", Move.OTHER), ("les deux", Move.ALL), ("both", Move.ALL)],
)
def test_the_other_and_both_are_told(said: str, move: Move) -> None:
    assert read(said, FACETS) == FollowUp(move)


def test_what_was_not_picked_is_told_by_how_it_begins() -> None:
    assert read("non, l'autre", FACETS) == FollowUp(Move.OTHER, instead=True)
    assert read("no, the second one", FACETS) == FollowUp(Move.CHOICE, choice=1, instead=True)


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("👍", Move.THANKS),
        (":+1:", Move.THANKS),
        ("👎🏽", Move.DOUBT),
        ("👍 🙏", Move.THANKS),
        ("👍 👎", None),
        (":taco:", None),
    ],
)
def test_a_picture_alone_says_one_thing_or_nothing(said: str, move: Move | None) -> None:
    assert read(said, FACETS) == (move and FollowUp(move))


@pytest.mark.parametrize(("said", "into"), [("en anglais", "en"), ("in English please", "en"), ("in French", "fr")])
def test_the_language_that_is_asked_for_is_told(said: str, into: str) -> None:
    found = read(said, FACETS)
    assert found is not None
    assert found.into == into


def test_the_language_of_a_word_that_both_have_is_the_conversation_s() -> None:
    french, english = read("continue", FACETS, "fr"), read("continue", FACETS, "en")
    assert french is not None
    assert english is not None
    assert (french.language, english.language) == ("fr", "en")


def test_no_phrase_means_two_things() -> None:
    seen: dict[str, tuple[Move, str]] = {}
    for meant, phrases in words_of(known()).phrases:
        for phrase in phrases:
            assert seen.setdefault(phrase, (meant.move, meant.into)) == (meant.move, meant.into), phrase
