#!/usr/bin/env bash
# prometheus-client 0.26.0 takes time(), count_exceptions() and track_inprogress() as decorators of an async function without a
# word, and the function still works; but they measure the making of the coroutine, not its run: no time, no exception, none in
# progress. Its context_managers.py calls the function inside `with` and does not await it (issue 48 of
# client_python asked for that). As `with` inside the function, all three count.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check prometheus-client==0.26.0 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import asyncio

from prometheus_client import CollectorRegistry, Counter, Gauge, Summary

registry = CollectorRegistry()
took = Summary("took", "Seconds", registry=registry)
failed = Counter("failed", "Exceptions", registry=registry)
running = Gauge("running", "In progress", registry=registry)


def show(how):
    seconds, errors = (registry.get_sample_value(name) for name in ("took_sum", "failed_total"))
    print(how, "| over .1 s:", seconds > 0.1, "| exceptions:", errors)


async def work():
    await asyncio.sleep(0.2)
    print("in progress:", registry.get_sample_value("running"))
    raise ValueError


@took.time()
@failed.count_exceptions()
@running.track_inprogress()
async def decorated():
    await work()


async def within():
    with took.time(), failed.count_exceptions(), running.track_inprogress():
        await work()


for function in (decorated, within):
    try:
        asyncio.run(function())
    except ValueError:
        show(function.__name__)
PYTHON
)
expected=$(cat <<'SEEN'
in progress: 0.0
decorated | over .1 s: False | exceptions: 0.0
in progress: 1.0
within | over .1 s: True | exceptions: 1.0
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
