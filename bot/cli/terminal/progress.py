"""How far the fitting is: a line that moves on a terminal, else a line each time it is told."""

import os
import sys
import threading
import time
from collections.abc import Callable

TICK = 0.5
WIDTH = 70


class Fitting:
    """Called with a stage and the share that is done; a share of 1 ends it.

    `say`: tells a line where all lines are events of a log; without it they go to stderr.
    """

    def __init__(self, say: Callable[[str], None] | None = None) -> None:
        self._say = say
        self._told = ""
        self._begun = 0.0
        self._done: threading.Event | None = None

    def __call__(self, stage: str, share: float) -> None:
        self._told = f"Learning the knowledge: {stage}, {share:.0%}"
        if self._say is not None:
            self._say(self._told)
        elif not sys.stderr.isatty():
            print(self._told, file=sys.stderr, flush=True)  # noqa: T201
        elif share < 1:
            self._move()
        elif self._done:
            self._done.set()
            self._done = None
            self._show("\n")

    def _move(self) -> None:
        if self._done is None:
            self._begun, self._done = time.monotonic(), threading.Event()
            threading.Thread(target=self._tick, args=(self._done,), daemon=True).start()
        self._show()

    def _tick(self, done: threading.Event) -> None:
        while not done.wait(TICK):
            self._show()

    def _show(self, end: str = "") -> None:
        """Straight to the terminal: a thread that holds stderr's lock while Python ends would break its end."""
        line = f"{self._told}, {time.monotonic() - self._begun:.0f} s"
        os.write(2, f"\r{line:<{WIDTH}}{end}".encode())
