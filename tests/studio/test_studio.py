"""The studio's pages, asked for as a browser does, and as a site elsewhere would."""

import asyncio
import re
import subprocess
import sys
from datetime import UTC, datetime

import aiohttp

from bot.languages import known
from bot.storage.store import Store
from bot.studio.pages import words
from tests.studio.conftest import Studio
from tests.trials.served import BARE, ROOT


async def test_it_answers_in_both_languages_and_says_why(studio: Studio, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{studio.address}/fr/ask", params={"q": "quelle licence pour nos données ?"}) as answer:
        page = await answer.text()
    assert answer.status == 200
    assert "Prenez la licence." in page
    assert "Take the licence." in page
    assert words("fr")["ask"]["outcomes"]["answer"] in page
    assert "<code>a</code>" in page


async def test_a_site_elsewhere_reads_nothing_by_its_own_name(studio: Studio, http: aiohttp.ClientSession) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "evil.example:80", ""):
        for path in ("/fr/ask", "/changes", "/studio.js"):
            async with http.get(studio.address + path, headers={"Host": host}) as answer:
                assert answer.status == 400, (host, path)


async def test_the_page_asks_for_nothing_outside(studio: Studio, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{studio.address}/", headers={"Accept-Language": "en-GB,en;q=0.8"}) as answer:
        page, policy = await answer.text(), answer.headers["Content-Security-Policy"]
    assert str(answer.url).endswith("/en/ask")
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert 'src="http' not in page
    assert "unsafe" not in policy
    async with http.get(f"{studio.address}/xx/ask") as answer:
        assert answer.status == 404


async def test_entries_are_found_without_accents_and_show_their_state(
    studio: Studio, http: aiohttp.ClientSession
) -> None:
    for asked, state, found in (("donnees", "", True), ("DONNÉES licence", "", True), ("velo", "", False),
                                ("", "never", False), ("", "problems", False)):  # fmt: skip
        async with http.get(f"{studio.address}/en/entries", params={"q": asked, "state": state}) as answer:
            assert ("/en/entries/a" in await answer.text()) is found, (asked, state)
    async with http.get(f"{studio.address}/en/entries/a") as answer:
        assert "which licence for our data?" in await answer.text()
    async with http.get(f"{studio.address}/en/entries/nothing") as answer:
        assert answer.status == 404


async def test_a_problem_stands_where_it_is_in_the_file(studio: Studio, http: aiohttp.ClientSession) -> None:
    whole = studio.entries.read_text(encoding="utf-8")
    async with http.get(f"{studio.address}/changes") as changes:
        studio.entries.write_text(whole.replace("reviewed", "reviewd"), encoding="utf-8")
        await _event(changes)
    async with http.get(f"{studio.address}/fr/entries") as answer:
        page = await answer.text()
    assert "knowledge/entries/a.yaml:6:3" in page
    assert '<span class="meant">    6    reviewd: 2026-01-01' in page
    assert words("fr")["entries"]["severity"]["error"] in page
    async with http.get(f"{studio.address}/fr/entries/a") as answer:
        assert "reviewd: 2026-01-01" in await answer.text()  # the last good one, with what is wrong now


async def _event(changes: aiohttp.ClientResponse) -> None:
    """Wait until the page is told of a change."""
    async with asyncio.timeout(60):
        async for line in changes.content:
            if line.startswith(b"event: changed"):
                return


async def test_a_gap_is_decided_on_as_in_slack_and_becomes_a_patch(
    studio: Studio, asked: Store, http: aiohttp.ClientSession
) -> None:
    async with http.get(f"{studio.address}/en/gaps") as answer:
        page = await answer.text()
    assert "qui paie la &lt;cantine&gt; ?" in page
    assert "2 people" in page
    token = re.findall(r'name="token" value="([^"]+)"', page)[0]
    number = re.findall(r'name="question" value="(\d+)"', page)[0]
    decision = {"question": number, "do": "entry", "entry": "a", "words": "qui règle la cantine ?"}
    async with http.post(f"{studio.address}/en/gaps", data={"token": "guessed", **decision}) as answer:
        assert answer.status == 403
    async with http.post(f"{studio.address}/en/gaps", data={"token": token, **decision, "do": "own"}) as answer:
        assert answer.status == 400
    async with http.post(f"{studio.address}/en/gaps", data={"token": token, **decision}) as answer:
        page = await answer.text()
    assert "+" in page
    assert "qui règle la cantine ?" in page
    async with asked.transaction() as transaction:
        (decided,) = (await transaction.gaps.decisions(datetime.now(UTC))).values()
    assert (decided.verdict, decided.entry, decided.words) == ("entry", "a", "qui règle la cantine ?")
    async with http.post(f"{studio.address}/en/gaps/apply", data={"token": token}) as answer:
        assert answer.status == 200
    assert "qui règle la cantine ?" in studio.entries.read_text(encoding="utf-8")


async def test_an_answer_given_by_hand_waits_for_the_bot_which_sends_it(
    studio: Studio, asked: Store, http: aiohttp.ClientSession
) -> None:
    async with http.get(f"{studio.address}/fr/gaps") as answer:
        page = await answer.text()
    token = re.findall(r'name="token" value="([^"]+)"', page)[0]
    number = re.findall(r'name="question" value="(\d+)"', page)[0]
    decision = {"token": token, "question": number, "do": "answered", "answer": "L'employeur."}
    async with http.post(f"{studio.address}/fr/gaps", data=decision) as answer:
        assert answer.status == 200
    async with asked.transaction() as transaction:
        queue = await transaction.figures.queue(datetime.now(UTC))
        told = [one.told is not None for one in await transaction.gaps.questions(datetime.now(UTC))]
    assert queue.due == 1
    assert told == [True, True]


async def test_quality_is_measured_beside_and_the_page_hears_of_it(studio: Studio, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{studio.address}/changes") as changes:
        async with http.get(f"{studio.address}/en/quality") as answer:
            assert words("en")["quality"]["measuring"] in await answer.text()
        await _event(changes)
    async with http.get(f"{studio.address}/en/quality") as answer:
        assert words("en")["quality"]["nothing"] in await answer.text()
    written = studio.entries.read_text(encoding="utf-8")
    asked = written.replace('données ?"]', 'données ?"], asked: ["on prend quelle licence"]')
    async with http.get(f"{studio.address}/changes") as changes:
        studio.entries.write_text(asked, encoding="utf-8")
        async with asyncio.timeout(120):
            while "<svg" not in (page := await (await http.get(f"{studio.address}/en/quality")).text()):
                await _event(changes)
    assert words("en")["quality"]["figures"]["wrong"] in page
    async with http.get(f"{studio.address}/en/quality?compare=1") as answer:
        assert answer.status == 200


async def test_usage_counts_what_is_kept_and_names_nobody(
    studio: Studio, asked: Store, http: aiohttp.ClientSession
) -> None:
    async with asked.transaction() as transaction:
        await transaction.vote("a", "fr", "one", datetime.now(UTC), helpful=True)
    async with http.get(f"{studio.address}/fr/usage") as answer:
        page = await answer.text()
    assert "<svg" in page
    assert "2 personnes" in page
    assert '<a href="/fr/entries/a">Quelle licence' in page
    assert "U0EXAMPLE" not in page


async def test_without_the_bots_database_it_says_so_and_makes_none(studio: Studio, http: aiohttp.ClientSession) -> None:
    for section in ("gaps", "usage"):
        async with http.get(f"{studio.address}/fr/{section}") as answer:
            assert words("fr")[section]["without"] in await answer.text()
    assert list(studio.folder.glob("*.sqlite3")) == []


def test_without_its_library_it_says_in_a_line_what_to_install() -> None:
    hiding = "import sys; sys.modules['vl_convert'] = None; from bot.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", hiding, "studio"], cwd=ROOT, env=BARE, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "pip install vl-convert-python" in done.stderr


def test_each_language_has_the_same_words() -> None:
    def shape(value: object) -> object:
        if isinstance(value, dict):
            return {name: shape(inner) for name, inner in value.items()}
        return [type(inner) for inner in value] if isinstance(value, list) else type(value)

    first, *others = (shape(words(language)) for language in known())
    assert all(other == first for other in others)
