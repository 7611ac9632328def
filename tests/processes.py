"""`passeur` in a process of its own, in a moment: forked from one that has loaded its libraries (nursery.py).

Loading takes most of a start, and hundreds of tests start it. A forked `passeur` has its own arguments, environment,
folder, streams, signals and exit code. What is tested of loading itself, and of Ctrl-C meanwhile, starts Python anew.
"""

import asyncio
import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
BARE = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "PASSEUR_", "SMTP_"))}


@cache
def _door() -> socket.socket:
    """Where to ask for a process; who waits there goes when this side is closed."""
    ours, theirs = socket.socketpair()
    environment = BARE | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, str(Path(__file__).parent / "nursery.py"), str(theirs.fileno())]
    nursery = subprocess.Popen(command, env=environment, cwd=ROOT, pass_fds=[theirs.fileno()])
    theirs.close()

    def end() -> None:
        ours.close()
        nursery.wait()

    atexit.register(end)
    return ours


def _asked(
    arguments: tuple[str, ...], streams: tuple[int, int, int], environment: Mapping[str, str] | None, folder: Path
) -> socket.socket:
    """Ask for a process; on this socket come its id and its exit code, each a line."""
    told, theirs = socket.socketpair()
    with theirs:
        socket.send_fds(_door(), [b"."], [*streams, theirs.fileno()])
    details = {"arguments": arguments, "environment": dict(environment or os.environ), "folder": str(folder)}
    told.sendall(json.dumps(details).encode())
    told.shutdown(socket.SHUT_WR)
    return told


def run(
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    typed: str = "",
    seconds: float = 120,
) -> subprocess.CompletedProcess[str]:
    """`passeur` with these arguments until it ends, as `subprocess.run` does."""
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        stdin.write(typed.encode())
        stdin.seek(0)
        streams = (stdin.fileno(), out.fileno(), err.fileno())
        with _asked(arguments, streams, environment, folder or Path.cwd()) as told:
            told.settimeout(seconds)
            with told.makefile() as lines:
                process = int(lines.readline())
                try:
                    code = int(lines.readline())
                except TimeoutError:
                    os.kill(process, signal.SIGKILL)
                    raise
        return subprocess.CompletedProcess(["passeur", *arguments], code, _written(out), _written(err))


def _written(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode()


class Process:
    """As asyncio's: what it says, and how it ends."""

    def __init__(self, pid: int, stdout: asyncio.StreamReader, stderr: asyncio.StreamReader, told: Any) -> None:
        self.pid, self.stdout, self.stderr = pid, stdout, stderr
        self.returncode: int | None = None
        self._reader, self._writer = told
        self._ending = asyncio.create_task(self._ends())

    async def _ends(self) -> int:
        self.returncode = int(await self._reader.readline())
        self._writer.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        return await asyncio.shield(self._ending)

    async def communicate(self) -> tuple[bytes, bytes]:
        """The rest of what it says, until it ends."""
        out, err, _ = await asyncio.gather(self.stdout.read(), self.stderr.read(), self.wait())
        return out, err


async def start(*arguments: str, environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Process:
    """`passeur` with these arguments, running."""
    (out, out_end), (err, err_end) = os.pipe(), os.pipe()
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        told = _asked(arguments, (nothing.fileno(), out_end, err_end), environment, folder or Path.cwd())
    os.close(out_end)
    os.close(err_end)
    reader, writer = await asyncio.open_connection(sock=told)
    pid = int(await reader.readline())
    return Process(pid, await _stream(out), await _stream(err), (reader, writer))


async def _stream(file: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(file, "rb")
    )
    return reader
