#!/usr/bin/env bash
# license-expression 30.4.4 simplifies like logic, not like law: a work with a part under MIT and a part under MIT or Apache-2.0
# becomes MIT alone, so that the second part's patent grant can no longer be chosen. Its "or any later version" is a choice
# between two licences, of which one has that name; only the ids with "or-later" mean it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check license-expression==30.4.4 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from license_expression import get_spdx_licensing

spdx = get_spdx_licensing()
print(spdx.parse("MIT AND (MIT OR Apache-2.0)").simplify())
print(spdx.dedup("MIT AND (MIT OR Apache-2.0)"))
later = spdx.parse("LGPL-2.1 or any later version")
print(later, spdx.license_keys(later))
print(spdx.parse("LGPL-2.1+"))
PYTHON
)
expected=$(cat <<'SEEN'
MIT
MIT AND (MIT OR Apache-2.0)
LGPL-2.1-only OR any later version ['LGPL-2.1-only', 'any later version']
LGPL-2.1-or-later
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
