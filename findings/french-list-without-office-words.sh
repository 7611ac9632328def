#!/usr/bin/env bash
# The French word list of pyspellchecker 0.9.1 has no « ok », « email » or « open », so that words of every French
# office look English to whoever guesses a language from the lists; « top » and « super » are there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyspellchecker==0.9.1 2>/dev/null
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from spellchecker import SpellChecker
french, english = SpellChecker(language="fr"), SpellChecker(language="en")
for word in ("ok", "email", "open", "cool", "top", "super", "licence"):
    print(word, word in french, word in english)
PYTHON
)
expected=$(cat <<'SEEN'
ok False True
email False True
open False True
cool False True
top True True
super True True
licence True True
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
