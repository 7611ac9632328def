"""local-slack starts, and ends whatever happens to the process that started it."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.demo import install as installing
from bot.demo.peer import DemoUnavailable, install, local_slack
from bot.demo.workspace import CHANNELS, PEOPLE, config
from tests.demo.conftest import refuses

CHILD = """
import asyncio, sys
from pathlib import Path
from bot.demo.peer import local_slack
from bot.demo.workspace import config

async def main():
    async with local_slack(Path(sys.argv[1]), config()) as address:
        print(address, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_it_holds_the_workspace_and_ends_with_the_block(program: Path) -> None:
    async with local_slack(program, config()) as address, aiohttp.ClientSession() as session:
        async with session.get(f"{address}/_control/state") as response:
            state = await response.json()
        assert {user["id"] for user in state["users"]} == {person.id for person in PEOPLE} | {"U0PASSEUR"}
        assert {channel.id for channel in CHANNELS} < {channel["id"] for channel in state["channels"]}
    assert await refuses(address)


async def test_it_ends_when_the_block_raises(program: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        async with local_slack(program, config()) as address:
            raise ZeroDivisionError
    assert await refuses(address)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_no_orphan_is_left_by_a_signal(program: Path, sign: signal.Signals, tmp_path: Path) -> None:
    if sign is not signal.SIGINT and sys.platform != "linux":
        pytest.skip("only Linux tells a child that its parent was killed")
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", CHILD, str(program)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert child.stdout is not None
    address = (await child.stdout.readline()).decode().strip()
    os.kill(child.pid, sign)
    await child.wait()
    assert await refuses(address)


async def test_a_program_that_ends_at_once_is_told_with_its_last_words() -> None:
    with pytest.raises(DemoUnavailable, match=r"did not start at http://127\.0\.0\.1"):
        async with local_slack(Path("/bin/false"), config()):
            pass


async def test_without_npm_the_person_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DemoUnavailable, match=r"Install Node\.js with npm"):
        await install(tmp_path)


async def test_an_install_that_fails_says_why_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error code E404'\necho 'npm error 404 Not Found'\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(DemoUnavailable, match="404 Not Found"):
        await install(tmp_path / "local")
    assert list((tmp_path / "local").iterdir()) == []


async def test_a_program_that_was_changed_is_not_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "local-slack-linux-x64"
    monkeypatch.setattr(installing, "package", lambda: name)
    npm = tmp_path / "npm"
    folder = f'"$3/node_modules/{name}/bin"'
    npm.write_text(f"#!/bin/sh\nmkdir -p {folder}\necho changed > {folder}/local-slack\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(DemoUnavailable, match="not the program that was reviewed"):
        await install(tmp_path / "local")


@pytest.mark.parametrize(("system", "machine"), [("Windows", "AMD64"), ("Linux", "riscv64")])
def test_a_machine_without_a_package_is_named(system: str, machine: str) -> None:
    with pytest.raises(DemoUnavailable, match=f"'{system}' on '{machine}'"):
        installing.package(system, machine)
