"""Ends a child process with all that it started, also when this process dies first."""

import asyncio
import ctypes
import os
import signal
import sys
from contextlib import suppress

STOP_SECONDS = 3.0
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded before any fork


async def end(process: asyncio.subprocess.Process) -> None:
    """It and its group: politely, then not. It must lead a session of its own."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), STOP_SECONDS)


def die_with_parent() -> None:
    """For `preexec_fn`: Linux kills the child when its parent is gone, even by SIGKILL."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
