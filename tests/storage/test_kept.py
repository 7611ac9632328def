"""What is kept of conversations and people, for how long, and how it goes."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.features.gaps.values import NewKept
from bot.storage import NewWork, Store

NOW = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_a_memory_is_read_until_it_expires(store: Store) -> None:
    async with store.transaction() as t:
        await t.remember("C1:1", '{"entry": "a"}', NOW + HOUR)
    async with store.transaction() as t:
        assert await t.memory("C1:1", NOW) == '{"entry": "a"}'
        assert await t.memory("C1:1", NOW + HOUR) is None
        assert await t.memory("C2:1", NOW) is None


async def test_a_newer_memory_takes_the_place_of_the_older(store: Store) -> None:
    async with store.transaction() as t:
        await t.remember("C1:1", "old", NOW + HOUR)
        await t.remember("C1:1", "new", NOW + 2 * HOUR)
        assert await t.memory("C1:1", NOW + HOUR) == "new"


async def test_a_profile_comes_back_as_it_was_last_saved(store: Store) -> None:
    async with store.transaction() as t:
        assert await t.profile("p") == {}
        await t.save_profile("p", {"language": "fr"})
        await t.save_profile("p", {"language": "en", "steps": [1, "é", None]})
        assert await t.profile("p") == {"language": "en", "steps": [1, "é", None]}


async def test_questions_come_oldest_first_and_only_until_they_expire(store: Store) -> None:
    async with store.transaction() as t:
        second = await t.gaps.keep(NewKept("p", "et les brevets ?", "fr"), NOW + HOUR, NOW + 9 * HOUR)
        first = await t.gaps.keep(NewKept("q", "and trademarks?", "en", place="C1"), NOW, NOW + 5 * HOUR)
        kept = await t.gaps.questions(NOW + HOUR)
        assert [(q.id, q.person, q.text, q.language, q.place) for q in kept] == [
            (first, "q", "and trademarks?", "en", "C1"),
            (second, "p", "et les brevets ?", "fr", None),
        ]
        assert [q.id for q in await t.gaps.questions(NOW + 5 * HOUR)] == [second]


@pytest.mark.parametrize(
    "text",
    ["a\0b", "a\ud800b", "👩‍🔬\u200b\u202e", "x" * 40_000, "{{ 7*7 }} '; DROP TABLE work; --", ""],
)
async def test_any_text_can_be_kept(store: Store, text: str) -> None:
    async with store.transaction() as t:
        await t.gaps.keep(NewKept("p", text, "fr"), NOW, NOW + HOUR)
        await t.remember("c", text, NOW + HOUR)
        await t.add(NewWork("event", "k", {"text": text}, NOW), NOW)
    async with store.transaction() as t:
        storable = text.replace("\0", "\ufffd").replace("\ud800", "\ufffd")
        assert (await t.gaps.questions(NOW))[0].text == storable
        assert await t.memory("c", NOW) == storable
        assert (await t.claim(NOW, HOUR))[0].payload == {"text": text}


async def test_moments_come_back_aware_in_utc_whatever_zone_they_came_in(store: Store) -> None:
    paris = timezone(HOUR)
    async with store.transaction() as t:
        await t.gaps.keep(NewKept("p", "?", "fr"), NOW.astimezone(paris), (NOW + HOUR).astimezone(paris))
        kept = (await t.gaps.questions(NOW.astimezone(paris)))[0]
    assert (kept.asked, kept.expires) == (NOW, NOW + HOUR)
    assert kept.asked.utcoffset() == kept.expires.utcoffset() == timedelta(0)


async def test_a_moment_without_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="has no time zone"):
        async with store.transaction() as t:
            await t.remember("c", "m", NOW.replace(tzinfo=None))


async def test_the_last_vote_of_a_person_on_an_entry_counts(store: Store) -> None:
    async with store.transaction() as t:
        assert await t.votes() == {}
        await t.vote("licence", "fr", "p", NOW, helpful=True)
        await t.vote("licence", "en", "p", NOW + HOUR, helpful=False)
        await t.vote("licence", "fr", "q", NOW, helpful=True)
        await t.vote("start", "fr", "p", NOW, helpful=True)
        assert await t.votes() == {"licence": (1, 1), "start": (1, 0)}


async def test_to_forget_a_person_leaves_the_others(store: Store) -> None:
    async with store.transaction() as t:
        for person in ("p", "q"):
            await t.gaps.keep(NewKept(person, f"question of {person}", "fr"), NOW, NOW + HOUR)
            await t.vote("start", "fr", person, NOW, helpful=True)
            await t.save_profile(person, {"language": "fr"})
        await t.vote("licence", "fr", "p", NOW, helpful=True)
        for place in ("with p", "with q"):
            await t.remember(place, f'{{"people": ["{place[-1]}-hash"]}}', NOW + HOUR)
        assert await t.forget("p-hash") == {"questions": 0, "votes": 0, "profile": 0, "conversations": 1}
        assert (await t.memory("with p", NOW), await t.memory("with q", NOW) is None) == (None, False)
        assert await t.forget("p") == {"questions": 1, "votes": 2, "profile": 1, "conversations": 1}
        assert await t.forget("p") == {"questions": 0, "votes": 0, "profile": 0, "conversations": 0}
        assert [q.person for q in await t.gaps.questions(NOW)] == ["q"]
        assert await t.votes() == {"start": (1, 0)}
        assert (await t.profile("p"), await t.profile("q")) == ({}, {"language": "fr"})


async def test_purge_erases_what_expired_and_old_finished_work_only(store: Store) -> None:
    async with store.transaction() as t:
        await t.remember("gone", "m", NOW)
        await t.remember("stays", "m", NOW + HOUR)
        await t.gaps.keep(NewKept("p", "gone", "fr"), NOW - HOUR, NOW)
        await t.gaps.keep(NewKept("p", "stays", "fr"), NOW - HOUR, NOW + HOUR)
        await t.kept.keep("small", "p", {"gone": 1}, NOW)
        await t.kept.keep("small", "p", {"stays": [2]}, NOW + HOUR)
        for key in ("old", "recent", "open"):
            await t.add(NewWork("event", key, {}, NOW - 9 * HOUR), NOW - 9 * HOUR)
        for work in await t.claim(NOW - 9 * HOUR, HOUR):
            if work.key != "open":
                await t.finish(work.id, NOW - 2 * HOUR if work.key == "old" else NOW - HOUR)
        assert await t.purge(NOW, 2 * HOUR) == {"memories": 1, "questions": 1, "kept": 1, "work": 1}
        assert await t.kept.of("small", "p", NOW) == {"stays": [2]}
        assert await t.memory("stays", NOW) == "m"
        assert [q.text for q in await t.gaps.questions(NOW)] == ["stays"]
        assert [await t.work(key) is None for key in ("old", "recent", "open")] == [True, False, False]


async def test_the_secret_is_made_once_for_a_database(store: Store, database_url: str) -> None:
    async with store.transaction() as t:
        secret = await t.secret()
    other = await Store.open(database_url)
    async with other.transaction() as t:
        assert await t.secret() == secret
    await other.close()
    assert len(secret) == 32


async def test_two_databases_have_two_secrets(tmp_path: Path) -> None:
    found = []
    for name in ("a", "b"):
        store = await Store.open(f"sqlite:///{tmp_path}/{name}.sqlite3")
        async with store.transaction() as t:
            found.append(await t.secret())
        await store.close()
    assert found[0] != found[1]


async def test_nothing_lasts_when_the_transaction_ends_badly(store: Store) -> None:
    async def fails() -> None:
        async with store.transaction() as t:
            await t.save_profile("p", {"language": "fr"})
            raise LookupError

    with pytest.raises(LookupError):
        await fails()
    async with store.transaction() as t:
        assert await t.profile("p") == {}


async def test_what_was_erased_has_left_the_sqlite_file(tmp_path: Path) -> None:
    file = tmp_path / "passeur.sqlite3"
    store = await Store.open(f"sqlite:///{file}")
    async with store.transaction() as t:
        await t.gaps.keep(NewKept("p", "an unmistakable question", "en"), NOW, NOW + HOUR)
        await t.add(NewWork("event", "k", {"text": "an unmistakable payload"}, NOW), NOW, lease=HOUR)
    await store.close()
    content = file.read_bytes()
    assert [words in content for words in (b"unmistakable question", b"unmistakable payload")] == [True, True]
    store = await Store.open(f"sqlite:///{file}")
    async with store.transaction() as t:
        await t.forget("p")
        work = await t.work("k")
        assert work is not None
        await t.finish(work.id, NOW)
    await store.close()
    assert b"unmistakable" not in file.read_bytes()
    assert not file.with_name("passeur.sqlite3-wal").exists()  # no journal that would still hold it
