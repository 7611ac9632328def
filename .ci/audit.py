"""What Passeur runs with, as an SBOM (CycloneDX), and whether a known hole is in it: audit.py FOLDER.

Only what runs is told, with every extra that an operator may install; the tools of tests are not. The audit needs the
data of the Python packaging advisories: where they can't be reached, that is said, and nothing is taken for sound.
"""

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

EXTRAS = ("postgres", "mcp", "meaning", "semantic", "studio", "pictures", "xlsx")
TOOL = (sys.executable, "-m")
say = print


def running(name="passeur", extras=EXTRAS, found=None):
    """By name, the version of each library that is installed and needed, and of what they need."""
    found = {} if found is None else found
    for line in requires(name) or ():
        need = Requirement(line)
        wanted = need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras))
        key = re.sub(r"[-_.]+", "-", need.name).lower()
        if not wanted or key in found:
            continue
        try:
            found[key] = version(need.name)
        except PackageNotFoundError:  # another platform's, or an extra that is not here
            continue
        running(need.name, tuple(need.extras), found)
    return found


def main(folder):
    """Leaves `sbom.json` and `running.txt` in the folder; 1 when a hole is known."""
    folder.mkdir(parents=True, exist_ok=True)
    listed, bill = folder / "running.txt", folder / "sbom.json"
    found = running()
    listed.write_text("".join(f"{name}=={number}\n" for name, number in sorted(found.items())), encoding="utf-8")
    made = ("requirements", str(listed), "--pyproject", "pyproject.toml", "--mc-type", "application")
    subprocess.run([*TOOL, "cyclonedx_py", *made, "--of", "JSON", "-o", str(bill)], check=True, capture_output=True)  # noqa: S603
    say(f"{bill}: {len(found)} libraries.")
    looked = [
        *TOOL,
        "pip_audit",
        "-r",
        str(listed),
        "--no-deps",
        "--disable-pip",
        "--progress-spinner=off",
        "-f",
        "json",
    ]
    done = subprocess.run(looked, capture_output=True, text=True)  # noqa: S603
    return told(done.stdout, done.stderr, len(found))


def told(out, errors, count):
    """Say what was looked up, and what was not: a library that the list does not know is not taken for sound."""
    try:
        looked = json.loads(out)["dependencies"]
    except ValueError:
        say(errors.strip().splitlines()[-1] if errors.strip() else "pip-audit said nothing.")
        say("Not audited: the list of known holes could not be reached. Try again where it can be.")
        return 0
    holes = [(one["name"], hole["id"], hole["fix_versions"]) for one in looked for hole in one.get("vulns", ())]
    skipped = sum("skip_reason" in one for one in looked)
    for name, hole, mended in holes:
        say(f"{name}: {hole}, mended in {', '.join(mended) or 'no version yet'}")
    if skipped:
        say(f"Not audited: {skipped} of {count} libraries, which the list of known holes here does not have.")
    if skipped < count:
        say(f"{count - skipped} libraries looked up, {len(holes)} holes known.")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
