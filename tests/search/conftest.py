"""A small knowledge in two languages, fitted once."""

import pytest

from bot.search.corpus import Corpus, Document, Example
from bot.search.matcher import Matcher

QUESTIONS = {
    "licence-data": (
        ("quelle licence pour nos données", "sous quelle licence publier un jeu de données", "licence open data"),
        ("which licence for our data", "what licence should a dataset have", "open data licence"),
    ),
    "mentor-find": (
        ("trouver un mentor", "qui peut m'accompagner dans mon projet", "parler à quelqu'un qui l'a déjà fait"),
        ("find me a mentor", "who can coach me", "talk to somebody who has done it"),
    ),
    "governance": (
        ("qui décide dans un projet ouvert", "comment gouverner un commun", "règles de gouvernance"),
        ("who decides in an open project", "how do we govern a commons", "governance rules"),
    ),
    "company-culture": (
        ("ouvrir change la culture de l'entreprise", "les mentalités freinent", "culture interne et partage"),
        ("does opening change our culture", "mindsets are in the way", "a culture of sharing"),
    ),
    "small-talk:hello": (("bonjour", "salut", "coucou"), ("hello", "hi there", "good morning")),
}


def document(name: str) -> Document:
    french, english = QUESTIONS[name]
    return Document(name, (*(Example(q, "fr") for q in french), *(Example(q, "en") for q in english)))


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return Corpus(
        tuple(document(name) for name in QUESTIONS),
        out_of_scope=(Example("où est la cantine", "fr"), Example("my laptop is broken", "en")),
        synonyms={"fr": (("mentor", "parrain"),), "en": (("mentor", "buddy"),)},
        abbreviations={"fr": {"jdd": "jeu de données"}, "en": {}},
    )


@pytest.fixture(scope="session")
def matcher(corpus: Corpus) -> Matcher:
    return Matcher.fit(corpus)
