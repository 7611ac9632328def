#!/usr/bin/env bash
# num2words 0.5.14 writes French ordinals in figures as 2me and 21me, where French writes 2e and 21e; 1er is right, its feminine
# 1re cannot be had. In words it is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check num2words==0.5.14 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from num2words import num2words

for number in (1, 2, 21):
    print(number, num2words(number, lang="fr", to="ordinal_num"), num2words(number, lang="fr", to="ordinal"))
PYTHON
)
expected=$(cat <<'SEEN'
1 1er premier
2 2me deuxième
21 21me vingt et unième
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
