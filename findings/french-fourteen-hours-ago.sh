#!/usr/bin/env bash
# dateparser 1.5.0 reads the French « 14h », which is 2 pm, as fourteen hours ago, where « 14h30 » and « à 14h » are times of
# the day; « mardi 14h » becomes the 14th of the month, and « lundi en huit » (Monday week) the 8th, without an error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from datetime import datetime

import dateparser

saturday = {"RELATIVE_BASE": datetime(2026, 11, 28, 10)}
for said in ("14h", "14h30", "à 14h", "demain à 14h", "mardi 14h", "lundi en huit"):
    print(said, "=", dateparser.parse(said, languages=["fr"], settings=saturday))
PYTHON
)
expected=$(cat <<'SEEN'
14h = 2026-11-27 20:00:00
14h30 = 2026-11-28 14:30:00
à 14h = 2026-11-28 14:00:00
demain à 14h = 2026-11-29 14:00:00
mardi 14h = 2026-11-14 00:00:00
lundi en huit = 2026-11-08 00:00:00
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
