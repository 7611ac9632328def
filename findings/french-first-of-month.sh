#!/usr/bin/env bash
# Babel 2.18.0 writes the first of a month in French as « 1 mai », where French writes « 1er mai »; in French its
# « 10 jours » are « 1 semaine », as a delta of seven days or more is told in weeks.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.18.0 2>/dev/null
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import date, timedelta
from babel.dates import format_date, format_timedelta
print(format_date(date(2026, 5, 1), "long", locale="fr"))
print(format_date(date(2026, 5, 1), "full", locale="fr"))
print(format_timedelta(timedelta(days=10), locale="fr").replace("\xa0", " "))
print(format_timedelta(timedelta(days=40), locale="fr").replace("\xa0", " "))
PYTHON
)
expected=$(cat <<'SEEN'
1 mai 2026
vendredi 1 mai 2026
1 semaine
1 mois
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
