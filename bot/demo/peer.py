"""Runs local-slack with a configuration; it never outlives us."""

import asyncio
import json
import socket
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp

from bot.demo.install import DemoUnavailable, install
from bot.demo.process import die_with_parent, end

__all__ = ["DemoUnavailable", "install", "local_slack"]
START_SECONDS, LOOK_EVERY = 20.0, 0.05


@asynccontextmanager
async def local_slack(program: Path, config: Mapping[str, Any]) -> AsyncIterator[str]:
    """Its address, once it answers. It ends with the block, and on Linux also when this process is killed."""
    with tempfile.TemporaryDirectory(prefix="passeur-demo-") as name:
        port = _free_port()
        process = await _start(program, config, port, Path(name))
        try:
            await _answers(process, f"http://127.0.0.1:{port}", Path(name) / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            await end(process)


async def _start(program: Path, config: Mapping[str, Any], port: int, folder: Path) -> asyncio.subprocess.Process:
    written = _write(folder / "config.json", config)
    options = {
        "--config": written,
        "--port": str(port),
        "--base-host": "127.0.0.1",
        "--files-dir": str(folder / "files"),
    }
    with (folder / "log").open("wb") as log:
        return await asyncio.create_subprocess_exec(
            *(str(program), *(word for option in options.items() for word in option)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )


async def _answers(process: asyncio.subprocess.Process, address: str, log: Path) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as session:
            while process.returncode is None:
                with suppress(aiohttp.ClientError):
                    async with session.get(f"{address}/_control/state") as response:
                        if response.status == 200:
                            return
                await asyncio.sleep(LOOK_EVERY)
    raise DemoUnavailable(f"The Slack without Slack did not start at {address}: {_last(log)}")


def _write(file: Path, config: Mapping[str, Any]) -> str:
    file.write_text(json.dumps(config), encoding="utf-8")
    return str(file)


def _last(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace").strip()[-300:] or "it said nothing"


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
