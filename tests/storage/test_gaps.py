"""What went wrong, as it is kept: masked, once, with its reason, until it was told."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.features.answering.decision import KeptKind
from bot.features.gaps.values import NewDecision, NewKept
from bot.storage import Store

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
MAIL, PHONE = "marie.dupont@exemple.fr", "06 12 34 56 78"


async def test_words_are_masked_before_they_are_kept(store: Store) -> None:
    async with store.transaction() as t:
        await t.gaps.keep(
            NewKept("p", f"mon adresse {MAIL} ?", "fr", "not_helpful", "start", f"au {PHONE}"), NOW, NOW + HOUR
        )
        (kept,) = await t.gaps.questions(NOW)
        assert (kept.text, kept.reason) == ("mon adresse ••• ?", "au •••")
        assert await t.gaps.because("p", "start", f"appelez le {PHONE}", error=True)
        (kept,) = await t.gaps.questions(NOW)
        assert (kept.reason, kept.kind) == ("appelez le •••", "error")
        assert not await t.gaps.because("q", "start", "autre", error=False)
        await t.gaps.decide(NewDecision("entry", "fr", "start", f"comment joindre {MAIL}"), [kept.id], NOW, NOW + HOUR)
        assert [one.words for one in (await t.gaps.decisions(NOW)).values()] == ["comment joindre •••"]


async def test_the_same_of_the_same_person_is_kept_once(store: Store) -> None:
    async with store.transaction() as t:
        for person in ("p", "p", "q"):
            await t.gaps.keep(NewKept(person, "et les brevets ?", "fr"), NOW, NOW + HOUR)
        await t.gaps.keep(NewKept("p", "et les brevets ?", "fr", "doubt", "start"), NOW, NOW + HOUR)
        kept = await t.gaps.questions(NOW)
        assert [(one.person, one.kind) for one in kept] == [("p", "hand_off"), ("q", "hand_off"), ("p", "doubt")]


@pytest.mark.parametrize(("kind", "error"), [("not_helpful", False), ("not_helpful", True), ("doubt", True)])
async def test_who_asks_again_keeps_the_number_and_the_reason(store: Store, kind: KeptKind, *, error: bool) -> None:
    old = NewKept("p", "les brevets ?", "fr", kind, "start", knowledge="v1", place="U0EXAMPLE")
    new = old._replace(language="en", knowledge="v2", place=None)
    async with store.transaction() as t:
        number = await t.gaps.keep(old, NOW, NOW + HOUR)
        assert await t.gaps.because("p", "start", "outdated: fermé", error=error)
        assert await t.gaps.keep(new, NOW + HOUR / 2, NOW + 2 * HOUR) == number
        (kept,) = await t.gaps.questions(NOW)
        assert (kept.id, kept.reason, kept.kind) == (number, "outdated: fermé", "error" if error else kind)
        assert (kept.language, kept.knowledge, kept.place) == ("en", "v2", None)
        assert (kept.asked, kept.expires) == (NOW + HOUR / 2, NOW + 2 * HOUR)
        assert await t.gaps.keep(new, NOW + 2 * HOUR, NOW + 3 * HOUR) != number  # that one has expired


async def test_what_was_decided_or_told_is_kept_anew_and_takes_no_reason(store: Store) -> None:
    new = NewKept("p", "les brevets ?", "fr", "not_helpful", "start")
    async with store.transaction() as t:
        first = await t.gaps.keep(new, NOW, NOW + HOUR)
        await t.gaps.decide(NewDecision("done", "fr"), [first], NOW, NOW + HOUR)
        assert not await t.gaps.because("p", "start", "autre", error=False)
        second = await t.gaps.keep(new, NOW, NOW + HOUR)
        await t.gaps.told([second], NOW)
        assert not await t.gaps.because("p", "start", "autre", error=False)
        assert len({first, second, await t.gaps.keep(new, NOW, NOW + HOUR)}) == 3


async def test_who_was_told_needs_no_place_any_more(store: Store) -> None:
    async with store.transaction() as t:
        first = await t.gaps.keep(NewKept("p", "un ?", "fr", place="U0EXAMPLE"), NOW, NOW + HOUR)
        await t.gaps.keep(NewKept("p", "deux ?", "fr", place="U0EXAMPLE"), NOW, NOW + HOUR)
        await t.gaps.keep(NewKept("q", "trois ?", "fr", place="U0OTHER"), NOW, NOW + HOUR)
        await t.gaps.told([first], NOW)
        assert [(one.place, one.told) for one in await t.gaps.questions(NOW)] == [
            (None, NOW), ("U0EXAMPLE", None), ("U0OTHER", None),
        ]  # fmt: skip
        await t.gaps.tell_no_more("p")
        assert [one.place for one in await t.gaps.questions(NOW)] == [None, None, "U0OTHER"]


async def test_what_was_decided_expires_too(store: Store) -> None:
    async with store.transaction() as t:
        await t.gaps.decide(NewDecision("done", "fr"), [], NOW, NOW + HOUR)
        assert await t.gaps.purge(NOW + HOUR) == 0
        assert await t.gaps.decisions(NOW) == {}
