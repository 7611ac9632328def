"""Loads all of Passeur once, then forks whatever `passeur` a test asks for: see processes.py, which starts it.

A request is a byte with four files: the three streams, and a socket on which the details come and the end is told.
"""

import gc
import json
import os
import runpy
import signal
import socket
import sys
import time
from contextlib import suppress
from importlib import import_module

from bot.cli.main import COMMANDS

ALSO = (
    *("bot.doctor.examine", "bot.doctor.starting", "bot.knowledge.checks", "bot.messages.checks", "bot.studio.app"),
    *("bot.storage.migrate", "bot.transports.slack.connect", "bot.web.app", "bot.web.serve"),
    *("asyncpg", "rich.logging", "sqlalchemy.dialects.sqlite.aiosqlite", "structlog", "uvicorn"),
)


def wanted(door: socket.socket) -> tuple[dict[str, object], list[int]] | None:
    """In a new process, what it shall be, and its streams; None when there are no more tests."""
    while True:
        asked, files, *_ = socket.recv_fds(door, 1, 4)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not asked:
            return None
        if os.fork() == 0:
            door.close()
            return watched(files)
        for file in files:
            os.close(file)


def watched(files: list[int]) -> tuple[dict[str, object], list[int]]:
    """Fork once more: the child returns; the other process tells the test its id, then its exit code."""
    *streams, told = files
    details = b"".join(iter(lambda: os.read(told, 65536), b""))
    child = os.fork()
    if child == 0:
        os.close(told)
        return json.loads(details), streams
    for file in streams:
        os.close(file)
    with suppress(BrokenPipeError):  # nobody waits for it any more
        os.write(told, b"%d\n" % child)
        _, status = os.waitpid(child, 0)
        os.write(told, b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def become(details: dict[str, object], streams: list[int]) -> None:
    """All that an interpreter takes from who starts it."""
    for number, file in enumerate(streams):
        os.dup2(file, number)
    os.closerange(3, 256)
    os.environ.clear()
    os.environ.update(details["environment"])  # type: ignore[call-overload]
    os.chdir(details["folder"])  # type: ignore[arg-type]
    time.tzset()
    sys.argv = ["passeur", *details["arguments"]]  # type: ignore[misc]
    sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, closefd=False, errors="backslashreplace")  # noqa: SIM115
    signal.signal(signal.SIGINT, signal.default_int_handler)


if __name__ == "__main__":
    for name in (*(f"bot.cli.{place.partition(':')[0]}" for place in COMMANDS.values()), *ALSO):
        with suppress(ImportError):  # an extra that isn't installed
            import_module(name)
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests
    found = wanted(socket.socket(fileno=int(sys.argv[1])))
    if found:
        become(*found)
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
