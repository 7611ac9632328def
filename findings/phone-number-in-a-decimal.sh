#!/usr/bin/env bash
# phonenumbers 9.0.43 takes a decimal for a French telephone, even at EXACT_GROUPING, its strictest leniency, said to ask for the
# groups that the library itself would write, or for one block: 0.199001234 is 01 99 00 12 34, the point a mere separator. With a
# comma it is not, as the comma is no separator; and "x 2" after a telephone, in French "twice", becomes its extension.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check phonenumbers==9.0.43 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from phonenumbers import Leniency, PhoneNumberMatcher

for text in (
    "Le seuil est de 0.199001234 en tout.",
    "Le seuil est de 0,199001234 en tout.",
    "Notez 01 99 00 12 34 x 2 fiches.",
    "Notez 01 99 00 12 34 : 2 fiches.",
):
    found = PhoneNumberMatcher(text, "FR", leniency=Leniency.EXACT_GROUPING)
    print(text, "|", [(match.raw_string, "extension", match.number.extension) for match in found])
PYTHON
)
expected=$(cat <<'SEEN'
Le seuil est de 0.199001234 en tout. | [('0.199001234', 'extension', None)]
Le seuil est de 0,199001234 en tout. | []
Notez 01 99 00 12 34 x 2 fiches. | [('01 99 00 12 34 x 2', 'extension', '2')]
Notez 01 99 00 12 34 : 2 fiches. | [('01 99 00 12 34', 'extension', None)]
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
