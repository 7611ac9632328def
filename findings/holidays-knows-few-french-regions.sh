#!/usr/bin/env bash
# holidays 0.109 takes France's Alsace-Moselle and overseas codes as subdivisions, but no region of the mainland, neither by
# name nor by ISO 3166-2 code; it says so with NotImplementedError, which no handler of wrong values catches.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check holidays==0.109 2>/dev/null
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import holidays
for part in ("Alsace-Moselle", "57", "Bretagne", "BRE", "Île-de-France"):
    try:
        print(part, len(holidays.country_holidays("FR", subdiv=part, years=2026)))
    except Exception as error:
        print(part, type(error).__name__, isinstance(error, ValueError), isinstance(error, LookupError))
PYTHON
)
expected=$(cat <<'SEEN'
Alsace-Moselle 13
57 13
Bretagne NotImplementedError False False
BRE NotImplementedError False False
Île-de-France NotImplementedError False False
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
