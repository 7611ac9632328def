"""python -m benchmarks.against FORMER: processor time of the first fit, a question and `ask`, beside a former checkout.

For the first two both read the former one's knowledge and questions. Each runs in processes of its own, one after the
other in turn. `ask` is also told in times of what loading Slack's library takes.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
MEASURE = """
import json, sys, time
from pathlib import Path
import yaml
try:
    from bot.features.answering.corpus import corpus
except ImportError:  # where it was until 0.1
    from bot.conversation.corpus import corpus
from bot.knowledge import load
from bot.search.matcher import Matcher
from bot.settings import shipped

folder = Path(sys.argv[1])
files = sorted((folder / "tests/questions/held-out").glob("*.yaml"))
asked = [one["q"] for file in files for one in yaml.safe_load(file.read_text(encoding="utf-8"))]
read = corpus(load([folder / "knowledge"]))
start = time.process_time()
matcher = Matcher.fit(read)
fit = time.process_time() - start
for question in asked:
    matcher.rank(question)
rounds = []
for _ in range(5):
    start = time.process_time()
    for question in asked:
        matcher.rank(question)
    rounds.append((time.process_time() - start) / len(asked))
first = [matcher.rank(question).matches[0].id if matcher.rank(question).matches else "" for question in asked]
print(json.dumps({"fit": fit, "rank": sorted(rounds)[2], "first": first}))
"""
"""Runs on both; it may use only what both have."""
ASK = ("-m", "bot", "ask", "quelle licence pour nos données ?")
LOAD = ("-c", "import slack_bolt")
ASKED = 9
"""Times that each is asked, when it has learned and its bytecode is written."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("former", type=Path, help="a checkout of the version to compare with")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    former = arguments.former.resolve()
    runs = [(_measured(former, former), _measured(ROOT, former)) for _ in range(arguments.runs)]
    print("| processor time | former | now | now ÷ former |")
    print("|---|---|---|---|")
    for name, key, scale, unit in (("first fit", "fit", 1, "s"), ("a question", "rank", 1000, "ms")):
        before, now = (scale * median(run[side][key] for run in runs) for side in (0, 1))
        print(f"| {name} | {before:.2f} {unit} | {now:.2f} {unit} | {now / before:.3f} |")
    asked = _asked(former), _asked(ROOT)
    times = [ask / load for ask, load in asked]
    print(f"| passeur ask, warm | {asked[0][0]:.2f} s | {asked[1][0]:.2f} s | {asked[1][0] / asked[0][0]:.3f} |")
    print(f"| the same ÷ import slack_bolt | {times[0]:.2f} | {times[1]:.2f} | {times[1] / times[0]:.3f} |")
    pairs = list(zip(runs[0][0]["first"], runs[0][1]["first"], strict=True))
    print(f"\nThe same entry comes first for {sum(a == b for a, b in pairs)} of {len(pairs)} questions.")


def _measured(code: Path, data: Path) -> dict[str, object]:
    command = [sys.executable, "-c", MEASURE, str(data)]
    done = subprocess.run(command, cwd=code, env=_environment(code), capture_output=True, text=True, check=True)
    measured: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    print(f"{code.name}: fit {measured['fit']:.1f} s, a question {1000 * measured['rank']:.2f} ms", file=sys.stderr)  # type: ignore[operator, str-format]
    return measured


def _asked(code: Path) -> tuple[float, float]:
    """Seconds of processor of `ask`, and of loading Slack's library: medians, asked in turn."""
    rounds = [[_spent(command, code) for command in (ASK, LOAD)] for _ in range(ASKED + 1)][1:]
    asks, loads = zip(*rounds, strict=True)
    return median(asks), median(loads)


def _spent(command: tuple[str, ...], code: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], cwd=code, env=_environment(code), capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _environment(code: Path) -> dict[str, str]:
    """The default configuration, whatever this shell sets, and bytecode that is kept."""
    bounds = ("OPENBLAS_", "OMP_", "MKL_", "PASSEUR_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(bounds)}
    return {**kept, "PYTHONPATH": str(code)}


if __name__ == "__main__":
    main()
