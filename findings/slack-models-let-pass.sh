#!/usr/bin/env bash
# slack_sdk 3.48.0 checks most limits of Block Kit in its models, not all: 11 radio buttons or checkboxes (10 at most), two
# options of one value, a field of 2,001 characters (2,000) and a button without text pass, and Slack refuses the message.
# Limits: Slack's Block Kit reference.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check slack-sdk==3.48.0 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models import blocks as b

def options(count):
    return [b.Option(text=str(n), value=str(n)) for n in range(count)]

TWICE = [b.Option(text="x", value="same")] * 2
for said, made in {
    "6 in an overflow menu": lambda: b.OverflowMenuElement(action_id="a", options=options(6)),
    "11 radio buttons": lambda: b.RadioButtonsElement(action_id="a", options=options(11)),
    "11 checkboxes": lambda: b.CheckboxesElement(action_id="a", options=options(11)),
    "two options of one value": lambda: b.StaticSelectElement(action_id="a", placeholder="x", options=TWICE),
    "a section of 3,001": lambda: b.SectionBlock(text="x" * 3001),
    "a field of 2,001": lambda: b.SectionBlock(fields=["x" * 2001]),
    "a button without text": lambda: b.ButtonElement(text="", action_id="a"),
}.items():
    try:
        made().to_dict()
        print("passes", said)
    except SlackObjectFormationError as error:
        print("caught", said, "|", error)
PYTHON
)
expected=$(cat <<'SEEN'
caught 6 in an overflow menu | options attribute must have between 1 and 5 items
passes 11 radio buttons
passes 11 checkboxes
passes two options of one value
caught a section of 3,001 | text attribute cannot exceed 3000 characters
passes a field of 2,001
passes a button without text
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
