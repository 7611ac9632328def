"""Every pair of the facts, asked in words in both languages: none is answered wrongly."""

from collections.abc import Iterator

import pytest

from bot.features.feature import Heard
from bot.features.licences.compatible import ORDER, judged, verdicts
from bot.features.licences.intents import AskLicence
from bot.features.licences.reading import read
from bot.features.licences.replies import LicenceCompatibility
from bot.knowledge import load
from bot.knowledge.licences.names import REFERENCE
from bot.knowledge.licences.schema import CLOSED
from bot.knowledge.schema import Knowledge
from bot.settings import shipped
from tests.licences.asking import replied

INTO = {
    "fr": (
        "puis-je utiliser du code {take} dans un projet {give} ?",
        "peut-on intégrer une bibliothèque {take} dans notre logiciel sous {give}",
        "notre projet est sous {give} : a-t-on le droit d'y ajouter du code sous {take} ?",
        "diffuser sous {give} un document qui reprend des données {take}, c'est possible ?",
    ),
    "en": (
        "can I use {take} code in a {give} project?",
        "may we put a library under {take} into our {give} app?",
        "our app is under {give}, can we use a {take} component?",
        "can I publish under {give} a report that contains {take} data?",
    ),
}
CLOSING = {
    "fr": ("puis-je garder mon code fermé si j'utilise du code {take} ?", "du {take} dans un produit propriétaire ?"),
    "en": ("can I use {take} code in a closed source product?", "proprietary app with a {take} component?"),
}
SYMMETRIC = {
    "fr": ("{take} et {give} sont-elles compatibles ?", "peut-on mélanger {take} et {give} ?"),
    "en": ("is {take} compatible with {give}?", "can we mix {take} with {give}?"),
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load([shipped()])


@pytest.fixture(scope="module")
def pairs(knowledge: Knowledge) -> list[tuple[str, str]]:
    rows = knowledge.compatibility.rows
    return sorted({(take, give) for row in rows for take in row.take for give in row.give if take != give})


def asked(knowledge: Knowledge, text: str, language: str) -> LicenceCompatibility:
    intent = read(Heard(text, language, knowledge))
    assert isinstance(intent, AskLicence), text
    reply = replied(intent, knowledge)
    assert isinstance(reply, LicenceCompatibility), (text, reply)
    return reply


def written(knowledge: Knowledge, name: str, language: str) -> str:
    """Its id, or its name where the id is ours alone, or a product's name without the word licence."""
    licence = knowledge.licences[name]
    product = name.isalpha() and name.lower() not in licence.aliases
    return licence.name.get(language) if name.startswith(REFERENCE) or product else name


def in_words(
    knowledge: Knowledge, pairs: list[tuple[str, str]], language: str, patterns: tuple[str, ...], *, each: int
) -> Iterator[tuple[str, str, str]]:
    """What is taken and given, and a question about it: so many wordings of `each` pair, every wording of many."""
    for number, (take, give) in enumerate(pairs):
        if give == CLOSED:
            continue
        names = {"take": written(knowledge, take, language), "give": written(knowledge, give, language)}
        for pattern in (patterns * 2)[number % len(patterns) :][:each]:
            yield take, give, pattern.format(**names)


@pytest.mark.parametrize("language", INTO)
def test_each_pair_is_answered_in_its_direction(
    language: str, knowledge: Knowledge, pairs: list[tuple[str, str]]
) -> None:
    for take, give, text in in_words(knowledge, pairs, language, INTO[language], each=2):
        reply = asked(knowledge, text, language)
        assert (reply.take, reply.give, reply.back) == (take, give, ()), text
        assert reply.verdicts == verdicts(knowledge, take, give)


@pytest.mark.parametrize("language", CLOSING)
def test_each_closed_product_is_answered(language: str, knowledge: Knowledge, pairs: list[tuple[str, str]]) -> None:
    for take in (take for take, give in pairs if give == CLOSED):
        for pattern in CLOSING[language]:
            reply = asked(knowledge, pattern.format(take=written(knowledge, take, language)), language)
            assert (reply.take, reply.give) == (take, CLOSED), (pattern, take)
            assert {one.answer for one in reply.verdicts} <= {
                judged(knowledge, take, CLOSED, use).answer for use in ORDER
            }


@pytest.mark.parametrize("language", SYMMETRIC)
def test_both_directions_are_told_where_the_words_have_none(
    language: str, knowledge: Knowledge, pairs: list[tuple[str, str]]
) -> None:
    for take, give, text in in_words(knowledge, pairs, language, SYMMETRIC[language], each=1):
        reply = asked(knowledge, text, language)
        assert reply.verdicts == verdicts(knowledge, take, give), (take, give)
        assert reply.back == verdicts(knowledge, give, take), (take, give)


def test_a_licence_goes_into_itself_when_it_is_open(knowledge: Knowledge) -> None:
    for name, licence in knowledge.licences.items():
        said = {one.answer for one in verdicts(knowledge, name, name)}
        assert said == ({"can"} if licence.open else {"unknown"}), name
