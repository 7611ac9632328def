#!/usr/bin/env bash
# Babel 2.18.0 has three plural forms for French, not two: a million is "many" (« un million de questions »), while 0 and 1.5
# are "one" (« 0 question »). A template with one and other has no form for it; English keeps its two.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.18.0 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from babel import Locale

for number in (0, 1, 1.5, 2, 999_999, 1_000_000, 1_500_000, 2_000_000):
    print(number, Locale("fr").plural_form(number), Locale("en").plural_form(number))
PYTHON
)
expected=$(cat <<'SEEN'
0 one other
1 one one
1.5 one other
2 other other
999999 other other
1000000 many other
1500000 other other
2000000 many other
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
