#!/usr/bin/env bash
# pyspellchecker 0.9.1: correction() takes the most frequent candidate, but most words of its French dictionary bear one
# and the same frequency, 50, and candidates are a set of strings. So « abndons » becomes « abondons » in one run and
# « abandons » in another: what is proposed depends on Python's hash seed. Who shows a correction, or tests one, must
# order the candidates itself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyspellchecker==0.9.1 2>/dev/null
cat >"$folder/corrected.py" <<'PYTHON'
from spellchecker import SpellChecker
print(SpellChecker(language="fr", distance=1).correction("abndons"))
PYTHON
proposed=$(for seed in 0 1 2 3 4 5 6 7 8 9 10 11; do
  PYTHONHASHSEED=$seed "$folder/venv/bin/python" "$folder/corrected.py"
done | sort -u | tr '\n' ' ')
share=$("$folder/venv/bin/python" - <<'PYTHON'
from spellchecker import SpellChecker
counts = [count for _, count in SpellChecker(language="fr").word_frequency.items()]
print("words with the frequency 50: %.0f %%" % (100 * counts.count(50) / len(counts)))
PYTHON
)
seen="$share
proposed for abndons in twelve runs: $proposed"
echo "$seen"
expected="words with the frequency 50: 70 %
proposed for abndons in twelve runs: abandons abondons "
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
