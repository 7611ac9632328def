#!/usr/bin/env bash
# Snowball's French stemmer in PyStemmer 3.1.0 gives « données » (data), « donner » (to give) and « don » (a gift) one
# stem, and another one to « donnees » typed without its accent: folding accents before stemming splits a word's forms
# differently from folding them after.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pystemmer==3.1.0 2>/dev/null
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import Stemmer
stem = Stemmer.Stemmer("french").stemWord
for word in ("données", "donner", "don", "donnees", "métadonnées", "metadonnees"):
    print(word, stem(word))
PYTHON
)
expected=$(cat <<'SEEN'
données don
donner don
don don
donnees donne
métadonnées métadon
metadonnees metadonne
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
