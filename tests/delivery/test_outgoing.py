"""What is to be said comes back from storage as it went in, whoever it is for; what nobody can read is given up."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.features.answering.decide import Decider
from bot.features.answering.intents import OpenHome
from bot.features.answering.replies import ForMaintainers, Note
from bot.features.introductions.intents import (
    EditProfile,
    Introduce,
    OfferHelp,
    OfIntroduction,
    OfNeed,
    Send,
    ShowMyRequests,
    ShowStatus,
)
from bot.features.introductions.replies import MyRequests, Status
from bot.features.outgoing import Outgoing, addressed, restored, stored
from bot.features.privacy.intents import ShowMyData
from bot.features.privacy.replies import MyData
from bot.features.recipients import Maintainers, Person, SlackPlace
from bot.storage import NewWork, Store
from tests.delivery.kept import survives
from tests.double import SlackDouble
from tests.introductions.bench import Bench
from tests.introductions.directory import MAINTAINERS
from tests.slack.bots import http_bot, settings_for

PLACE = SlackPlace(surface="message", team="T0EXAMPLE", user="U0CHAMPION", channel="C0GENERAL")


async def test_what_introductions_say_survives_storage() -> None:
    store = await Store.open("sqlite://")
    bench = Bench(store)
    send = Send(language="fr", candidates=("ada",), topics=("data",), note="Nos horaires.")
    await bench.ask("U0CHAMPION", send)
    one = await bench.only()
    said = [*bench.letters]
    asks = (
        ("U0CHAMPION", Introduce(language="fr", candidates=("bob",), text="Où ?")),
        ("U0CHAMPION", OfNeed(language="fr", need=one.need, do="edit")),
        ("U0CHAMPION", OpenHome()),
        ("U0CHAMPION", ShowMyRequests(language="fr")),
        ("U0CHAMPION", ShowMyData(language="fr")),
        ("U0CHAMPION", ShowStatus(language="fr")),
        ("U0CHAMPION", OfferHelp(language="fr")),
        ("U0ADA", OpenHome()),
        ("U0ADA", EditProfile(language="fr")),
        ("U0ADA", OfIntroduction(language="fr", introduction=one.id, do="no")),
    )
    kinds = set()
    for user, ask in asks:
        replies = await bench.ask(user, ask, channel=MAINTAINERS)
        said += [reply if isinstance(reply, Outgoing) else Outgoing(reply, PLACE) for reply in replies]
        kinds |= {type(reply) for reply in replies}
    assert {MyData, MyRequests, Status} < kinds
    assert [one for one in said if not survives(one)] == []
    await store.close()


def test_who_hands_a_question_on_is_told_what_became_of_it() -> None:
    question = ForMaintainers("fr", "Où sont les clefs ?", "U0CHAMPION")
    taken, refused = Note("fr", "forwarded"), Note("fr", "not_forwarded")
    [told] = addressed((question,), PLACE, maintainers=True)
    assert told == Outgoing(question, Maintainers(), then=Outgoing(taken, PLACE), otherwise=Outgoing(refused, PLACE))
    assert addressed((question,), PLACE, maintainers=False) == (Outgoing(refused, PLACE),)
    assert survives(told)


def test_a_reply_that_this_version_does_not_know_is_refused() -> None:
    payload = stored(Outgoing(Note("fr", "already"), Person(user="U0CHAMPION")))
    payload["reply"]["class"] = "Singing"
    with pytest.raises(ValidationError, match="Singing"):
        restored(payload)


async def test_what_another_version_would_say_does_not_stop_the_rest(
    slack: SlackDouble, decider: Decider, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/passeur.sqlite3"
    store = await Store.open(url)
    known = Outgoing(Note("fr", "already"), Person(user="U0CHAMPION"))
    async with http_bot(settings_for(slack, url), decider) as bot:
        delivery = bot.running.delivery
        now = delivery.now() - timedelta(minutes=1)
        async with store.transaction() as transaction:
            await transaction.add(NewWork("outgoing", "odd", {**stored(known), "reply": {"class": "Odd"}}, now), now)
            await transaction.add(NewWork("outgoing", "known", stored(known), now), now)
        await delivery.work_off()
        await slack.until(lambda: len(slack.called("chat.postMessage")) == 1)
        async with store.transaction() as transaction:
            assert await transaction.pending(delivery.now()) == (0, None)
    await store.close()
