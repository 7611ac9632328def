"""What a maintainer's editor marks and offers, asked of the YAML language server of VS Code, Vim and others."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from bot.knowledge.folder import listed
from bot.knowledge.json_schema import FOLDER, modeline
from bot.settings import shipped
from tests.cases import cases
from tests.conftest import absent

SERVER, VERSION = "yaml-language-server", "2.0.0"
LOCAL = Path(__file__).parents[1] / ".local" / f"{SERVER}-{VERSION}"
SECONDS = 60
pytestmark = pytest.mark.asyncio(loop_scope="module")
CASES = cases(Path(__file__).with_name("editor.yaml"))


@pytest.fixture(scope="module")
def program() -> Path:
    """Fetched once; a fetch that is cut short leaves nothing behind."""
    if not LOCAL.is_dir():
        npm = shutil.which("npm") or absent("npm isn't installed")
        LOCAL.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="fetching-", dir=LOCAL.parent) as fresh:
            quiet = ("--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1")
            made = Path(fresh) / "made"
            fetching = [npm, "install", "--prefix", str(made), *quiet, f"{SERVER}@{VERSION}"]
            if subprocess.run(fetching, capture_output=True, check=False).returncode:
                absent(f"npm can't fetch {SERVER} {VERSION}")
            with suppress(OSError):  # another worker of the tests was faster
                made.rename(LOCAL)
    return LOCAL / "node_modules" / SERVER / "bin" / SERVER


class Editor(LanguageClient):
    """An editor with one file open at a time."""

    def __init__(self) -> None:
        super().__init__("passeur-tests", "1")
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda told: self.told.put_nowait(told))

    async def marks(self, file: Path) -> list[tuple[int, str]]:
        """The line, from 1, and the words of each mark."""
        document = types.TextDocumentItem(file.as_uri(), "yaml", 1, file.read_text(encoding="utf-8"))
        self.text_document_did_open(types.DidOpenTextDocumentParams(document))
        while (told := await self.told.get()).uri != document.uri:
            pass
        return [(one.range.start.line + 1, one.message) for one in told.diagnostics]

    async def at(self, file: Path, words: str) -> types.TextDocumentPositionParams:
        """Behind these words."""
        before = file.read_text(encoding="utf-8").partition(words)[0] + words
        line, character = before.count("\n"), len(before.rpartition("\n")[2])
        return types.TextDocumentPositionParams(
            types.TextDocumentIdentifier(file.as_uri()), types.Position(line, character)
        )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editor(program: Path) -> AsyncIterator[Editor]:
    node = shutil.which("node") or absent("Node.js isn't installed")
    client = Editor()
    async with asyncio.timeout(SECONDS):
        await client.start_io(node, str(program), "--stdio")
        await client.initialize_async(types.InitializeParams(types.ClientCapabilities()))
        client.initialized(types.InitializedParams())
        yield client
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()


def written(folder: Path, case: Mapping[str, Any]) -> Path:
    """The file of a case in a folder with the schemas that come with the bot."""
    shutil.copytree(shipped() / FOLDER, folder / FOLDER)
    file = folder / case["file"]
    file.parent.mkdir(exist_ok=True)
    file.write_text(modeline(case["kind"]) + case["text"], encoding="utf-8")
    return file


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
async def test_it_marks_and_offers(case: Mapping[str, Any], editor: Editor, tmp_path: Path) -> None:
    file = written(tmp_path, case)
    marks = await editor.marks(file)
    expected = [(one["line"], one["says"]) for one in case.get("marks", ())]
    assert [line for line, _ in marks] == [line for line, _ in expected], marks
    assert [(line, words) for (line, words), (_, says) in zip(marks, expected, strict=True) if says not in words] == []
    for offered in case.get("offers", ()):
        place = await editor.at(file, offered["after"])
        found = await editor.text_document_completion_async(types.CompletionParams(place.text_document, place.position))
        labels = {item.label for item in (found.items if isinstance(found, types.CompletionList) else found or ())}
        assert set(offered["words"]) <= labels
    for explained in case.get("explains", ()):
        place = await editor.at(file, explained["at"])
        hover = await editor.text_document_hover_async(types.HoverParams(place.text_document, place.position))
        assert hover is not None
        assert explained["says"] in str(hover.contents)


async def test_the_files_that_come_with_the_bot_bear_no_mark(editor: Editor) -> None:
    marked = {}
    for files in listed(shipped(), first=False).files.values():
        for path, _ in files:
            marked[path.name] = await editor.marks(path)
    assert {name: marks for name, marks in marked.items() if marks} == {}
    assert len(marked) > 20
