"""An organisation's sentence under a name of before is still said, in every place where it was."""

from dataclasses import replace

import pytest

from bot.features.introductions.forms import offering
from bot.features.introductions.intents import SendOffer
from bot.knowledge import Knowledge, load
from bot.knowledge.places import Places
from bot.knowledge.shapes import ByLanguage
from bot.messages import checks
from bot.messages.renamed import RENAMED
from bot.messages.render import Renderer
from bot.messages.words import blocks
from bot.settings import shipped


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load([shipped()])


def saying(knowledge: Knowledge, **words: str) -> Knowledge:
    own = {name.replace("_", "-"): ByLanguage(fr=said, en=said) for name, said in words.items()}
    return replace(knowledge, words={**knowledge.words, **own})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_name_of_now_is_one_that_words_yaml_may_have(language: str) -> None:
    now = {name for names in RENAMED.values() for name in names}
    assert now - blocks(language).keys() == set()
    assert RENAMED.keys() & blocks(language).keys() == set()


def test_check_still_takes_a_name_of_before(knowledge: Knowledge) -> None:
    said = saying(knowledge, **{name.replace("-", "_"): "Dit autrement." for name in RENAMED})
    assert list(checks.unknown_words(said, Places())) == []


def test_it_is_said_where_it_was(knowledge: Knowledge) -> None:
    render = Renderer(saying(knowledge, form_offer_title="Aider", form_send="Hop", form_offer_intro="Rejoignez-nous."))
    form = offering(SendOffer(language="fr"), render.knowledge)
    view = render.form(form)
    assert (view["title"]["text"], view["submit"]["text"]) == ("Aider", "Hop")
    assert view["blocks"][0]["text"]["text"] == "Rejoignez-nous."
    assert "Rejoignez-nous." in str(render.invitation(form))


def test_the_name_of_now_comes_first(knowledge: Knowledge) -> None:
    render = Renderer(saying(knowledge, form_offer_title="Avant", offer_form_title="Maintenant"))
    assert render.form(offering(SendOffer(language="fr"), render.knowledge))["title"]["text"] == "Maintenant"
