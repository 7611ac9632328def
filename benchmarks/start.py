"""python -m benchmarks.start FORMER: seconds from a fresh clone to the demo's page, beside a former checkout.

Each is cloned into an empty folder and told `make run`, one after the other in turn, with the same package caches: one
run before those that count fills them. What stands in this checkout and is not committed is not measured.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
SHOWN = re.compile(r"https?://(?:127\.0\.0\.1|localhost):\d+\S*")
LIMIT = 1200
"""Seconds after which a start has failed."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("former", type=Path, help="a checkout of the version to compare with")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    sides = (arguments.former.resolve(), ROOT)
    runs = [[_measured(side) for side in sides] for _ in range(arguments.runs + 1)][1:]
    before, now = (median(run[side][0] for run in runs) for side in (0, 1))
    work_before, work_now = (median(run[side][1] for run in runs) for side in (0, 1))
    print("| make run, from a fresh clone to the page | former | now | now ÷ former |")
    print("|---|---|---|---|")
    print(f"| seconds | {before:.1f} | {now:.1f} | {now / before:.2f} |")
    print(f"| seconds of processor | {work_before:.1f} | {work_now:.1f} | {work_now / work_before:.2f} |")


def _measured(checkout: Path) -> tuple[float, float]:
    """Seconds until the page answers, and seconds of processor that it took, with what ends afterwards."""
    with tempfile.TemporaryDirectory(prefix="start-", ignore_cleanup_errors=True) as folder:
        fresh = Path(folder, "passeur")
        subprocess.run(["git", "clone", "--quiet", checkout, fresh], check=True)
        tree = subprocess.run(["git", "-C", checkout, "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
        subprocess.run(["git", "-C", fresh, "checkout", "--quiet", "--detach", tree.stdout.strip()], check=True)
        work, start = sum(os.times()[2:4]), time.monotonic()
        process = subprocess.Popen(
            ["make", "run"], cwd=fresh, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip
        try:
            taken = _page(process, start)
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(60)
        print(f"{checkout.name}: {taken:.1f} s", file=sys.stderr)
        return taken, sum(os.times()[2:4]) - work


def _environment() -> dict[str, str]:
    """That of a newcomer: no tokens, no settings, no interpreter that is chosen already."""
    ours = ("PASSEUR_", "SLACK_", "PYTHON", "VIRTUAL_ENV", "OPENBLAS_", "MAKE", "MFLAGS", "DATABASE_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _page(process: subprocess.Popen[str], start: float) -> float:
    assert process.stdout is not None
    for line in process.stdout:
        print("   ", f"{time.monotonic() - start:6.1f}", line.rstrip(), file=sys.stderr)
        if address := SHOWN.search(line):
            with urllib.request.urlopen(address[0], timeout=LIMIT) as page:
                assert page.status == 200
            return time.monotonic() - start
    raise SystemExit("`make run` ended without a page; what it said stands above.")


if __name__ == "__main__":
    if shutil.which("npm") is None:
        raise SystemExit("npm is wanted: without it there is no page.")
    main()
