"""Not before a day: asked again on its morning; a day that is past or out of sight is brought within reach."""

from datetime import date, timedelta

import pytest

from bot.features.introductions.intents import Respond, Send
from bot.features.introductions.states import State
from bot.storage import Store
from tests.introductions.bench import Bench


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (date(2026, 12, 7), date(2026, 12, 7)),
        (date(2020, 1, 1), date(2026, 11, 24)),
        (date(2999, 1, 1), date(2028, 11, 22)),
        (None, date(2026, 11, 24)),
    ],
)
async def test_a_mentor_puts_somebody_off(store: Store, said: date | None, kept: date) -> None:
    bench = Bench(store)
    await bench.ask("U0CHAMPION", Send(language="fr", candidates=("ada",), topics=("data",), note="Nos horaires."))
    one = await bench.only()
    await bench.ask("U0ADA", Respond(language="fr", introduction=one.id, do="not_before", day=said))
    assert (await bench.only()).not_before == kept
    await bench.wait(days=(kept - bench.now.date()).days - 0.5)
    assert (await bench.only()).state is State.DEFERRED
    bench.now += timedelta(days=4)
    await bench.ring()
    assert (await bench.only()).state is State.ASKED
