#!/usr/bin/env bash
# cffconvert 2.0.0 takes in CITATION.cff the SPDX ids that existed when the format (1.2.0) was made: no CDLA-Permissive-2.0, which
# data for AI are published under. An expression is refused as well: several licences are a list, which means "or", so that
# "and" and "with" cannot be said.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cffconvert==2.0.0 "setuptools<81" 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from cffconvert.citation import Citation

HEAD = "cff-version: 1.2.0\nmessage: Cite this.\ntitle: Data\nauthors: [{name: A team}]\nlicense: "
for said in ("etalab-2.0", "CDLA-Permissive-2.0", "GPL-3.0", "[MIT, Apache-2.0]", "MIT OR Apache-2.0", "Apache-2.0 WITH LLVM-exception"):
    try:
        Citation(HEAD + said).validate()
        print("taken  ", said)
    except ValueError as error:
        print("refused", said, "|", str(error).splitlines()[0][:60])
    except Exception as error:
        print("refused", said, "|", type(error).__name__)
PYTHON
)
expected=$(cat <<'SEEN'
taken   etalab-2.0
refused CDLA-Permissive-2.0 | ValidationError
taken   GPL-3.0
taken   [MIT, Apache-2.0]
refused MIT OR Apache-2.0 | ValidationError
refused Apache-2.0 WITH LLVM-exception | ValidationError
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
