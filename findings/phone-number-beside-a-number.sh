#!/usr/bin/env bash
# phonenumbers 9.0.43 finds numbers in running text, and POSSIBLE, the loosest leniency, should find most. Where another number
# stands a space away (hours, a room, a second telephone in pairs), it finds no telephone: digits and spaces are one candidate,
# too long, and what is left is tried at each space (_INNER_MATCHES), where a French number in pairs is five pieces. A comma helps.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check phonenumbers==9.0.43 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from phonenumbers import Leniency, PhoneNumberMatcher

for text in (
    "Accueil : 01 99 00 12 34 de 9 h à 17 h",
    "Accueil : 01 99 00 12 34 9 h à 17 h",
    "Accueil : 01 99 00 12 34, 9 h à 17 h",
    "Salle 12 01 99 00 12 34",
    "Salle 12, 01 99 00 12 34",
    "01 99 00 12 34 01 99 00 56 78",
    "0199001234 0199005678",
):
    found = {
        name: [match.raw_string for match in PhoneNumberMatcher(text, "FR", leniency=leniency)]
        for name, leniency in {"valid": Leniency.VALID, "possible": Leniency.POSSIBLE}.items()
    }
    print(text, "|", found)
PYTHON
)
expected=$(cat <<'SEEN'
Accueil : 01 99 00 12 34 de 9 h à 17 h | {'valid': ['01 99 00 12 34'], 'possible': ['01 99 00 12 34']}
Accueil : 01 99 00 12 34 9 h à 17 h | {'valid': [], 'possible': []}
Accueil : 01 99 00 12 34, 9 h à 17 h | {'valid': ['01 99 00 12 34'], 'possible': ['01 99 00 12 34']}
Salle 12 01 99 00 12 34 | {'valid': [], 'possible': []}
Salle 12, 01 99 00 12 34 | {'valid': ['01 99 00 12 34'], 'possible': ['01 99 00 12 34']}
01 99 00 12 34 01 99 00 56 78 | {'valid': [], 'possible': []}
0199001234 0199005678 | {'valid': ['0199001234', '0199005678'], 'possible': ['0199001234', '0199005678']}
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
