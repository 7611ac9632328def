#!/usr/bin/env bash
# pyspellchecker 0.9.1 cuts French text at spaces, so « l'entreprise », « c'est » and « qu'on » stay whole. Its French
# dictionary has no such forms (but « aujourd'hui »), so all three count as misspelt, and its corrections change what was
# said: « c'est » becomes « est », « qu'on » becomes « quoi ». Elided words must be cut before they are checked.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyspellchecker==0.9.1 2>/dev/null
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from spellchecker import SpellChecker
french = SpellChecker(language="fr")
words = french.split_words("C'est aujourd'hui qu'on ouvre l'entreprise")
print(words)
print("unknown:", sorted(french.unknown(words)))
for word in ("l'entreprise", "c'est", "qu'on", "d'un", "n'est", "j'ai"):
    print(word, "->", french.correction(word))
PYTHON
)
expected=$(cat <<'SEEN'
["C'est", "aujourd'hui", "qu'on", 'ouvre', "l'entreprise"]
unknown: ["c'est", "l'entreprise", "qu'on"]
l'entreprise -> entreprise
c'est -> est
qu'on -> quoi
d'un -> un
n'est -> est
j'ai -> ai
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
