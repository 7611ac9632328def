#!/usr/bin/env bash
# icalendar 7.3.2 writes an event of Europe/Paris with TZID=Europe/Paris and no VTIMEZONE, which RFC 5545 asks for wherever a
# TZID stands: the calendar has to be told add_missing_timezones(), which then writes the changes until 2038 only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2 tzdata==2026.1 2>/dev/null
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

calendar, event = Calendar(), Event()
event.add("dtstart", datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("Europe/Paris")))
calendar.add_component(event)
print([line for line in calendar.to_ical().decode().splitlines() if "TZID" in line])
calendar.add_missing_timezones()
lines = calendar.to_ical().decode().splitlines()
print([line for line in lines if "TZID" in line or line.startswith("COMMENT")])
PYTHON
)
expected=$(cat <<'SEEN'
['DTSTART;TZID=Europe/Paris:20261201T100000']
['TZID:Europe/Paris', 'COMMENT:This timezone only works from 1970-01-01 to 2038-01-01.', 'DTSTART;TZID=Europe/Paris:20261201T100000']
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "This has changed; expected:"; echo "$expected"; exit 1; }
