#!/usr/bin/env bash
# dateparser 1.5.0 finds a Thursday in the French word « je » (I), as days may be shortened to two letters: whoever looks for
# dates in what people write finds one in most questions. « ma mer » (my sea) holds a Tuesday and a Wednesday.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from datetime import datetime

from dateparser.search import search_dates

saturday = {"RELATIVE_BASE": datetime(2026, 11, 28, 10)}
for said in ("Est-ce que je peux publier mes données ?", "Est-ce que tu peux publier tes données ?", "ma mer est belle"):
    found = search_dates(said, languages=["fr"], settings=saturday) or []
    print(said, [(words, f"{date:%A %d}") for words, date in found])
PYTHON
)
expected=$(cat <<'SEEN'
Est-ce que je peux publier mes données ? [('je', 'Thursday 26')]
Est-ce que tu peux publier tes données ? []
ma mer est belle [('ma', 'Tuesday 24'), ('mer', 'Wednesday 25')]
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
