"""Addresses: what is understood, and what is said when a database can't be used."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.errors import StorageError
from bot.storage import Store, migrate
from bot.storage.address import parse

PASSWORD = "s3cr3t:/@%"
QUOTED = "s3cr3t%3A%2F%40%25"


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///passeur.sqlite3", Path("passeur.sqlite3")),
        ("sqlite:////var/lib/passeur.sqlite3", Path("/var/lib/passeur.sqlite3")),
        ("  sqlite:///with space.sqlite3\n", Path("with space.sqlite3")),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
    ],
)
def test_an_sqlite_address_names_a_file_or_memory(url: str, file: Path | None) -> None:
    assert (parse(url).file, parse(url).dsn) == (file, None)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg", "postgresql+psycopg2"])
def test_every_form_of_a_postgresql_address_is_understood(scheme: str) -> None:
    address = parse(f"{scheme}://u:{QUOTED}@db.example:5433/passeur?sslmode=require&channel_binding=require")
    assert address.dsn == f"postgresql://u:{QUOTED}@db.example:5433/passeur?sslmode=require"
    assert address.name == "'passeur' on 'db.example'"
    assert address.password == PASSWORD


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("ssl=true", "?sslmode=require"),
        ("ssl=true&sslmode=verify-full", "?sslmode=verify-full"),
        ("application_name=bot", "?application_name=bot"),
        ("connect_timeout=3&keepalives=1", ""),
    ],
)
def test_parameters_are_kept_translated_or_dropped(given: str, kept: str) -> None:
    assert parse(f"postgresql://u@h/d?{given}").dsn == f"postgresql://u@h/d{kept}"


def test_the_patience_of_the_address_is_kept() -> None:
    assert parse("postgresql://u@h/d?connect_timeout=3").patience == 3


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (f"passeur {QUOTED}", "can't be read"),
        ("", "can't be read"),
        (f"postgresql://u:{QUOTED}@h:port/d", "can't be read"),
        (f"mysql://u:{QUOTED}@h/d", "'mysql' isn't a database that Passeur knows"),
        (f"postgresql://u:{QUOTED}@h/d?connect_timeout=soon", "'connect_timeout'"),
        ("sqlite://passeur.sqlite3", "three slashes"),
        ("sqlite:///a.sqlite3?mode=ro", "no '\\?' after it"),
    ],
)
async def test_a_bad_address_is_refused_with_the_way_out_and_no_password(url: str, reason: str) -> None:
    with pytest.raises(StorageError, match=reason) as refused:
        await Store.open(url)
    assert "DATABASE_URL" in str(refused.value)
    assert "s3cr3t" not in str(refused.value)


@pytest.mark.parametrize("do", [Store.open, migrate.upgrade, migrate.current])
async def test_an_unreachable_server_is_a_sentence(do: Callable[[str], object]) -> None:
    with pytest.raises(
        StorageError, match=r"^The database 'passeur' on '127\.0\.0\.1' can't be used: .*server runs\.$"
    ) as no:
        await do(f"postgresql://u:{QUOTED}@127.0.0.1:1/passeur")  # type: ignore[misc]
    assert "s3cr3t" not in str(no.value)
    assert QUOTED not in str(no.value)


async def test_what_the_server_refuses_is_a_sentence(postgresql: Callable[[bool], str]) -> None:
    url = make_url(postgresql(False)).set(database="absent").render_as_string(hide_password=False)
    with pytest.raises(StorageError, match=r"^The database 'absent' on .* does not exist\. Check DATABASE_URL"):
        await Store.open(url)


@pytest.mark.parametrize("path", ["absent/passeur.sqlite3", "file/passeur.sqlite3", "folder", "text", "dead-link"])
async def test_a_file_that_can_not_be_one_is_a_sentence(tmp_path: Path, path: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "text").write_text("not a database, but long enough to be looked at as if it were one\n" * 99)
    (tmp_path / "dead-link").symlink_to(tmp_path / "absent" / "file")
    with pytest.raises(
        StorageError, match=rf"^The database '.*{path}' can't be used: .*\. Check DATABASE_URL, and that the"
    ):
        await Store.open(f"sqlite:///{tmp_path}/{path}")


async def test_a_full_message_keeps_the_password_out() -> None:
    address = parse(f"postgresql://u:{QUOTED}@h/d")
    assert "s3cr3t" not in str(address.refusal(f"bad dsn postgresql://u:{PASSWORD}@h/d"))


async def test_only_its_owner_reads_a_new_sqlite_file(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/passeur.sqlite3")
    files = [tmp_path / f"passeur.sqlite3{end}" for end in ("", "-wal", "-shm")]
    assert [file.stat().st_mode & 0o777 for file in files] == [0o600] * 3
    await store.close()


async def test_a_failing_statement_shows_neither_values_nor_words(store: Store) -> None:
    async def twice() -> None:
        async with store.transaction() as t:
            await t.save_profile("unmistakable", None)  # type: ignore[arg-type]
            await t.remember("unmistakable", None, None)  # type: ignore[arg-type]

    with pytest.raises(Exception, match="memories") as failed:
        await twice()
    assert "unmistakable" not in str(failed.value).split("DETAIL")[0]
