"""Fetches local-slack with npm, the first time."""

import asyncio
import hashlib
import platform
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from bot.demo.process import end
from bot.errors import PasseurError

VERSION = "0.1.8"
SYSTEMS = {"Linux": "linux", "Darwin": "darwin"}
MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
# Only of the package that could be looked at; npm checks each one against its registry's own sum.
SUMS = {"local-slack-linux-x64": "3332007b797969d835f694b463ac526f7ef1fc66afac93f950f585105fe4815f"}


class DemoUnavailable(PasseurError):  # noqa: N818 - says what the person is told
    """The Slack without Slack can't run here."""


def package(system: str | None = None, machine: str | None = None) -> str:
    """The npm package for this machine."""
    system, machine = system or platform.system(), machine or platform.machine()
    if system not in SYSTEMS or machine.lower() not in MACHINES:
        raise DemoUnavailable(f"There is no Slack without Slack for this machine ('{system}' on '{machine}').")
    return f"local-slack-{SYSTEMS[system]}-{MACHINES[machine.lower()]}"


async def install(folder: Path) -> Path:
    """The program, fetched once; a fetch that is cut short leaves nothing behind."""
    name = package()
    home = folder / f"{name}-{VERSION}"
    if not _program(home, name).exists():
        npm = shutil.which("npm")
        if npm is None:
            raise DemoUnavailable(
                "The Slack without Slack is fetched by npm, which isn't here. Install Node.js with npm."
            )
        fresh = _fresh(folder)
        try:
            await _fetch(npm, f"{name}@{VERSION}", fresh)
            await asyncio.to_thread(_check, _program(fresh, name), name)
            _move(fresh, home)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return _program(home, name)


def _program(home: Path, name: str) -> Path:
    return home / "node_modules" / name / "bin" / "local-slack"


def _fresh(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="fetching-", dir=folder))


def _move(fresh: Path, home: Path) -> None:
    with suppress(OSError):  # somebody else was faster
        fresh.rename(home)


async def _fetch(npm: str, what: str, folder: Path) -> None:
    quiet = ("--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1")
    process = await asyncio.create_subprocess_exec(
        *(npm, "install", "--prefix", str(folder), *quiet, what),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        told, _ = await process.communicate()
    finally:
        await end(process)
    if process.returncode:
        lines = [line.strip() for line in told.decode(errors="replace").splitlines() if "npm error" in line]
        reason = lines[1] if len(lines) > 1 else "no reason given"
        raise DemoUnavailable(f"npm can't fetch '{what}': {reason}. Check the network, then try again.")


def _check(program: Path, name: str) -> None:
    if not program.exists():
        raise DemoUnavailable(f"npm fetched '{name}' {VERSION}, but it holds no program.")
    if name in SUMS and hashlib.sha256(program.read_bytes()).hexdigest() != SUMS[name]:
        raise DemoUnavailable(f"'{name}' {VERSION} is not the program that was reviewed; it was not started.")
