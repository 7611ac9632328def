#!/usr/bin/env bash
# pysbd 0.3.4 ends a French sentence after « art. », « p. » and « v. », but not after « M. »: « l'art. 5 » and « la v. 2.0 » are cut in
# two, while two sentences after « … » stay one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pysbd==0.3.4 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import pysbd

french = pysbd.Segmenter(language="fr", clean=False)
for said in (
    "Que dit l'art. 5 de la licence ?",
    "Bonjour M. Martin. La v. 2.0 est publiée.",
    "Voir p. 12 du guide.",
    "Je cherche quelqu'un… Qui peut m'aider ?",
):
    print([part.strip() for part in french.segment(said)])
PYTHON
)
expected=$(cat <<'SEEN'
["Que dit l'art.", '5 de la licence ?']
['Bonjour M. Martin.', 'La v.', '2.0 est publiée.']
['Voir p.', '12 du guide.']
["Je cherche quelqu'un… Qui peut m'aider ?"]
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
