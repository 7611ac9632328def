#!/usr/bin/env bash
# PyYAML 6.0.3 ends a block item after the comments that follow it, where the next item begins: a tool that cuts an item
# out from its start mark to its end mark takes the next item's comment with it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyyaml==6.0.3 2>/dev/null
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import yaml
text = "- id: a\n# about b\n- id: b\n"
for loader in (yaml.SafeLoader, yaml.CSafeLoader):
    first = yaml.compose(text, loader).value[0]
    print(loader.__name__, repr(text[first.start_mark.index : first.end_mark.index]))
PYTHON
)
expected=$(cat <<'SEEN'
SafeLoader 'id: a\n# about b\n'
CSafeLoader 'id: a\n# about b\n'
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
