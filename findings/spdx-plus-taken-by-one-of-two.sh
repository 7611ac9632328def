#!/usr/bin/env bash
# license-expression 30.4.4 and packaging 26.4 both check SPDX expressions and differ: SPDX allows "+" (or a later version)
# after any id and a LicenseRef of one's own; the first knows neither, but for old ids, the second takes both, even "or-later+".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check license-expression==30.4.4 packaging==26.4 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from license_expression import get_spdx_licensing
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

spdx = get_spdx_licensing()
for said in ("EUPL-1.2+", "LicenseRef-Ours", "GPL-2.0+", "GPL-2.0-or-later+", "mit or etalab-2.0"):
    errors = spdx.validate(said).errors
    try:
        other = canonicalize_license_expression(said)
    except InvalidLicenseExpression as error:
        other = error
    print(said, "|", errors or spdx.parse(said), "|", other)
PYTHON
)
expected=$(cat <<'SEEN'
EUPL-1.2+ | ['Unknown license key(s): EUPL-1.2+'] | EUPL-1.2+
LicenseRef-Ours | ['Unknown license key(s): LicenseRef-Ours'] | LicenseRef-Ours
GPL-2.0+ | GPL-2.0-or-later | GPL-2.0+
GPL-2.0-or-later+ | ['Unknown license key(s): GPL-2.0-or-later+'] | GPL-2.0-or-later+
mit or etalab-2.0 | MIT OR etalab-2.0 | MIT OR etalab-2.0
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
