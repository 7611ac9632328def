"""A link to an answer of the published pages shows it below the message; any other link shows and leaves nothing."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from bot.features.answering.decide import Decider
from tests.blockkit.checker import check_message
from tests.double import SlackDouble
from tests.signed import payload
from tests.slack.bots import HttpBot, http_bot, settings_for

SITE = "https://faq.example.org/aide"
CASES = yaml.safe_load(Path(__file__).with_name("links.yaml").read_text(encoding="utf-8"))
KNOWN = CASES[0]["url"]


@pytest_asyncio.fixture
async def bot(slack: SlackDouble, decider: Decider, tmp_path: Path) -> AsyncIterator[HttpBot]:
    settings = settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3", passeur_site_url=SITE)
    async with http_bot(settings, decider) as started:
        yield started


async def written(bot: HttpBot, *urls: str, number: int = 0) -> None:
    links = [{"domain": "faq.example.org", "url": url} for url in urls]
    await bot.take(payload("link_shared", {"event.links": links, "event_id": f"Ev0LINKED{number}"}))
    await bot.running.delivery.idle()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["url"])
async def test_a_link_shows_the_answer_that_it_leads_to(
    case: dict[str, Any], bot: HttpBot, slack: SlackDouble, decider: Decider
) -> None:
    await written(bot, case["url"])
    shown = slack.workspace.surfaces.previews
    if "entry" not in case:
        assert (shown, slack.called("chat.unfurl")) == ({}, [])
        return
    wording = decider.knowledge.entries[case["entry"]].wording(case["language"])
    words = str(shown[case["url"]]).replace("\\u202f", " ").replace("\\xa0", " ")
    assert wording.title.split(" ?")[0].rstrip("?") in words
    assert len(words) < len(wording.answer) + 700
    assert check_message({"text": "x", **shown[case["url"]]}) == []
    assert slack.called("chat.unfurl")[0]["unfurl_id"] == payload("link_shared")["event"]["unfurl_id"]


async def test_of_several_links_those_are_shown_that_are_known(bot: HttpBot, slack: SlackDouble) -> None:
    await written(bot, *(case["url"] for case in CASES))
    (call,) = slack.called("chat.unfurl")
    assert set(call["unfurls"]) <= {case["url"] for case in CASES if "entry" in case}
    assert KNOWN in call["unfurls"]


async def test_a_workspace_that_shows_no_previews_is_asked_once(
    bot: HttpBot, slack: SlackDouble, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fault("chat.unfurl", "error:missing_scope", times=9)
    for number in range(3):
        await written(bot, KNOWN, number=number)
    assert len(slack.called("chat.unfurl")) == 1
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


async def test_without_a_site_nothing_is_shown(slack: SlackDouble, decider: Decider, tmp_path: Path) -> None:
    async with http_bot(settings_for(slack, f"sqlite:///{tmp_path}/passeur.sqlite3"), decider) as bot:
        await written(bot, KNOWN)
    assert slack.called("chat.unfurl") == []
