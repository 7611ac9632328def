#!/usr/bin/env bash
# PyYAML 6.0.4 reads the hours of an office after YAML 1.1: 09:30 is text, yet 12:00 is the number 720, twelve times sixty;
# ruamel.yaml 0.19.1 reads the same lines after YAML 1.2, and finds text in all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyyaml==6.0.4 ruamel.yaml==0.19.1 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import yaml
from ruamel.yaml import YAML

hours = "opens: 09:30\nlunch: 12:00\ncloses: 17:30\n"
print(yaml.safe_load(hours))
print(dict(YAML(typ="safe", pure=True).load(hours)))
PYTHON
)
expected=$(cat <<'SEEN'
{'opens': '09:30', 'lunch': 720, 'closes': 1050}
{'opens': '09:30', 'lunch': '12:00', 'closes': '17:30'}
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
