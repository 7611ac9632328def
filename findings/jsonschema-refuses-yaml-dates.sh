#!/usr/bin/env bash
# jsonschema 4.26.0, with the schema that pydantic 2.14.3 writes for a date (type string, format date) and YAML read by PyYAML
# 6.0.3, does the reverse of the model: it refuses 2026-12-01, which YAML makes a datetime.date and so no string, yet takes
# "demain", as formats are not asserted unless asked (its FAQ). A format checker then refuses both: only a quoted date passes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check jsonschema==4.26.0 pydantic==2.14.3 pyyaml==6.0.3 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from datetime import date

import yaml
from jsonschema import Draft202012Validator as Validator
from pydantic import BaseModel, ValidationError


class Entry(BaseModel):
    reviewed: date


schema = Entry.model_json_schema()
for line in ("reviewed: 2026-12-01", "reviewed: demain", 'reviewed: "2026-12-01"'):
    read = yaml.safe_load(line)
    try:
        model = bool(Entry.model_validate(read))
    except ValidationError:
        model = False
    strict = Validator(schema, format_checker=Validator.FORMAT_CHECKER)
    print(line, "| model", model, "| jsonschema", Validator(schema).is_valid(read), "| with formats", strict.is_valid(read))
PYTHON
)
expected=$(cat <<'SEEN'
reviewed: 2026-12-01 | model True | jsonschema False | with formats False
reviewed: demain | model False | jsonschema True | with formats False
reviewed: "2026-12-01" | model True | jsonschema True | with formats True
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
