"""Facts of the ranking that every design must keep."""

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search.corpus import Corpus, Document, Example
from bot.search.matcher import Matcher

WORDS = ["quelle", "licence", "pour", "nos", "données", "trouver", "mentor", "règles", "open", "data", "who"]


def top(matcher: Matcher, question: str) -> str:
    return matcher.rank(question).matches[0].id


def test_a_question_word_for_word_is_found(matcher: Matcher) -> None:
    ranking = matcher.rank("Trouver un mentor ?")
    assert (ranking.matches[0].id, ranking.matches[0].matched) == ("mentor-find", "trouver un mentor")
    assert (ranking.language, ranking.language_sure) == ("fr", True)


@pytest.mark.parametrize("question", ["", " … ?!", "\n", "<@U123>"])
def test_a_question_without_words_has_no_match(matcher: Matcher, question: str) -> None:
    assert matcher.rank(question).matches == ()


def test_an_empty_corpus_has_no_match() -> None:
    assert Matcher.fit(Corpus(())).rank("trouver un mentor").matches == ()


def test_a_corpus_of_nothing_but_questions_out_of_scope_has_no_match() -> None:
    corpus = Corpus((), out_of_scope=(Example("quelle heure est-il ?", "fr"),))
    assert Matcher.fit(corpus).rank("il est quelle heure").matches == ()


def test_a_single_example_is_found_by_its_words() -> None:
    corpus = Corpus((Document("licence", (Example("quelle licence pour du code", "fr"),)),))
    assert Matcher.fit(corpus).rank("une licence pour le code").matches[0].id == "licence"


def test_what_three_entries_prove_is_not_certainty() -> None:
    """Rehearsals of a handful of examples are told apart without a slip; that is no proof."""
    texts = {
        "lunch": ("when is lunch served", "lunch menu today"),
        "bikes": ("where to park my bicycle", "bicycle shed"),
        "bot": ("what can you do", "how do you work"),
    }
    corpus = Corpus(tuple(Document(i, tuple(Example(t, "en") for t in own)) for i, own in texts.items()))
    matcher = Matcher.fit(corpus)
    assert matcher.answer_at >= 0.5
    assert matcher.rank("where is lunch").matches[0].probability < 0.9995


def test_a_corpus_of_one_example_answers() -> None:
    alone = Matcher.fit(Corpus((Document("only", (Example("trouver un mentor", "fr"),)),)))
    assert top(alone, "un mentor") == "only"


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("kel lisence pr nos donnés", "licence-data"),
        ("trouver unmentor", "mentor-find"),
        ("je cherche un parrain", "mentor-find"),
        ("licence pour un jdd", "licence-data"),
        ("qui decide dans un projet ouvret", "governance"),
        ("wich licence for our dataset", "licence-data"),
        ("bonjour, quelle licence pour nos données", "licence-data"),
        ("Hello! Who decides in an open project? Thanks", "governance"),
        ("bonjour", "small-talk:hello"),
    ],
)
def test_hurried_words_find_their_entry(matcher: Matcher, question: str, wanted: str) -> None:
    assert top(matcher, question) == wanted


def test_a_word_of_general_language_is_never_repaired(matcher: Matcher) -> None:
    assert matcher.explain("je répare ma motor et ma moto").repairs == ()
    assert [r.read for r in matcher.explain("trouver un mentro").repairs] == ["mentor"]


def test_greetings_around_a_question_do_not_matter(matcher: Matcher) -> None:
    plain = matcher.rank("comment gouverner un commun")
    polite = matcher.rank("Bonjour, comment gouverner un commun ? Merci d'avance")
    assert plain.matches == polite.matches


def test_an_unrelated_question_is_less_sure_than_a_related_one(matcher: Matcher) -> None:
    far = matcher.rank("quel temps fera-t-il demain à Brest").matches[0].probability
    assert far < matcher.rank("quelle licence pour un jeu de données").matches[0].probability


def test_the_explanation_names_what_was_shared(matcher: Matcher) -> None:
    told = matcher.explain("quelle licence pour les donées")
    assert told.ranking.matches[0].id == "licence-data"
    assert {"licence", "quelle"} <= {shared.word for shared in told.shared}
    assert told.runner_up is not None
    assert told.margin == pytest.approx(told.ranking.matches[0].probability - told.runner_up.probability)


def test_thresholds_are_in_order(matcher: Matcher) -> None:
    assert 0 <= matcher.choices_at <= matcher.answer_at <= 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_probabilities_are_sorted_and_within_bounds(matcher: Matcher, question: str) -> None:
    probabilities = [match.probability for match in matcher.rank(question).matches]
    assert probabilities == sorted(probabilities, reverse=True)
    assert all(0 <= p <= 1 for p in probabilities)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1))
def test_case_accents_and_doubled_spaces_do_not_change_the_outcome(matcher: Matcher, words: list[str]) -> None:
    question = " ".join(words)
    bare = question.translate(str.maketrans("éè", "ee")).upper().replace(" ", "   ")
    language = matcher.rank(question).language
    assert matcher.rank(question, language=language).matches == matcher.rank(bare, language=language).matches


def test_the_order_of_documents_and_examples_does_not_matter(corpus: Corpus, matcher: Matcher) -> None:
    shuffled = [d._replace(examples=tuple(reversed(d.examples))) for d in corpus.documents]
    random.Random(3).shuffle(shuffled)
    other = Matcher.fit(dataclasses.replace(corpus, documents=tuple(shuffled)))
    for question in ("licence données", "who can coach me", "la cantine"):
        assert matcher.rank(question).matches == other.rank(question).matches


def test_an_unrelated_entry_does_not_change_a_sure_answer(corpus: Corpus, matcher: Matcher) -> None:
    cooking = Document(
        "cooking",
        tuple(Example(q, "fr") for q in ("recette de gâteau au chocolat", "cuire des pâtes", "cuisson du riz")),
    )
    larger = Matcher.fit(dataclasses.replace(corpus, documents=(*corpus.documents, cooking)))
    for document in corpus.documents:
        for example in document.examples:
            if matcher.rank(example.text).matches[0].probability >= matcher.answer_at:
                assert top(larger, example.text) == document.id


def test_forty_thousand_characters_are_cut(matcher: Matcher) -> None:
    long = "quelle licence pour nos données " * 1_250
    assert matcher.rank(long).matches == matcher.rank(long[:600]).matches


@pytest.mark.parametrize(
    ("question", "locale", "language"),
    [
        ("qui décide", None, "fr"),
        ("who decides", "fr-FR", "en"),
        ("licence", "en-GB", "en"),
        ("licence", "fr-FR", "fr"),
        ("c'est koi la gouvernence", None, "fr"),
        ("whats teh governance", None, "en"),
    ],
)
def test_the_language_is_identified(matcher: Matcher, question: str, locale: str | None, language: str) -> None:
    assert matcher.rank(question, locale=locale).language == language


def test_a_forced_language_is_kept(matcher: Matcher) -> None:
    assert matcher.rank("who decides", language="fr").language == "fr"
