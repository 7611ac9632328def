"""`passeur mcp` over a real client: the four tools read alone, and say what the bot says."""

import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import absent

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def client(folder: Path) -> AsyncIterator[Any]:
    if find_spec("mcp") is None:
        absent("mcp isn't installed")
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    environment = {
        "PYTHONPATH": str(ROOT),
        "PASSEUR_CACHE": os.environ.get("PASSEUR_CACHE", str(ROOT / ".cache/passeur")),
        "OPENBLAS_NUM_THREADS": "1",
    }
    program = StdioServerParameters(command=sys.executable, args=["-m", "bot", "mcp"], env=environment, cwd=str(folder))
    async with stdio_client(program) as (reading, writing), ClientSession(reading, writing) as session:
        await session.initialize()
        yield session


async def called(session: Any, tool: str, **arguments: str) -> dict[str, Any]:
    answer = await session.call_tool(tool, arguments)
    assert not answer.is_error, answer.content
    told = answer.structured_content or json.loads(answer.content[0].text)
    return dict(told.get("result", told))


async def test_assistants_get_reviewed_answers_with_their_source(tmp_path: Path) -> None:
    async with client(tmp_path) as session:
        listed = (await session.list_tools()).tools
        assert {tool.name for tool in listed} == {"search", "entry", "licence", "compatible"}
        assert all(tool.annotations.read_only_hint and tool.description for tool in listed)

        found = await called(session, "search", question="quelle licence pour nos données ?")
        assert (found["sure"], found["language"]) == (True, "fr")
        first = found["entries"][0]["id"]

        entry = await called(session, "entry", id=first, language="en")
        assert entry["language"] == "en"
        assert entry["reviewed"]
        assert entry["source"]
        assert "{{" not in entry["text"]

        nothing = await called(session, "search", question="quel temps fera-t-il demain à Brest ?")
        assert nothing["sure"] is False

        facts = await called(session, "licence", name="EUPL")
        assert facts["licences"][0]["id"].startswith("EUPL")
        verdicts = (await called(session, "compatible", take="MIT", give="GPL-3.0-or-later"))["verdicts"]
        assert {(one["take"], one["give"]) for one in verdicts} == {("MIT", "GPL-3.0-or-later")}


@pytest.mark.parametrize(
    ("tool", "arguments"), [("entry", {"id": "no-such-entry"}), ("licence", {"name": "no such licence at all"})]
)
async def test_what_is_not_there_is_said(tool: str, arguments: dict[str, str], tmp_path: Path) -> None:
    async with client(tmp_path) as session:
        answer = await session.call_tool(tool, arguments)
    assert answer.is_error
    assert next(iter(arguments.values())) in answer.content[0].text
