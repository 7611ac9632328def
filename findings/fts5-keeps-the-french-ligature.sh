#!/usr/bin/env bash
# SQLite 3.54.1, from apsw 3.54.1.0: the full-text search FTS5 folds accents (« donnees » finds « données ») but never œ, even
# with remove_diacritics 2: « oeuvre » and « coeur », as people type them, find nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check apsw==3.54.1.0 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import apsw

db = apsw.Connection(":memory:")
db.execute("CREATE VIRTUAL TABLE entries USING fts5(said, tokenize='unicode61 remove_diacritics 2')")
for said in ("une œuvre collective", "le cœur du projet", "nos données ouvertes"):
    db.execute("INSERT INTO entries VALUES (?)", (said,))
for asked in ("donnees", "oeuvre", "coeur"):
    print(asked, [row[0] for row in db.execute("SELECT said FROM entries WHERE entries MATCH ?", (asked,))])
PYTHON
)
expected=$(cat <<'SEEN'
donnees ['nos données ouvertes']
oeuvre []
coeur []
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
