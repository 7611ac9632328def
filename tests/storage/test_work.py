"""The queue: what is added once, claimed by one, and ends."""

from datetime import UTC, datetime, timedelta

from bot.storage import NewWork, Store, Transaction, Work

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def event(key: str, due: datetime = NOW, kind: str = "event") -> NewWork:
    return NewWork(kind, key, {"text": f"words of {key}"}, due)


async def added(t: Transaction, new: NewWork) -> Work:
    work = await t.add(new, NOW)
    assert work is not None
    return work


async def test_a_key_is_added_once(store: Store) -> None:
    async with store.transaction() as t:
        first = await t.add(event("Ev1"), NOW)
        assert first is not None
        assert first == Work(first.id, "event", "Ev1", {"text": "words of Ev1"}, 0, NOW, NOW)
        assert await t.add(NewWork("other", "Ev1", {}, NOW), NOW) is None
    async with store.transaction() as t:
        assert await t.add(event("Ev1"), NOW) is None
        assert await t.work("Ev1") == first
        assert await t.work("Ev2") is None


async def test_a_finished_key_stays_known_and_its_payload_is_erased(store: Store) -> None:
    async with store.transaction() as t:
        work = await added(t, event("Ev1"))
        await t.finish(work.id, NOW)
        assert await t.add(event("Ev1"), NOW) is None
        assert await t.work("Ev1") == Work(work.id, "event", "Ev1", {}, 0, NOW, NOW)
        assert await t.claim(NOW + 99 * MINUTE, MINUTE) == []


async def test_work_added_with_a_lease_is_its_adders_until_the_lease_is_over(store: Store) -> None:
    async with store.transaction() as t:
        work = await t.add(event("Ev1"), NOW, lease=MINUTE)
        assert work is not None
        assert work.attempts == 1
        assert await t.claim(NOW, MINUTE) == []
        assert [(w.key, w.attempts) for w in await t.claim(NOW + MINUTE, MINUTE)] == [("Ev1", 2)]


async def test_claimed_work_is_claimed_again_when_its_lease_is_over(store: Store) -> None:
    async with store.transaction() as t:
        await t.add(event("Ev1"), NOW)
        assert [w.attempts for w in await t.claim(NOW, 2 * MINUTE)] == [1]
        assert await t.claim(NOW + MINUTE, MINUTE) == []
        again = await t.claim(NOW + 2 * MINUTE, MINUTE)
        assert [(w.attempts, w.payload) for w in again] == [(2, {"text": "words of Ev1"})]
        assert await t.work("Ev1") == again[0]


async def test_an_extended_lease_is_not_over(store: Store) -> None:
    async with store.transaction() as t:
        work = await t.add(event("Ev1"), NOW, lease=MINUTE)
        assert work is not None
        assert await t.extend(work, NOW + 5 * MINUTE)
        assert await t.claim(NOW + 4 * MINUTE, MINUTE) == []
        assert len(await t.claim(NOW + 5 * MINUTE, MINUTE)) == 1


async def test_a_lease_that_another_has_taken_over_is_not_extended(store: Store) -> None:
    async with store.transaction() as t:
        work = await t.add(event("Ev1"), NOW, lease=MINUTE)
        assert work is not None
        (taken,) = await t.claim(NOW + 2 * MINUTE, MINUTE)
        assert not await t.extend(work, NOW + 9 * MINUTE)
        assert await t.extend(taken, NOW + 4 * MINUTE)
        await t.retry(taken.id, NOW + 5 * MINUTE, "rate limited")
        assert not await t.extend(taken, NOW + 9 * MINUTE)


async def test_the_oldest_due_is_claimed_first_and_the_future_waits(store: Store) -> None:
    async with store.transaction() as t:
        for key, minutes in (("c", -1), ("later", 1), ("a", -3), ("b", -2)):
            await t.add(event(key, NOW + minutes * MINUTE), NOW)
        assert [w.key for w in await t.claim(NOW, MINUTE, limit=2)] == ["a", "b"]
        assert [w.key for w in await t.claim(NOW, MINUTE, limit=2)] == ["c"]
        assert [w.key for w in await t.claim(NOW + MINUTE / 2, MINUTE)] == []
        assert "later" in [w.key for w in await t.claim(NOW + MINUTE, MINUTE)]


async def test_one_kind_can_be_claimed_alone(store: Store) -> None:
    async with store.transaction() as t:
        await t.add(event("Ev1"), NOW)
        await t.add(event("reminder-1", kind="reminder"), NOW)
        assert [w.key for w in await t.claim(NOW, MINUTE, kind="reminder")] == ["reminder-1"]
        assert [w.key for w in await t.claim(NOW, MINUTE)] == ["Ev1"]


async def test_work_to_retry_is_free_again_once_due(store: Store) -> None:
    async with store.transaction() as t:
        work = await t.add(event("Ev1"), NOW, lease=60 * MINUTE)
        assert work is not None
        await t.retry(work.id, NOW + 2 * MINUTE, "rate limited")
        assert await t.claim(NOW + MINUTE, MINUTE) == []
        again = await t.claim(NOW + 2 * MINUTE, MINUTE)
        assert [(w.attempts, w.due, w.payload) for w in again] == [(2, NOW + 2 * MINUTE, {"text": "words of Ev1"})]


async def test_work_given_up_is_never_claimed_and_its_payload_erased(store: Store) -> None:
    async with store.transaction() as t:
        work = await added(t, event("Ev1"))
        await t.fail(work.id, NOW, "channel_not_found " * 1000)
        assert await t.claim(NOW + 99 * MINUTE, MINUTE) == []
        found = await t.work("Ev1")
        assert found is not None
        assert found.payload == {}
        assert (await t.purge(NOW, timedelta(0)))["work"] == 1


async def test_a_late_word_does_not_bring_finished_work_back(store: Store) -> None:
    async with store.transaction() as t:
        work = await added(t, event("Ev1"))
        await t.finish(work.id, NOW)
        await t.retry(work.id, NOW, "late")
        assert not await t.extend(work, NOW)
        await t.fail(work.id, NOW + 5 * MINUTE, "late")
        assert await t.claim(NOW + 99 * MINUTE, MINUTE) == []
        assert (await t.purge(NOW, timedelta(0)))["work"] == 1


async def test_pending_counts_what_is_due_and_nobodys(store: Store) -> None:
    async with store.transaction() as t:
        assert await t.pending(NOW) == (0, None)
        await t.add(event("b"), NOW)
        await t.add(event("a", NOW - MINUTE), NOW)
        await t.add(event("later", NOW + 9 * MINUTE), NOW)
        await t.add(event("mine", NOW - 5 * MINUTE), NOW, lease=MINUTE)
        await t.finish((await added(t, event("done"))).id, NOW)
        assert await t.pending(NOW) == (2, NOW - MINUTE)
        assert await t.pending(NOW + MINUTE) == (3, NOW - 5 * MINUTE)


async def test_a_purged_id_is_not_given_again(store: Store) -> None:
    async with store.transaction() as t:
        first = await added(t, event("Ev1"))
        await t.finish(first.id, NOW)
        await t.purge(NOW, timedelta(0))
        assert (await added(t, event("Ev1"))).id > first.id
