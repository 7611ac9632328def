"""python -m benchmarks.conversations FILE…: how conversations end, as shares of those whose first turn was answered.

The files are those of tests/conversations; a kind of conversation is a row, named after its file.
"""

import argparse
from dataclasses import replace
from pathlib import Path

from bot.app.deciding import decider_of
from bot.cli.evaluation.conversations import cases, measured
from bot.settings import read

ENDINGS = {
    "right": "right at once",
    "offered": "one click away",
    "nothing": "nothing useful",
    "wrong": "answered wrong",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    found = measured(replace(decider_of(read()), reads=None), cases(parser.parse_args().files))
    print(f"| | {' | '.join(('begun', *ENDINGS.values()))} |\n{'|---' * (len(ENDINGS) + 2)}|")
    for kind, counted in found.counts.items():
        begun = counted.total() - counted["none_first"]
        shares = (f"{counted[ending] / max(1, begun):.1%}" for ending in ENDINGS)
        print(f"| {kind} | {begun} of {counted.total()} | {' | '.join(shares)} |")


if __name__ == "__main__":
    main()
