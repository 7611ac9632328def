"""What both say of their meeting: one click each, words for the team, and nothing of it for the other one."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.app.inbound import Inbound
from bot.app.overview import programme
from bot.app.own_introductions import OwnIntroductions
from bot.features.forms import FormStep
from bot.features.introductions.intents import OfIntroduction, Rate, SayMore, Send
from bot.features.introductions.replies import Rated
from bot.features.privacy.intents import ForgetMe
from bot.features.recipients import SlackPlace
from bot.storage import Store
from tests.introductions.bench import TEAM, Bench

CHAMPION, ADA, STRANGER = "U0CHAMPION", "U0ADA", "U0STRANGER"


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    """A yes, and nobody has said yet whether they met."""
    store = await Store.open("sqlite://")
    made = Bench(store)
    await made.ask(CHAMPION, Send(language="fr", candidates=("ada", "bob"), topics=("data",), note="Nos horaires."))
    await made.ask(ADA, OfIntroduction(language="fr", introduction=(await made.only()).id, do="yes"))
    yield made
    await store.close()


async def met(bench: Bench, user: str = CHAMPION, do: Any = "met") -> str:
    name = (await bench.only()).id
    await bench.ask(user, OfIntroduction(language="fr", introduction=name, do=do))
    return name


async def rated(bench: Bench, user: str, name: str, worth: Any, words: str = "") -> Rated:
    (said,) = await bench.ask(user, Rate(language="fr", introduction=name, worth=worth, words=words))
    assert isinstance(said, Rated)
    return said


async def told(bench: Bench) -> tuple[Any, ...]:
    one = await bench.only()
    return one.worth_to_asker, one.words_of_asker, one.worth_to_mentor, one.words_of_mentor


async def test_each_of_both_says_it_and_the_last_click_counts(bench: Bench) -> None:
    name = await met(bench)
    assert await rated(bench, CHAMPION, name, "no") == Rated("fr", name, "no")
    assert await rated(bench, ADA, name, "partly") == Rated("fr", name, "partly")
    assert await rated(bench, CHAMPION, name, "yes") == Rated("fr", name, "yes")
    assert await told(bench) == ("yes", "", "partly", "")
    (month,), words = (await figures(bench))[1:]
    assert (month.met, month.useful, month.partly_useful, month.not_useful, words) == (1, 1, 1, 0, ())


async def test_words_follow_are_masked_and_stay_when_the_click_changes(bench: Bench) -> None:
    name = await met(bench)
    (form,) = await bench.ask(CHAMPION, SayMore(language="fr", introduction=name, worth="yes"))
    assert isinstance(form, FormStep)
    assert (form.template, form.intent) == ("rate_form", Rate(language="fr", introduction=name, worth="yes"))
    assert (await rated(bench, CHAMPION, name, "yes", " Merci, écrivez à marie@exemple.fr ")).worded
    assert not (await rated(bench, CHAMPION, name, "partly", "  ")).worded
    assert await told(bench) == ("partly", "Merci, écrivez à •••", None, "")
    ((month, topics, worth, words),) = (await figures(bench))[2]
    assert (month, topics, worth, words) == ("2026-11", ("data",), "partly", "Merci, écrivez à •••")


@pytest.mark.parametrize(("user", "do"), [(STRANGER, "met"), ("U0BOB", "met"), (CHAMPION, "not_met"), (CHAMPION, None)])
async def test_only_who_met_can(bench: Bench, user: str, do: str | None) -> None:
    name = await met(bench, do=do) if do else (await bench.only()).id
    assert await rated(bench, user, name, "yes", "bravo") == Rated("fr", name, None)
    (said,) = await bench.ask(user, SayMore(language="fr", introduction=name, worth="yes"))
    assert said == Rated("fr", name, None)
    assert (await rated(bench, user, "n0-1", "yes")).worth is None
    assert await told(bench) == (None, "", None, "")


async def test_neither_reads_what_the_other_one_said(bench: Bench) -> None:
    name = await met(bench)
    await rated(bench, CHAMPION, name, "no", "trop long")
    await rated(bench, ADA, name, "partly", "mal préparé")
    for user, own, other in ((CHAMPION, "trop long", "mal préparé"), (ADA, "mal préparé", "trop long")):
        kept = str(await exported(bench, user))
        assert own in kept
        assert other not in kept
        assert "worth_to_" in kept


@pytest.mark.parametrize(("user", "left"), [(CHAMPION, ("", "")), (ADA, ("trop long", ""))])
async def test_words_go_with_who_is_forgotten_and_the_count_stays(
    bench: Bench, user: str, left: tuple[str, str]
) -> None:
    name = await met(bench)
    await rated(bench, CHAMPION, name, "no", "trop long")
    await rated(bench, ADA, name, "partly", "mal préparé")
    await bench.ask(user, ForgetMe(language="fr", sure=True))
    assert await told(bench) == ("no", left[0], "partly", left[1])
    assert (await figures(bench))[1][0].not_useful == 1


async def test_words_end_with_those_of_the_request(bench: Bench) -> None:
    name = await met(bench)
    await rated(bench, ADA, name, "yes", "à refaire")
    await bench.wait(days=200)
    async with bench.passeur.store.transaction() as transaction:
        await bench.passeur.purge(transaction, bench.now, bench.passeur.keep)
    assert await told(bench) == (None, "", "yes", "")


async def figures(bench: Bench) -> Any:
    async with bench.passeur.store.transaction() as transaction:
        return await programme(bench.passeur.directories, transaction, bench.now)


async def exported(bench: Bench, user: str) -> Any:
    async with bench.passeur.store.transaction() as transaction:
        place = SlackPlace(surface="message", team=TEAM, user=user, channel="")
        asked = Inbound(key="k", intent=ForgetMe(language="fr"), address=place, conversation="D0EXAMPLE")
        return await OwnIntroductions(bench.passeur.introducing(transaction, asked, bench.now)).export()
